// Prefactor by Loader's saddle point (deviance.ts); continued fraction of DiDonato & Morris 1992,
// doi:10.1145/131766.131776, equation 9, by the method of Lentz 1976, doi:10.1364/AO.15.000668
import { SQRT_TWO_PI } from "./constants.ts";
import { deviance } from "./deviance.ts";
import { certain, complementPair, oneTail } from "./incomplete_gamma.ts";
import { log1pMinusX } from "./log_1p_minus_x.ts";
import { logGamma1p } from "./log_gamma.ts";
import { logGammaRatio } from "./log_gamma_ratio.ts";
import { stirlingError } from "./stirling_error.ts";
import { tailIntegral } from "./tail_integral.ts";

const LARGE = 1e5;

/** Regularised incomplete beta function I_x(a, b); NaN unless 0 ≤ x ≤ 1 and a, b > 0, finite. */
export function betaI(x: number, a: number, b: number): number {
  return incompleteBeta(x, 1 - x, excessAt(x, a, b), a, b, false, false);
}

/** 1 − I_x(a, b), without the cancellation. */
export function betaIUpper(x: number, a: number, b: number): number {
  return incompleteBeta(x, 1 - x, excessAt(x, a, b), a, b, true, false);
}

/**
 * I_x(a, b) or 1 − I_x(a, b), or their logarithms, each to full relative accuracy.
 *
 * @param x in [0, 1]
 * @param y 1 − x, from the caller, who often has it with less rounding
 * @param excess a·y − b·x, from the caller for the same reason: tails for large a and b hang on it
 * @param a positive and finite
 * @param b positive and finite
 * @param upper 1 − I instead of I
 * @param log the logarithm, which stays finite where the value underflows
 */
export function incompleteBeta(
  x: number,
  y: number,
  excess: number,
  a: number,
  b: number,
  upper: boolean,
  log: boolean,
): number {
  if (!(x >= 0 && y >= 0 && a > 0 && a < Infinity && b > 0 && b < Infinity)) return NaN;
  if (x === 0 || y === 0) return certain(upper === (x === 0), log);
  if (a < 1 && x <= 0.7 && b * x <= 1) return smallShape(x, a, b, upper, log);
  if (b < 1 && y <= 0.7 && a * y <= 1) return smallShape(y, b, a, !upper, log);

  // The tail on x's side of the mean is computed, the other is the rest.
  const exponent = binomialExponent(x, y, excess, a, b);
  const root = binomialRoot(a, b);
  const lower = excess >= 0;
  const factor = lower ? tailFactor(x, y, excess, a, b) : tailFactor(y, x, -excess, b, a);
  return oneTail(exponent, root * factor, upper !== lower, log);
}

/** a(1 − x) − bx, rounded once although both products round: Dekker 1971, doi:10.1007/BF01397083. */
export function excessAt(x: number, a: number, b: number): number {
  const ax = a * x;
  const bx = b * x;
  const first = a - ax;
  const second = first - bx;
  const part = first - second;
  const lost = ((a - first) - ax) + ((first - (second + part)) + (part - bx));
  return second + (lost - productError(a, x, ax) - productError(b, x, bx));
}

/** a·b − fl(a·b), exactly, away from overflow. */
function productError(a: number, b: number, product: number): number {
  const splitA = 134217729 * a;
  const aHigh = splitA - (splitA - a);
  const aLow = a - aHigh;
  const splitB = 134217729 * b;
  const bHigh = splitB - (splitB - b);
  const bLow = b - bHigh;
  return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
}

/** log of x^a y^b / B(a, b), without the factor `binomialRoot`. */
export function binomialExponent(
  x: number,
  y: number,
  excess: number,
  a: number,
  b: number,
): number {
  const n = a + b;
  return stirlingError(n) - stirlingError(a) - stirlingError(b) -
    deviance(a, n * x, -excess) - deviance(b, n * y, excess);
}

/** √(ab / 2π(a + b)), without overflow. */
export function binomialRoot(a: number, b: number): number {
  const smaller = Math.min(a, b);
  return Math.sqrt(smaller / (1 + smaller / Math.max(a, b))) / SQRT_TWO_PI;
}

/** I_x(a, b) over x^a y^b / B(a, b), for x at or below the mean. */
function tailFactor(x: number, y: number, excess: number, a: number, b: number): number {
  if (Math.min(a, b) > LARGE && excess < 0.5 * Math.min(a, b)) {
    // Towards 0: t = x − s.
    const slope = (excess - (y - x)) / (x * y);
    const width = Math.sqrt(x * y / (a + b));
    return 1 / (x * y) * tailIntegral(
      (s) => slope * s - (a - 1) * log1pMinusX(-s / x) - (b - 1) * log1pMinusX(s / y),
      1 / (Math.abs(slope) + 1 / width),
      x,
    );
  }
  return 1 / fraction(x, excess, a, b);
}

function fraction(x: number, excess: number, a: number, b: number): number {
  let value = a * (excess + 1) / (a + 1);
  let c = value;
  let d = 0;
  for (let m = 1; m < 100_000; m++) {
    const middle = a + 2 * m - 1;
    const numerator = ((a + m - 1) / middle) * ((a + b + m - 1) / middle) * m * (b - m) * x * x;
    const denominator = m + m * (b - m) * x / middle +
      ((a + m) / (middle + 2)) * (excess + 1 + m * (2 - x));
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const ratio = c * d;
    value *= ratio;
    if (Math.abs(ratio - 1) < 2e-16) break;
  }
  return value;
}

/**
 * a < 1 and x below about 1/b, where 1 − I can be small although x is below the mean: I =
 * u (1 + a·s) with log u of the order of a, so that 1 − u comes from expm1.
 */
function smallShape(x: number, a: number, b: number, upper: boolean, log: boolean): number {
  const logU = a * Math.log(x) + logGammaRatio(b, a) - logGamma1p(a);
  let sum = 0;
  let term = 1;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (n - b) * x / n;
    sum += term / (a + n);
  }
  return complementPair(logU, a * sum, upper, log);
}
