import { isMissing, midRanks, radixArgsort } from "harness/sdk";

/** A column's mid-ranks, kept in 8 bytes a row. */
export interface ColumnRanks {
  /** Twice the mid-rank among the present values, from 2; 0 where missing. */
  readonly doubled: Int32Array;
  /** Rows of the present values in ascending order of these. */
  readonly order: Uint32Array;
  /** Columns with the same number here are missing in the same rows. */
  readonly gap_group: number;
}

/**
 * Ranks a column.
 * @param values one per row, NaN where missing
 * @param gap_group see {@link ColumnRanks}
 */
export function columnRanks(values: Float64Array, gap_group: number): ColumnRanks {
  const order = radixArgsort(values);
  const ranks = midRanks(values, order);
  const doubled = new Int32Array(values.length);
  let present = 0;
  for (let row = 0; row < values.length; row++) {
    if (isMissing(ranks[row]!)) continue;
    doubled[row] = 2 * ranks[row]!;
    present++;
  }
  return { doubled, order: order.subarray(0, present), gap_group };
}

/**
 * Spearman's correlation of two ranked columns over the rows where both are present, each ranked
 * again among those (doi:10.2307/1412159). O(rows), without sorting.
 * @param a
 * @param b of the same rows
 * @returns a number in [−1, 1]; NaN for fewer than two such rows or a constant
 */
export function rankCorrelation(a: ColumnRanks, b: ColumnRanks): number {
  const x = centredRanks(a, b);
  const y = centredRanks(b, a);
  let xx = 0, yy = 0, xy = 0;
  for (let row = 0; row < x.length; row++) {
    const u = x[row]!;
    const v = y[row]!;
    xx += u * u;
    yy += v * v;
    xy += u * v;
  }
  if (!(xx > 0 && yy > 0)) return NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * Twice the mid-ranks among the rows where the other column is present too, less their mean; 0 in
 * all other rows. Their sum is exactly 0, and equal ranks in the whole column mean equal values.
 */
function centredRanks({ doubled, order }: ColumnRanks, other: ColumnRanks): Float64Array {
  const out = new Float64Array(doubled.length);
  const kept = new Uint32Array(order.length);
  let n = 0;
  for (let i = 0; i < order.length; i++) {
    if (other.doubled[order[i]!]! !== 0) kept[n++] = order[i]!;
  }
  for (let start = 0; start < n;) {
    const rank = doubled[kept[start]!]!;
    let end = start + 1;
    while (end < n && doubled[kept[end]!] === rank) end++;
    // Ranks start + 1 … end, twice their mean, less twice the mean of all: n + 1.
    const centred = start + 1 + end - (n + 1);
    for (let i = start; i < end; i++) out[kept[i]!] = centred;
    start = end;
  }
  return out;
}
