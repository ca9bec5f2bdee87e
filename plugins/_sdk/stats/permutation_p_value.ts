// Phipson & Smyth 2010, doi:10.2202/1544-6115.1585: the observed order is one of the permutations
import { badArgument } from "./errors.ts";
import { isMissing } from "./is_missing.ts";

/** The same sum taken in another order differs by this much; such values count as equal. */
const ROUNDING = 1e-12;

/**
 * Permutation p-value (1 + #{T* ≥ T}) / (1 + B); large statistics are evidence.
 *
 * @param observed T; NaN makes the p-value NaN
 * @param permuted the B statistics, each recomputed in full on a permutation
 * @throws StatsError E_STATS_ARGUMENT when a permuted statistic is NaN
 */
export function permutationPValue(observed: number, permuted: Float64Array): number {
  if (isMissing(observed)) return NaN;
  const threshold = reaches(observed);
  let reached = 0;
  for (let b = 0; b < permuted.length; b++) {
    const statistic = permuted[b]!;
    if (isMissing(statistic)) {
      throw badArgument(
        "permutationPValue()",
        `the statistic of permutation ${b} is NaN`,
        "give a permutation without evidence the smallest value that the statistic takes",
      );
    }
    if (statistic >= threshold) reached++;
  }
  return (1 + reached) / (1 + permuted.length);
}

/** The value from which on a permuted statistic counts as T* ≥ T: T less its own rounding. */
export function reaches(observed: number): number {
  return Math.abs(observed) === Infinity ? observed : observed - ROUNDING * Math.abs(observed);
}
