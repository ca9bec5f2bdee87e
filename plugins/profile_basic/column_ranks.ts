import { valueOrder } from "./value_order.ts";

/** A column's mid-ranks, kept in 10 bytes a row. */
export interface ColumnRanks {
  /** Twice the mid-rank among the present values, from 2; 0 where missing. */
  readonly doubled: Int32Array;
  /** Rows of the present values in ascending order of these. */
  readonly order: Uint32Array;
  /** 1 where the value at this place of `order` is larger than the one before. */
  readonly rises: Uint8Array;
  /** 1 in the rows that have a value. */
  readonly present: Uint8Array;
  /** Columns with the same number here are missing in the same rows. */
  readonly gap_group: number;
}

/** Memory that is used again for every pair of columns. */
export interface RankScratch {
  /** One per row. */
  readonly ranks: Int32Array;
  /** One per row. */
  readonly rows: Uint32Array;
}

/** No rank: twice a rank is above it, and so is any less the mean. */
const NO_RANK = -0x80000000;

/**
 * Ranks a column (Kendall 1945, doi:10.1093/biomet/33.3.239, for ties). O(n log n).
 * @param values one per row, NaN where missing
 * @param gap_group see {@link ColumnRanks}
 */
export function columnRanks(values: Float64Array, gap_group: number): ColumnRanks {
  const { order, rises } = valueOrder(values);
  const present = new Uint8Array(values.length);
  const doubled = new Int32Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && rises[end] === 0) end++;
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      doubled[row] = start + 1 + end;
      present[row] = 1;
    }
    start = end;
  }
  return { doubled, order, rises, present, gap_group };
}

/**
 * Spearman's correlation of two ranked columns over the rows where both are present, each ranked
 * again among those (doi:10.2307/1412159). O(rows), without sorting.
 * @param a
 * @param b of the same rows
 * @param scratch overwritten
 * @returns a number in [−1, 1]; NaN for fewer than two such rows or a constant
 */
export function rankCorrelation(a: ColumnRanks, b: ColumnRanks, scratch: RankScratch): number {
  let n = 0;
  for (let row = 0; row < a.present.length; row++) n += a.present[row]! & b.present[row]!;
  const yy = rankAgain(b, a.present, n, scratch);
  const { ranks } = scratch;
  let xx = 0, xy = 0, run = 0, sum = 0, before = 0;
  for (let i = 0; i <= a.order.length; i++) {
    if (run > 0 && (i === a.order.length || a.rises[i] === 1)) {
      const centred = 2 * before + run - n;
      xx += run * centred * centred;
      xy += centred * sum;
      before += run;
      run = 0;
      sum = 0;
    }
    if (i === a.order.length) break;
    const rank = ranks[a.order[i]!]!;
    if (rank === NO_RANK) continue;
    sum += rank;
    run++;
  }
  if (!(xx > 0 && yy > 0)) return NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * Writes twice the mid-rank among the rows where another column is present, less twice the mean of
 * all such ranks, n + 1: their sum is 0.
 * @returns the sum of their squares
 */
function rankAgain(
  { order, rises }: ColumnRanks,
  present: Uint8Array,
  n: number,
  { ranks, rows }: RankScratch,
): number {
  ranks.fill(NO_RANK);
  let squares = 0, start = 0, end = 0;
  for (let i = 0; i <= order.length; i++) {
    if (end > start && (i === order.length || rises[i] === 1)) {
      // Ranks start + 1 … end have the mean (start + end + 1) / 2.
      const centred = start + end - n;
      for (let k = start; k < end; k++) ranks[rows[k]!] = centred;
      squares += (end - start) * centred * centred;
      start = end;
    }
    if (i === order.length) break;
    const row = order[i]!;
    if (present[row] === 1) rows[end++] = row;
  }
  return squares;
}
