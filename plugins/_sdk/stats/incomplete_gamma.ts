// Series and continued fraction: Abramowitz & Stegun 6.5.29 and 6.5.31, the fraction by the method
// of Lentz 1976, doi:10.1364/AO.15.000668; prefactor by Loader's saddle point (deviance.ts)
import { SQRT_TWO_PI } from "./constants.ts";
import { deviance } from "./deviance.ts";
import { log1pMinusX } from "./log_1p_minus_x.ts";
import { logGamma1p } from "./log_gamma.ts";
import { stirlingError } from "./stirling_error.ts";
import { tailIntegral } from "./tail_integral.ts";

const LARGE = 1e5;
const EPSILON = 1e-17;

/** Regularised lower incomplete gamma function P(a, x); NaN unless a > 0 (finite) and x ≥ 0. */
export function gammaP(a: number, x: number): number {
  return incompleteGamma(a, x, false, false);
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), without the cancellation. */
export function gammaQ(a: number, x: number): number {
  return incompleteGamma(a, x, true, false);
}

/**
 * P or Q, or their logarithms, each to full relative accuracy.
 *
 * @param a shape, positive and finite
 * @param x at least 0
 * @param upper Q instead of P
 * @param log the logarithm, which stays finite where the value underflows
 */
export function incompleteGamma(a: number, x: number, upper: boolean, log: boolean): number {
  if (!(a > 0 && a < Infinity && x >= 0)) return NaN;
  if (x === 0 || x === Infinity) return certain(upper === (x === 0), log);
  if (a < 1 && x <= 1) return smallShape(a, x, upper, log);

  // The tail on x's side of the middle is computed, the other is the rest.
  const direct = x >= a || a < 1;
  const factor = tailFactor(a, x, direct);
  const exponent = poissonExponent(a, x);
  const root = SQRT_TWO_PI * Math.sqrt(a);
  return oneTail(exponent, (a < 1 ? 1 : 1 / root) * factor, upper === direct, log);
}

/** log of x^a e^−x / Γ(a + 1), for a ≥ 1 without its factor 1/√(2πa). */
export function poissonExponent(a: number, x: number): number {
  if (a < 1) return a * Math.log(x) - x - logGamma1p(a);
  return -deviance(a, x, x - a) - stirlingError(a);
}

/** Tail or its rest from exp(exponent) · factor, whose first part may underflow alone. */
export function oneTail(exponent: number, factor: number, same: boolean, log: boolean): number {
  const logTail = exponent + Math.log(factor);
  if (log && same) return logTail;
  const tail = exponent > -700 ? Math.exp(exponent) * factor : Math.exp(logTail);
  if (same) return Math.min(1, tail);
  return log ? Math.log1p(-Math.min(1, tail)) : Math.max(0, 1 - tail);
}

/** 1 or 0, or the logarithm. */
export function certain(yes: boolean, log: boolean): number {
  if (log) return yes ? 0 : -Infinity;
  return yes ? 1 : 0;
}

/** Q (if upper) or P, divided by x^a e^−x / Γ(a + 1). */
function tailFactor(a: number, x: number, upper: boolean): number {
  if (a > LARGE && Math.abs(x - a) < 0.5 * a) {
    const sign = upper ? 1 : -1;
    const slope = sign * ((x - a + 1) / x);
    return (a / x) * tailIntegral(
      (s) => slope * s - (a - 1) * log1pMinusX(sign * s / x),
      1 / (Math.abs(slope) + Math.sqrt(a) / x),
      upper ? Infinity : x,
    );
  }
  return upper ? a / fraction(a, x) : series(a, x);
}

/** Σ xⁿ / ((a + 1) … (a + n)), for x < a. */
function series(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > EPSILON * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** x + 1 − a + 1(a − 1)/(x + 3 − a + 2(a − 2)/(x + 5 − a + …)), for x ≥ a, or x > 1 > a. */
function fraction(a: number, x: number): number {
  let b = x - a + 1;
  let value = b;
  let c = b;
  let d = 0;
  for (let m = 1; m < 100_000; m++) {
    const numerator = m * (a - m);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    const ratio = c * d;
    value *= ratio;
    if (Math.abs(ratio - 1) < 2e-16) break;
  }
  return value;
}

/**
 * a < 1 and x ≤ 1, where Q can be small although x is below the middle: P = u (1 + a·s) with
 * log u of the order of a, so that 1 − u comes from expm1.
 */
function smallShape(a: number, x: number, upper: boolean, log: boolean): number {
  const logU = a * Math.log(x) - logGamma1p(a);
  let sum = 0;
  let term = 1;
  for (let n = 1; Math.abs(term) > EPSILON; n++) {
    term *= -x / n;
    sum += term / (a + n);
  }
  return complementPair(logU, a * sum, upper, log);
}

/** u (1 + s) or 1 − u (1 + s), or the logarithm by way of the smaller one, for s ≈ 0. */
export function complementPair(logU: number, s: number, upper: boolean, log: boolean): number {
  const u = Math.exp(logU);
  const lower = u * (1 + s);
  const rest = -Math.expm1(logU) - u * s;
  if (!log) return upper ? rest : lower;
  if (upper) return rest < 0.5 ? Math.log(rest) : Math.log1p(-lower);
  return lower < 0.5 ? logU + Math.log1p(s) : Math.log1p(-rest);
}
