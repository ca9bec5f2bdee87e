import { quantiles } from "./quantiles.ts";

/**
 * Exact sample quantile of the values present, type 7 of Hyndman & Fan 1996
 * (doi:10.1080/00031305.1996.10473566): linear between order statistics at (n − 1)q.
 *
 * @param values left as they are; missing values do not count
 * @param q from 0 (minimum) to 1 (maximum)
 * @returns NaN when no value is present
 * @throws StatsError E_STATS_ARGUMENT when q is outside [0, 1] or NaN
 */
export function quantile(values: Float64Array, q: number): number {
  return quantiles(values, [q])[0]!;
}
