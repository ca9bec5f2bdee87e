// Westfall & Young 1993, "Resampling-based multiple testing", single-step max-T; algorithm as in
// Dudoit, Shaffer & Boldrick 2003, doi:10.1214/ss/1056397487
import { badArgument } from "./errors.ts";
import { isMissing } from "./is_missing.ts";
import { permutationPValue, reaches } from "./permutation_p_value.ts";

/** What `maxT()` finds, one value a hypothesis unless said otherwise. */
export interface MaxT {
  /** p-values adjusted for all hypotheses together: the family-wise error rate is at its level. */
  adjusted: Float64Array<ArrayBuffer>;
  /** Each hypothesis by itself. */
  unadjusted: Float64Array<ArrayBuffer>;
  /** The largest statistic of each permutation. */
  maxima: Float64Array<ArrayBuffer>;
}

/**
 * Westfall–Young p-values by the permutation distribution of the largest statistic.
 *
 * @param observed m statistics, comparable with each other, large ones evidence; NaN marks a test
 *   that was not made: it takes no part and its p-values are NaN
 * @param permutations B, an integer ≥ 1
 * @param permute writes the m statistics of permutation b into `out`; one permutation of the rows
 *   must serve all hypotheses, or their dependence is lost
 * @throws StatsError E_STATS_ARGUMENT when B is not such an integer or a statistic is NaN on a
 *   permutation
 */
export function maxT(
  observed: Float64Array,
  permutations: number,
  permute: (b: number, out: Float64Array) => void,
): MaxT {
  if (!(permutations >= 1 && Number.isInteger(permutations))) {
    throw badArgument("maxT()", `permutations is ${permutations}`, "pass an integer from 1");
  }
  const m = observed.length;
  const thresholds = Float64Array.from(observed, reaches);
  const reached = new Uint32Array(m);
  const maxima = new Float64Array(permutations);
  const statistics = new Float64Array(m);
  for (let b = 0; b < permutations; b++) {
    statistics.fill(NaN);
    permute(b, statistics);
    let largest = -Infinity;
    for (let j = 0; j < m; j++) {
      if (isMissing(observed[j]!)) continue;
      const statistic = statistics[j]!;
      if (isMissing(statistic)) {
        throw badArgument(
          "maxT()",
          `statistic ${j} of permutation ${b} is NaN`,
          "give a permutation without evidence the smallest value that the statistic takes",
        );
      }
      if (statistic >= thresholds[j]!) reached[j] = reached[j]! + 1;
      if (statistic > largest) largest = statistic;
    }
    maxima[b] = largest;
  }
  return {
    adjusted: Float64Array.from(observed, (t) => permutationPValue(t, maxima)),
    unadjusted: Float64Array.from(
      reached,
      (count, j) => isMissing(observed[j]!) ? NaN : (1 + count) / (1 + permutations),
    ),
    maxima,
  };
}
