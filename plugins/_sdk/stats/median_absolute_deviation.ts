import { quantile } from "./quantile.ts";

/** What makes the median absolute deviation of normal data estimate their standard deviation. */
export const MAD_TO_SD = 1.482602218505602;

/**
 * Median of the distances from the median (Hampel 1974, doi:10.1080/01621459.1974.10482962).
 *
 * @param values missing values do not count
 * @returns the raw median distance, not multiplied by `MAD_TO_SD`; NaN when no value is present
 */
export function medianAbsoluteDeviation(values: Float64Array): number {
  const median = quantile(values, 0.5);
  const distances = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    // Equal infinities are at distance 0, not NaN.
    distances[i] = x === median ? 0 : Math.abs(x - median);
  }
  return quantile(distances, 0.5);
}
