// Bin width of Freedman & Diaconis 1981, doi:10.1007/BF01025868
import { badArgument } from "./errors.ts";
import { isMissing } from "./is_missing.ts";
import { quantiles } from "./quantiles.ts";

/** Counts of values in bins of equal width. */
export interface Histogram {
  /** Bin edges, ascending, one more than bins: the smallest value first, the largest last. */
  edges: Float64Array<ArrayBuffer>;
  /** Values in [edge i, edge i + 1); the last bin includes its upper edge. */
  counts: Uint32Array<ArrayBuffer>;
  missing: number;
  /** Infinite values, which belong to no bin. */
  infinite: number;
}

/**
 * Histogram with bins 2·IQR·n^(−1/3) wide (Freedman & Diaconis), at most `maxBins` of them.
 *
 * Where the interquartile range is 0 the number of bins is ⌈log2 n⌉ + 1 (Sturges 1926,
 * doi:10.1080/01621459.1926.10502161). A constant gets one bin of width 0, no values no bins.
 *
 * @param maxBins an integer ≥ 1
 * @throws StatsError E_STATS_ARGUMENT when maxBins is not such an integer
 */
export function histogram(values: Float64Array, maxBins = 64): Histogram {
  if (!(maxBins >= 1 && Number.isInteger(maxBins))) {
    throw badArgument("histogram()", `maxBins is ${maxBins}`, "pass an integer from 1");
  }
  const finite = new Float64Array(values.length);
  let n = 0;
  let missing = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (isMissing(x)) missing++;
    else if (x - x === 0) {
      finite[n++] = x;
      if (x < min) min = x;
      if (x > max) max = x;
    }
  }
  const infinite = values.length - missing - n;
  if (n === 0) {
    return { edges: new Float64Array(0), counts: new Uint32Array(0), missing, infinite };
  }
  const present = finite.subarray(0, n);
  const bins = Math.min(maxBins, binCount(present, min, max));
  const edges = new Float64Array(bins + 1);
  for (let i = 0; i <= bins; i++) edges[i] = min * ((bins - i) / bins) + max * (i / bins);
  edges[0] = min;
  edges[bins] = max;
  return { edges, counts: countInto(present, edges), missing, infinite };
}

function binCount(values: Float64Array, min: number, max: number): number {
  if (min === max) return 1;
  const [lower, upper] = quantiles(values, [0.25, 0.75]);
  // Quarters, because max − min may overflow.
  const range = max / 4 - min / 4;
  const width = 2 * (upper! / 4 - lower! / 4) / Math.cbrt(values.length);
  const bins = width > 0 ? range / width : Math.log2(values.length) + 1;
  return Math.max(1, Math.ceil(bins));
}

function countInto(values: Float64Array, edges: Float64Array): Uint32Array<ArrayBuffer> {
  const bins = edges.length - 1;
  const counts = new Uint32Array(bins);
  const min = edges[0]!;
  // Denormal ranges make this infinite, and then the search below does the work.
  const perUnit = bins / 4 / (edges[bins]! / 4 - min / 4);
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    const guess = Math.floor((x / 4 - min / 4) * 4 * perUnit);
    let bin = guess >= 0 && guess < bins ? guess : bins - 1;
    // The guess is rounded; the edges as written decide.
    while (bin > 0 && x < edges[bin]!) bin--;
    while (bin < bins - 1 && x >= edges[bin + 1]!) bin++;
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}
