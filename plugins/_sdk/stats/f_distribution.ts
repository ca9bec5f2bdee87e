// Johnson, Kotz & Balakrishnan 1995, Continuous Univariate Distributions 2, chapter 27
import { betaOdds } from "./beta_odds.ts";
import { binomialExponent, binomialRoot, incompleteBeta } from "./incomplete_beta.ts";

/**
 * Density of F with df1 and df2 degrees of freedom; NaN unless both are positive and finite.
 *
 * With a = df1/2, b = df2/2 and the odds r = df1·f / df2, X = r/(1 + r) is beta(a, b); its excess
 * a(1 − x) − bx is df1·df2·(1 − f) / 2(df2 + df1·f), free of cancellation.
 */
export function fPdf(f: number, df1: number, df2: number): number {
  if (!(f > 0 && f < Infinity && valid(df1) && valid(df2))) return atEdge(f, df1, df2);
  const { x, y, excess } = locate(f, df1, df2);
  const root = binomialRoot(df1 / 2, df2 / 2);
  return Math.exp(binomialExponent(x, y, excess, df1 / 2, df2 / 2)) * (root / f);
}

/** Logarithm of the density. */
export function fLogPdf(f: number, df1: number, df2: number): number {
  if (!(f > 0 && f < Infinity && valid(df1) && valid(df2))) return Math.log(atEdge(f, df1, df2));
  const { x, y, excess } = locate(f, df1, df2);
  const root = binomialRoot(df1 / 2, df2 / 2);
  return binomialExponent(x, y, excess, df1 / 2, df2 / 2) + Math.log(root) - Math.log(f);
}

/** P(X ≤ f). */
export function fCdf(f: number, df1: number, df2: number): number {
  return tail(f, df1, df2, false, false);
}

/** log P(X ≤ f). */
export function fLogCdf(f: number, df1: number, df2: number): number {
  return tail(f, df1, df2, false, true);
}

/** P(X > f): the p-value of an F statistic. */
export function fSurvival(f: number, df1: number, df2: number): number {
  return tail(f, df1, df2, true, false);
}

/** log P(X > f). */
export function fLogSurvival(f: number, df1: number, df2: number): number {
  return tail(f, df1, df2, true, true);
}

/** f with P(X ≤ f) = p; NaN unless 0 ≤ p ≤ 1. */
export function fQuantile(p: number, df1: number, df2: number): number {
  return betaOdds(p, df1 / 2, df2 / 2, false) * (df2 / df1);
}

/** f with P(X > f) = q; NaN unless 0 ≤ q ≤ 1. */
export function fUpperQuantile(q: number, df1: number, df2: number): number {
  return betaOdds(q, df1 / 2, df2 / 2, true) * (df2 / df1);
}

function tail(f: number, df1: number, df2: number, upper: boolean, log: boolean): number {
  const { x, y, excess } = locate(f < 0 ? 0 : f, df1, df2);
  return incompleteBeta(x, y, excess, df1 / 2, df2 / 2, upper, log);
}

function locate(f: number, df1: number, df2: number): { x: number; y: number; excess: number } {
  const odds = f * (df1 / df2);
  // 1/(1 + 1/odds) would lose nothing either, but odds may be ∞.
  const x = odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds);
  const y = 1 / (1 + odds);
  return { x, y, excess: f < Infinity ? 0.5 * df1 * (1 - f) * y : -0.5 * df2 };
}

function valid(df: number): boolean {
  return df > 0 && df < Infinity;
}

function atEdge(f: number, df1: number, df2: number): number {
  if (!valid(df1) || !valid(df2) || f !== f) return NaN;
  if (f !== 0 || df1 > 2) return 0;
  return df1 < 2 ? Infinity : 1;
}
