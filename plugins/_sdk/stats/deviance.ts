// The deviance term of Loader 2000, "Fast and accurate computation of binomial probabilities"
import { log1pMinusX } from "./log_1p_minus_x.ts";

/**
 * a log(a / m) + m − a ≥ 0, accurate where m is near a: the exponent of Poisson, gamma and beta
 * densities once their saddle point is taken out.
 *
 * @param a positive
 * @param m positive
 * @param difference m − a, from the caller, who often has it with less rounding
 */
export function deviance(a: number, m: number, difference: number): number {
  const relative = difference / a;
  if (relative > 1.6) return difference - a * Math.log1p(relative);
  return relative > -0.6 ? -a * log1pMinusX(relative) : a * Math.log(a / m) + difference;
}
