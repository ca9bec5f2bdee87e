// Two-pass moments, each sum compensated and corrected for the rounding of the mean:
// Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
import { isMissing } from "./is_missing.ts";
import { scaleToUnit } from "./scale_to_unit.ts";

/** What `moments()` finds; NaN where too few values leave a moment undefined. */
export interface Moments {
  /** How many values are present. */
  count: number;
  min: number;
  max: number;
  mean: number;
  /** Sample variance, divisor n − 1. */
  variance: number;
  /** Square root of the variance. */
  sd: number;
  /** Moment skewness m3 / m2^(3/2), divisor n; NaN for a constant. */
  skewness: number;
  /** Moment excess kurtosis m4 / m2² − 3, divisor n; NaN for a constant. */
  kurtosis: number;
}

/**
 * Mean, variance, skewness and kurtosis of the values present.
 *
 * Right to a few units in the last place of what the data determine, for any magnitude a double
 * holds. An infinite value makes the mean infinite (NaN with both signs) and the rest NaN.
 *
 * @param values left as they are; missing values do not count
 * @param known how many values are present, the least and the greatest, where they are known already
 */
export function moments(
  values: Float64Array,
  known: Pick<Moments, "count" | "min" | "max"> = bounds(values),
): Moments {
  const { count, min, max } = known;
  if (count === 0) return undefinedMoments(0, NaN, NaN, NaN);
  const largest = Math.max(-min, max);
  if (largest === Infinity) {
    return undefinedMoments(count, min, max, min + max);
  }
  if (min === max) {
    const spread = count > 1 ? 0 : NaN;
    return { ...undefinedMoments(count, min, max, min), variance: spread, sd: spread };
  }

  const scale = scaleToUnit(largest);
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]! * scale;
    if (isMissing(x)) continue;
    const next = sum + x;
    const part = next - sum;
    lost += (sum - (next - part)) + (x - part);
    sum = next;
  }
  const mean = (sum + lost) / count;
  return { ...aboutMean(values, count, mean, scale), min, max };
}

function bounds(values: Float64Array): Pick<Moments, "count" | "min" | "max"> {
  let count = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (isMissing(x)) continue;
    count++;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  return { count, min, max };
}

/** Second pass: powers of the deviations from `mean`, in the scaled unit. */
function aboutMean(
  values: Float64Array,
  count: number,
  mean: number,
  scale: number,
): Omit<Moments, "min" | "max"> {
  let s1 = 0, s2 = 0, s3 = 0, s4 = 0;
  let lost2 = 0, lost3 = 0, lost4 = 0;
  for (let i = 0; i < values.length; i++) {
    const d = values[i]! * scale - mean;
    if (isMissing(d)) continue;
    s1 += d;
    let term = d * d;
    let next = s2 + term;
    let part = next - s2;
    lost2 += (s2 - (next - part)) + (term - part);
    s2 = next;
    term *= d;
    next = s3 + term;
    part = next - s3;
    lost3 += (s3 - (next - part)) + (term - part);
    s3 = next;
    term *= d;
    next = s4 + term;
    part = next - s4;
    lost4 += (s4 - (next - part)) + (term - part);
    s4 = next;
  }
  // Deviations were taken from a rounded mean; `shift` is what the rounding left.
  const shift = s1 / count;
  const raw2 = (s2 + lost2) / count;
  const raw3 = (s3 + lost3) / count;
  const raw4 = (s4 + lost4) / count;
  const m2 = raw2 - shift * shift;
  const m3 = raw3 - 3 * shift * raw2 + 2 * shift ** 3;
  const m4 = raw4 - 4 * shift * raw3 + 6 * shift * shift * raw2 - 3 * shift ** 4;
  const scaledVariance = m2 * (count / (count - 1));
  return {
    count,
    mean: (mean + shift) / scale,
    variance: scaledVariance / scale / scale,
    sd: Math.sqrt(scaledVariance) / scale,
    skewness: m3 / m2 / Math.sqrt(m2),
    kurtosis: m4 / m2 / m2 - 3,
  };
}

function undefinedMoments(count: number, min: number, max: number, mean: number): Moments {
  return { count, min, max, mean, variance: NaN, sd: NaN, skewness: NaN, kurtosis: NaN };
}
