// Spearman 1904, doi:10.2307/1412159
import { lengthMismatch } from "./errors.ts";
import { isMissing } from "./is_missing.ts";
import { midRanks } from "./mid_ranks.ts";
import { pearson } from "./pearson.ts";

/**
 * Spearman's rank correlation of the rows where both values are present: Pearson's correlation of
 * their mid-ranks among those rows.
 *
 * @param x n values
 * @param y n values
 * @returns a number in [−1, 1]; NaN for fewer than two such rows or a constant
 * @throws StatsError E_STATS_LENGTH when the lengths differ
 */
export function spearman(x: Float64Array, y: Float64Array): number {
  if (x.length !== y.length) throw lengthMismatch("spearman()", x.length, y.length);
  const a = new Float64Array(x.length);
  const b = new Float64Array(x.length);
  let n = 0;
  for (let i = 0; i < x.length; i++) {
    if (isMissing(x[i]!) || isMissing(y[i]!)) continue;
    a[n] = x[i]!;
    b[n++] = y[i]!;
  }
  return pearson(midRanks(a.subarray(0, n)), midRanks(b.subarray(0, n)));
}
