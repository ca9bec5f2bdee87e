import { keepTop, type ValueCount } from "./keep_top.ts";

/** The different values of a sorted array. */
export interface DistinctValues<T> {
  readonly distinct: number;
  /** Most frequent first, smaller value first among equals. */
  readonly top: readonly ValueCount<T>[];
  readonly zeros: number;
  readonly negatives: number;
}

/**
 * Counts the different values of a sorted array in one pass.
 * @param sorted ascending
 * @param most how many top values to keep
 */
export function distinctValues<T extends number | bigint>(
  sorted: { readonly length: number; readonly [index: number]: T },
  most: number,
): DistinctValues<T> {
  const top: ValueCount<T>[] = [];
  let distinct = 0;
  let zeros = 0;
  let negatives = 0;
  let enough = 0;
  for (let start = 0; start < sorted.length;) {
    const value = sorted[start]!;
    let end = start + 1;
    while (end < sorted.length && sorted[end] === value) end++;
    distinct++;
    if (value < 0) negatives += end - start;
    else if (!(value > 0)) zeros += end - start;
    if (end - start > enough) enough = keepTop(top, { value, count: end - start }, most);
    start = end;
  }
  return { distinct, top, zeros, negatives };
}
