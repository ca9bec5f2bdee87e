import { HALF_LOG_TWO_PI, INVERSE_SQRT_TWO_PI } from "./constants.ts";
import { scaledErfc } from "./erf.ts";
import { normalQuantile } from "./normal_quantile.ts";

/** Density of the standard normal distribution. */
export function normalPdf(x: number): number {
  return INVERSE_SQRT_TWO_PI * halfSquareExp(x);
}

/** Logarithm of the density. */
export function normalLogPdf(x: number): number {
  return -0.5 * x * x - HALF_LOG_TWO_PI;
}

/** P(X ≤ x), to full relative accuracy until it underflows at x = −38.5. */
export function normalCdf(x: number): number {
  return normalSurvival(-x);
}

/** log P(X ≤ x). */
export function normalLogCdf(x: number): number {
  return normalLogSurvival(-x);
}

/** P(X > x), to full relative accuracy until it underflows at x = 38.5. */
export function normalSurvival(x: number): number {
  if (x < 0) return 1 - normalSurvival(-x);
  return x === Infinity ? 0 : 0.5 * halfSquareExp(x) * scaledErfc(x * Math.SQRT1_2);
}

/** log P(X > x). */
export function normalLogSurvival(x: number): number {
  if (x < 1) return Math.log1p(-normalSurvival(-x));
  return Math.log(0.5 * scaledErfc(x * Math.SQRT1_2)) - 0.5 * x * x;
}

/** x with P(X > x) = q; NaN unless 0 ≤ q ≤ 1. For the lower tail see `normalQuantile`. */
export function normalUpperQuantile(q: number): number {
  return -normalQuantile(q);
}

/** exp(−x²/2) from 24 bits of x and the rest, because x² rounds. */
function halfSquareExp(x: number): number {
  const head = Math.fround(x);
  if (Math.abs(head) > 40) return 0;
  return Math.exp(-0.5 * head * head) * Math.exp(0.5 * (head - x) * (head + x));
}
