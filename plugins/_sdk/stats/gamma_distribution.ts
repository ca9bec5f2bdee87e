// Johnson, Kotz & Balakrishnan 1994, Continuous Univariate Distributions 1, chapter 17. The scale
// is 1: divide x by yours, and densities too.
import { SQRT_TWO_PI } from "./constants.ts";
import { incompleteGamma, poissonExponent } from "./incomplete_gamma.ts";
import { logGamma } from "./log_gamma.ts";
import { newtonInLog } from "./newton_in_log.ts";
import { normalQuantile } from "./normal_quantile.ts";

/** Density of the gamma distribution at x; NaN unless the shape is positive and finite. */
export function gammaPdf(x: number, shape: number): number {
  if (!(x > 0 && x < Infinity && shape > 0 && shape < Infinity)) return atEdge(x, shape);
  return Math.exp(poissonExponent(shape, x)) * (poissonFactor(shape) / x);
}

/** Logarithm of the density. */
export function gammaLogPdf(x: number, shape: number): number {
  if (!(x > 0 && x < Infinity && shape > 0 && shape < Infinity)) return Math.log(atEdge(x, shape));
  return poissonExponent(shape, x) + Math.log(poissonFactor(shape)) - Math.log(x);
}

/** P(X ≤ x). */
export function gammaCdf(x: number, shape: number): number {
  return incompleteGamma(shape, x < 0 ? 0 : x, false, false);
}

/** log P(X ≤ x). */
export function gammaLogCdf(x: number, shape: number): number {
  return incompleteGamma(shape, x < 0 ? 0 : x, false, true);
}

/** P(X > x). */
export function gammaSurvival(x: number, shape: number): number {
  return incompleteGamma(shape, x < 0 ? 0 : x, true, false);
}

/** log P(X > x). */
export function gammaLogSurvival(x: number, shape: number): number {
  return incompleteGamma(shape, x < 0 ? 0 : x, true, true);
}

/** x with P(X ≤ x) = p; NaN unless 0 ≤ p ≤ 1. */
export function gammaQuantile(p: number, shape: number): number {
  // 1 − p is exact above ½.
  return p > 0.5 ? fromTail(1 - p, shape, true) : fromTail(p, shape, false);
}

/** x with P(X > x) = q; NaN unless 0 ≤ q ≤ 1. */
export function gammaUpperQuantile(q: number, shape: number): number {
  return q > 0.5 ? fromTail(1 - q, shape, false) : fromTail(q, shape, true);
}

/** The quantile by a tail of at most ½. */
function fromTail(tail: number, shape: number, upper: boolean): number {
  if (!(tail >= 0 && tail <= 0.5 && shape > 0 && shape < Infinity)) return NaN;
  if (tail === 0) return upper ? Infinity : 0;
  const logFactor = Math.log(poissonFactor(shape));
  return newtonInLog(guess(tail, shape, upper), (x) => {
    const value = incompleteGamma(shape, x, upper, false);
    const logDensity = poissonExponent(shape, x) + logFactor;
    const sign = upper ? 1 : -1;
    if (value > 1e-290) return sign * Math.log(value / tail) * (value / Math.exp(logDensity));
    const logValue = incompleteGamma(shape, x, upper, true);
    return sign * (logValue - Math.log(tail)) * Math.exp(logValue - logDensity);
  });
}

/** Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684, or the tail's leading term. */
function guess(tail: number, shape: number, upper: boolean): number {
  const z = upper ? -normalQuantile(tail) : normalQuantile(tail);
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  if (shape >= 1 && root > 0.3) return shape * root ** 3;
  if (upper) {
    const decay = -Math.log(tail) - logGamma(shape);
    if (decay > 1.5) return decay + (shape - 1) * Math.log(decay);
  }
  const logLower = upper ? Math.log1p(-tail) : Math.log(tail);
  return Math.exp((logLower + logGamma(shape + 1)) / shape);
}

/** What turns exp(poissonExponent) into x times the density. */
function poissonFactor(shape: number): number {
  return shape < 1 ? shape : Math.sqrt(shape) / SQRT_TWO_PI;
}

function atEdge(x: number, shape: number): number {
  if (!(shape > 0 && shape < Infinity) || x !== x) return NaN;
  if (x !== 0 || shape > 1) return 0;
  return shape < 1 ? Infinity : 1;
}
