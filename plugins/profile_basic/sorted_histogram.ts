import { sortedQuantile } from "./sorted_quantile.ts";

/** Counts of values in bins of equal width. */
export interface Bins {
  /** One more than bins, ascending. */
  readonly edges: readonly number[];
  /** Values in [edge i, edge i + 1); the last bin includes its upper edge. */
  readonly counts: readonly number[];
}

/** With more places in a bin than this, one more or less is not seen. */
const PLACES_THAT_SHOW = 50;

/**
 * The histogram that `histogram()` of the maths kit makes, read off sorted values: bins
 * 2·IQR·n^(−1/3) wide (Freedman & Diaconis 1981, doi:10.1007/BF01025868), by Sturges' rule where
 * the interquartile range is 0.
 * @param sorted ascending, at least one value
 * @param maxBins most bins
 * @param grids where all values lie on one of these grids (steps of one over it), each bin takes as
 *   many of its places as any other: else some heights would tell of the bins, not of the values
 */
export function sortedHistogram(
  sorted: Float64Array,
  maxBins: number,
  grids: readonly number[] = [],
): Bins {
  const n = sorted.length;
  const min = sorted[0]!;
  const max = sorted[n - 1]!;
  const wanted = Math.min(maxBins, binCount(sorted, min, max));
  const grid = coarseGrid(sorted, grids, PLACES_THAT_SHOW * wanted);
  const edges = grid === undefined
    ? evenEdges(min, max, wanted)
    : gridEdges(Math.round(min * grid), Math.round(max * grid), wanted, grid);
  const bins = edges.length - 1;
  const counts: number[] = [];
  let start = 0;
  for (let bin = 0; bin < bins; bin++) {
    const end = bin === bins - 1 ? n : firstAtLeast(sorted, edges[bin + 1]!, start);
    counts.push(end - start);
    start = end;
  }
  return { edges, counts };
}

function evenEdges(min: number, max: number, bins: number): number[] {
  return Array.from(
    { length: bins + 1 },
    (_, i) => i === 0 ? min : i === bins ? max : min * ((bins - i) / bins) + max * (i / bins),
  );
}

/**
 * Edges a whole number of places apart, so that the last bin is as full as it can be; its edge may
 * lie above the greatest value.
 */
function gridEdges(first: number, last: number, wanted: number, grid: number): number[] {
  const places = last - first + 1;
  const least = Math.ceil(places / wanted);
  let width = least;
  const lacking = (size: number) => Math.ceil(places / size) - places / size;
  for (let size = least + 1; size < 2 * least; size++) {
    if (lacking(size) < lacking(width)) width = size;
  }
  const bins = Math.ceil(places / width);
  return Array.from({ length: bins + 1 }, (_, i) => (first + i * width) / grid);
}

/**
 * The coarsest of the grids that all values lie on, where it has so few places between the least
 * and the greatest of them that bins would show it.
 */
function coarseGrid(
  sorted: Float64Array,
  grids: readonly number[],
  most: number,
): number | undefined {
  const range = sorted[sorted.length - 1]! - sorted[0]!;
  return grids.find((grid) => {
    if (!(range > 0 && range * grid <= most)) return false;
    for (let i = 0; i < sorted.length; i++) {
      if (i > 0 && sorted[i] === sorted[i - 1]) continue;
      if (Math.round(sorted[i]! * grid) / grid !== sorted[i]) return false;
    }
    return true;
  });
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
