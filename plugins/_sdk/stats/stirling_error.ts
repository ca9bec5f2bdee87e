// Loader 2000, "Fast and accurate computation of binomial probabilities"
import { HALF_LOG_TWO_PI } from "./constants.ts";
import { logGamma } from "./log_gamma.ts";
import { STIRLING_FROM, stirlingSeries } from "./stirling_series.ts";

/**
 * What Stirling's formula leaves out: log Γ(x) − ((x − ½) log x − x + ½ log 2π).
 *
 * @param x positive
 */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return stirlingSeries(x);
  return logGamma(x) - ((x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI);
}
