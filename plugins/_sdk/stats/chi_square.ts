import {
  gammaCdf,
  gammaLogCdf,
  gammaLogPdf,
  gammaLogSurvival,
  gammaPdf,
  gammaQuantile,
  gammaSurvival,
  gammaUpperQuantile,
} from "./gamma_distribution.ts";

/** Density of χ² with df > 0 degrees of freedom; NaN for other df. */
export function chiSquarePdf(x: number, df: number): number {
  return 0.5 * gammaPdf(0.5 * x, 0.5 * df);
}

/** Logarithm of the density. */
export function chiSquareLogPdf(x: number, df: number): number {
  return gammaLogPdf(0.5 * x, 0.5 * df) - Math.LN2;
}

/** P(X ≤ x). */
export function chiSquareCdf(x: number, df: number): number {
  return gammaCdf(0.5 * x, 0.5 * df);
}

/** log P(X ≤ x). */
export function chiSquareLogCdf(x: number, df: number): number {
  return gammaLogCdf(0.5 * x, 0.5 * df);
}

/** P(X > x): the p-value of a χ² statistic. */
export function chiSquareSurvival(x: number, df: number): number {
  return gammaSurvival(0.5 * x, 0.5 * df);
}

/** log P(X > x). */
export function chiSquareLogSurvival(x: number, df: number): number {
  return gammaLogSurvival(0.5 * x, 0.5 * df);
}

/** x with P(X ≤ x) = p; NaN unless 0 ≤ p ≤ 1. */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, 0.5 * df);
}

/** x with P(X > x) = q; NaN unless 0 ≤ q ≤ 1. */
export function chiSquareUpperQuantile(q: number, df: number): number {
  return 2 * gammaUpperQuantile(q, 0.5 * df);
}
