import { sortedQuantile } from "./sorted_quantile.ts";

/** Counts of values in bins of equal width. */
export interface Bins {
  /** One more than bins, ascending. */
  readonly edges: readonly number[];
  /** Values in [edge i, edge i + 1); the last bin includes its upper edge. */
  readonly counts: readonly number[];
}

/**
 * The histogram that `histogram()` of the maths kit makes, read off sorted values: bins
 * 2·IQR·n^(−1/3) wide (Freedman & Diaconis 1981, doi:10.1007/BF01025868), by Sturges' rule where
 * the interquartile range is 0.
 * @param sorted ascending, at least one value
 * @param maxBins most bins
 */
export function sortedHistogram(sorted: Float64Array, maxBins: number): Bins {
  const n = sorted.length;
  const min = sorted[0]!;
  const max = sorted[n - 1]!;
  const bins = Math.min(maxBins, binCount(sorted, min, max));
  const edges = Array.from(
    { length: bins + 1 },
    (_, i) => i === 0 ? min : i === bins ? max : min * ((bins - i) / bins) + max * (i / bins),
  );
  const counts: number[] = [];
  let start = 0;
  for (let bin = 0; bin < bins; bin++) {
    const end = bin === bins - 1 ? n : firstAtLeast(sorted, edges[bin + 1]!, start);
    counts.push(end - start);
    start = end;
  }
  return { edges, counts };
}

function binCount(sorted: Float64Array, min: number, max: number): number {
  if (min === max) return 1;
  // Quarters, because max − min may overflow.
  const spread = sortedQuantile(sorted, 0.75) / 4 - sortedQuantile(sorted, 0.25) / 4;
  const width = 2 * spread / Math.cbrt(sorted.length);
  const bins = width > 0 ? (max / 4 - min / 4) / width : Math.log2(sorted.length) + 1;
  return Math.max(1, Math.ceil(bins));
}

/** Index of the first value ≥ bound, from `start` on. */
function firstAtLeast(sorted: Float64Array, bound: number, start: number): number {
  let low = start;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
