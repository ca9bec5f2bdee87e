import { isMissing } from "./is_missing.ts";
import { radixArgsort } from "./radix_argsort.ts";

/**
 * Ranks from 1, ties sharing the mean of their ranks (Kendall 1945, doi:10.1093/biomet/33.3.239).
 *
 * @param values n values, left as they are; a missing value has rank NaN and takes no rank
 * @param order the values' ascending order, if it is at hand, missing values last
 * @returns n ranks, multiples of ½
 */
export function midRanks(
  values: Float64Array,
  order: Uint32Array = radixArgsort(values),
): Float64Array<ArrayBuffer> {
  const n = values.length;
  const ranks = new Float64Array(n).fill(NaN);
  for (let start = 0; start < n;) {
    const value = values[order[start]!]!;
    if (isMissing(value)) break;
    let end = start + 1;
    while (end < n && values[order[end]!] === value) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) ranks[order[i]!] = rank;
    start = end;
  }
  return ranks;
}
