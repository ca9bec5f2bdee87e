import { binomialExponent, binomialRoot, incompleteBeta } from "./incomplete_beta.ts";
import { logGamma } from "./log_gamma.ts";
import { newtonInLog } from "./newton_in_log.ts";
import { normalQuantile } from "./normal_quantile.ts";

/**
 * The odds x / (1 − x) of a beta quantile, which keep their digits where x comes near 1; quantiles
 * of F and t are multiples of them.
 *
 * @param tail P(X ≤ x), or P(X > x) if `upper`, in [0, 1]
 * @param a positive and finite
 * @param b positive and finite
 * @returns from 0 to ∞; NaN for other arguments
 */
export function betaOdds(tail: number, a: number, b: number, upper: boolean): number {
  if (!(tail >= 0 && tail <= 1 && a > 0 && a < Infinity && b > 0 && b < Infinity)) return NaN;
  // 1 − tail is exact above ½.
  if (tail > 0.5) return betaOdds(1 - tail, a, b, !upper);
  return upper ? 1 / lowerOdds(tail, b, a) : lowerOdds(tail, a, b);
}

/** log of the odds of a beta quantile as the tail P(X ≤ x) goes to 0, exact when x is tiny. */
export function logLeadingOdds(tail: number, a: number, b: number): number {
  return (Math.log(tail) + logGamma(a + 1) + logGamma(b) - logGamma(a + b)) / a;
}

function lowerOdds(tail: number, a: number, b: number): number {
  if (tail === 0) return 0;
  const root = binomialRoot(a, b);
  return newtonInLog(guess(tail, a, b), (odds) => {
    const x = odds / (1 + odds);
    const y = 1 / (1 + odds);
    const excess = (a - b * odds) / (1 + odds);
    const exponent = binomialExponent(x, y, excess, a, b);
    const value = incompleteBeta(x, y, excess, a, b, false, false);
    if (value > 1e-290) {
      return -Math.log(value / tail) * (value / (root * Math.exp(exponent)));
    }
    const logValue = incompleteBeta(x, y, excess, a, b, false, true);
    return -(logValue - Math.log(tail)) * Math.exp(logValue - exponent) / root;
  });
}

/** Abramowitz & Stegun 26.5.22, or the tail's leading term, which is never too large. */
function guess(tail: number, a: number, b: number): number {
  if (a < 1 || b < 1) return Math.exp(logLeadingOdds(tail, a, b));
  const z = -normalQuantile(tail);
  const lambda = (z * z - 3) / 6;
  const inverseA = 1 / (2 * a - 1);
  const inverseB = 1 / (2 * b - 1);
  const h = 2 / (inverseA + inverseB);
  const w = z * Math.sqrt(h + lambda) / h -
    (inverseB - inverseA) * (lambda + 5 / 6 - 2 / (3 * h));
  return (a / b) * Math.exp(-2 * w);
}
