// Student 1908, doi:10.2307/2331554. T² / df are the odds of a beta(½, df/2) variable.
import { betaOdds, logLeadingOdds } from "./beta_odds.ts";
import { incompleteBeta } from "./incomplete_beta.ts";
import { logGammaRatio } from "./log_gamma_ratio.ts";

const LOG_PI = 1.1447298858494002;
/** Squares of anything larger overflow. */
const HUGE = 1e150;

/** Density of t with df > 0 degrees of freedom; NaN for other df. */
export function studentTPdf(t: number, df: number): number {
  return Math.exp(studentTLogPdf(t, df));
}

/** Logarithm of the density. */
export function studentTLogPdf(t: number, df: number): number {
  if (!(df > 0 && df < Infinity)) return NaN;
  const size = Math.abs(t);
  const spread = size > HUGE ? 2 * Math.log(size) - Math.log(df) : Math.log1p(size * size / df);
  return logGammaRatio(df / 2, 0.5) - 0.5 * (Math.log(df) + LOG_PI + (df + 1) * spread);
}

/** P(T ≤ t), each tail to full relative accuracy. */
export function studentTCdf(t: number, df: number): number {
  return t > 0 ? 0.5 + 0.5 * twoSided(t, df, false, false) : 0.5 * twoSided(t, df, true, false);
}

/** log P(T ≤ t). */
export function studentTLogCdf(t: number, df: number): number {
  if (t > 0) return Math.log1p(-0.5 * twoSided(t, df, true, false));
  return twoSided(t, df, true, true) - Math.LN2;
}

/** P(T > t): the one-sided p-value of a t statistic. */
export function studentTSurvival(t: number, df: number): number {
  return studentTCdf(-t, df);
}

/** log P(T > t). */
export function studentTLogSurvival(t: number, df: number): number {
  return studentTLogCdf(-t, df);
}

/** t with P(T ≤ t) = p; NaN unless 0 ≤ p ≤ 1. */
export function studentTQuantile(p: number, df: number): number {
  return p < 0.5 ? -studentTUpperQuantile(p, df) : studentTUpperQuantile(1 - p, df);
}

/** t with P(T > t) = q; NaN unless 0 ≤ q ≤ 1. */
export function studentTUpperQuantile(q: number, df: number): number {
  if (!(q >= 0 && q <= 1 && df > 0 && df < Infinity)) return NaN;
  if (q > 0.5) return -studentTUpperQuantile(1 - q, df);
  if (q === 0) return Infinity;
  // Near the middle the probability of the centre, 1 − 2q, is the exact one.
  if (q > 0.25) return Math.sqrt(df * betaOdds(1 - 2 * q, 0.5, df / 2, false));
  const logLeading = logLeadingOdds(2 * q, df / 2, 0.5);
  if (logLeading < -230) return Math.sqrt(df) * Math.exp(-0.5 * logLeading);
  return Math.sqrt(df * betaOdds(2 * q, 0.5, df / 2, true));
}

/** P(|T| > |t|) if `outside`, else P(|T| ≤ |t|). */
function twoSided(t: number, df: number, outside: boolean, log: boolean): number {
  if (!(df > 0 && df < Infinity)) return NaN;
  const size = Math.abs(t);
  if (size > HUGE) return hugeTail(size, df, outside, log);
  const odds = size * size / df;
  const x = odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds);
  const y = 1 / (1 + odds);
  return incompleteBeta(x, y, 0.5 * (1 - size) * (1 + size) * y, 0.5, df / 2, outside, log);
}

/** The leading term, whose relative error is of the order of df / t². */
function hugeTail(size: number, df: number, outside: boolean, log: boolean): number {
  const b = df / 2;
  const logTail = df * (0.5 * Math.log(df) - Math.log(size)) +
    logGammaRatio(b, 0.5) - 0.5 * LOG_PI - Math.log(b);
  if (outside) return log ? logTail : Math.exp(logTail);
  return log ? Math.log1p(-Math.exp(logTail)) : -Math.expm1(logTail);
}
