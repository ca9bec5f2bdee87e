// The idea of DiDonato & Morris 1992, "Algorithm 708", doi:10.1145/131766.131776 (their ALGDIV)
import { log1pMinusX } from "./log_1p_minus_x.ts";
import { STIRLING_COEFFICIENTS, STIRLING_FROM } from "./stirling_series.ts";

/**
 * log(Γ(b + a) / Γ(b)) without the cancellation of two large logarithms, and to relative accuracy
 * as a goes to 0.
 *
 * @param b positive
 * @param a positive, at most about 1
 */
export function logGammaRatio(b: number, a: number): number {
  let shifted = 0;
  while (b < STIRLING_FROM) shifted += Math.log1p(a / b++);
  const log1pRatio = Math.log1p(a / b);
  let change = 0;
  let power = 1 / b;
  for (let k = 0; k < STIRLING_COEFFICIENTS.length; k++) {
    // (a + b)^−m − b^−m, m = 2k + 1
    change += STIRLING_COEFFICIENTS[k]! * power * Math.expm1(-(2 * k + 1) * log1pRatio);
    power /= b * b;
  }
  return b * log1pMinusX(a / b) + (a - 0.5) * log1pRatio + a * Math.log(b) + change - shifted;
}
