// Box & Jenkins' estimator; with gaps as in Parzen 1963, "On spectral analysis with missing
// observations and amplitude modulation", Sankhyā A 25, 383–392
import { badArgument } from "./errors.ts";
import { isMissing } from "./is_missing.ts";
import { type Moments, moments } from "./moments.ts";
import { scaleToUnit } from "./scale_to_unit.ts";

/**
 * Autocorrelation at a lag: Σ d[t] d[t + k] / Σ d[t]², d the deviations from the mean of all.
 *
 * A missing value keeps its place in time: pairs with a gap drop out, and both sums become means
 * over what is present, times (n − k) / n.
 *
 * @param values in order of time
 * @param lag k, an integer ≥ 0
 * @param known the values' own moments, where they are known already
 * @returns NaN for a constant, an infinity, or when no pair is k apart
 * @throws StatsError E_STATS_ARGUMENT when the lag is not such an integer
 */
export function autocorrelation(
  values: Float64Array,
  lag = 1,
  known: Pick<Moments, "count" | "mean" | "min" | "max"> = moments(values),
): number {
  if (!(lag >= 0 && Number.isInteger(lag))) {
    throw badArgument("autocorrelation()", `lag is ${lag}`, "pass an integer from 0");
  }
  const { count, mean, min, max } = known;
  if (!(min < max)) return NaN;
  const n = values.length;
  const scale = scaleToUnit(Math.max(-min, max));
  const centre = mean * scale;
  let pairs = 0;
  let squares = 0;
  let products = 0;
  let lost = 0;
  let sum = 0;
  let sumPairs = 0;
  for (let t = 0; t < n; t++) {
    const d = values[t]! * scale - centre;
    if (isMissing(d)) continue;
    squares += d * d;
    sum += d;
    if (t + lag >= n) continue;
    const later = values[t + lag]! * scale - centre;
    if (isMissing(later)) continue;
    pairs++;
    sumPairs += d + later;
    const term = d * later;
    const next = products + term;
    const part = next - products;
    lost += (products - (next - part)) + (term - part);
    products = next;
  }
  // Deviations were taken from a rounded mean; `shift` is what the rounding left.
  const shift = sum / count;
  const covariance = (products + lost - shift * sumPairs) / pairs + shift * shift;
  return ((n - lag) / n) * covariance / (squares / count - shift * shift);
}
