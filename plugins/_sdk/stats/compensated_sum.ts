// Neumaier 1974, doi:10.1002/zamm.19740540106; the error term by Knuth's branch-free two-sum
import { isMissing } from "./is_missing.ts";

/**
 * Sum with the rounding error of every addition carried along.
 *
 * Missing values are left out; the sum of nothing is 0; a sum with infinities is what IEEE 754
 * makes of them.
 */
export function compensatedSum(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (isMissing(x)) continue;
    const next = sum + x;
    const part = next - sum;
    lost += (sum - (next - part)) + (x - part);
    sum = next;
  }
  return Number.isFinite(sum) ? sum + lost : sum;
}
