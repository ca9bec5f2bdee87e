// Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x
import { badArgument } from "./errors.ts";
import { isMissing } from "./is_missing.ts";
import { radixArgsort } from "./radix_argsort.ts";

/**
 * Adjusted p-values (q-values) of the step-up procedure: rejecting those with q ≤ α keeps the
 * false discovery rate at or below α for independent (or positively dependent) tests.
 *
 * @param pValues m p-values; NaN marks a test that was not made, which does not count in m
 * @returns m q-values in the same order, NaN where the p-value is
 * @throws StatsError E_STATS_ARGUMENT when a p-value is outside [0, 1]
 */
export function benjaminiHochberg(pValues: Float64Array): Float64Array<ArrayBuffer> {
  let made = 0;
  for (let i = 0; i < pValues.length; i++) {
    const p = pValues[i]!;
    if (isMissing(p)) continue;
    if (!(0 <= p && p <= 1)) {
      throw badArgument("benjaminiHochberg()", `p-value ${i} is ${p}`, "pass numbers from 0 to 1");
    }
    made++;
  }
  const order = radixArgsort(pValues);
  const q = new Float64Array(pValues.length).fill(NaN);
  let smallest = 1;
  for (let rank = made; rank > 0; rank--) {
    const i = order[rank - 1]!;
    smallest = Math.min(smallest, pValues[i]! * (made / rank));
    q[i] = smallest;
  }
  return q;
}
