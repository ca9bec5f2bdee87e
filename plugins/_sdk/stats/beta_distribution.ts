// Johnson, Kotz & Balakrishnan 1995, Continuous Univariate Distributions 2, chapter 25
import { betaOdds } from "./beta_odds.ts";
import { binomialExponent, binomialRoot, excessAt, incompleteBeta } from "./incomplete_beta.ts";

/** Density of the beta distribution at x; NaN unless a and b are positive and finite. */
export function betaPdf(x: number, a: number, b: number): number {
  if (!(x > 0 && x < 1 && valid(a) && valid(b))) return atEdge(x, a, b);
  const y = 1 - x;
  return Math.exp(binomialExponent(x, y, excessAt(x, a, b), a, b)) * (binomialRoot(a, b) / x / y);
}

/** Logarithm of the density. */
export function betaLogPdf(x: number, a: number, b: number): number {
  if (!(x > 0 && x < 1 && valid(a) && valid(b))) return Math.log(atEdge(x, a, b));
  const y = 1 - x;
  return binomialExponent(x, y, excessAt(x, a, b), a, b) + Math.log(binomialRoot(a, b)) -
    Math.log(x) - Math.log1p(-x);
}

/** P(X ≤ x). */
export function betaCdf(x: number, a: number, b: number): number {
  return tail(x, a, b, false, false);
}

/** log P(X ≤ x). */
export function betaLogCdf(x: number, a: number, b: number): number {
  return tail(x, a, b, false, true);
}

/** P(X > x). */
export function betaSurvival(x: number, a: number, b: number): number {
  return tail(x, a, b, true, false);
}

/** log P(X > x). */
export function betaLogSurvival(x: number, a: number, b: number): number {
  return tail(x, a, b, true, true);
}

/** x with P(X ≤ x) = p; NaN unless 0 ≤ p ≤ 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  return fromOdds(betaOdds(p, a, b, false));
}

/** x with P(X > x) = q; NaN unless 0 ≤ q ≤ 1. */
export function betaUpperQuantile(q: number, a: number, b: number): number {
  return fromOdds(betaOdds(q, a, b, true));
}

function tail(x: number, a: number, b: number, upper: boolean, log: boolean): number {
  const inside = x < 0 ? 0 : x > 1 ? 1 : x;
  return incompleteBeta(inside, 1 - inside, excessAt(inside, a, b), a, b, upper, log);
}

function fromOdds(odds: number): number {
  return odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds);
}

function valid(shape: number): boolean {
  return shape > 0 && shape < Infinity;
}

function atEdge(x: number, a: number, b: number): number {
  if (!valid(a) || !valid(b) || x !== x) return NaN;
  if (x < 0 || x > 1) return 0;
  const [own, other] = x === 0 ? [a, b] : [b, a];
  if (own > 1) return 0;
  return own < 1 ? Infinity : other;
}
