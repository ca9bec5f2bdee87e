import { pairName, type Target, TARGET_SORTS, type TargetSort } from "./match_target.ts";
import type { ScoreEntry, TruthSpec } from "./truth_schema.ts";

/** An entry of one of the four lists of things to be found. */
export type HitEntry = { readonly [K in TargetSort]: NonNullable<TruthSpec[K]>[number] };

/** An entry of whichever list, read by names that not every list has. */
type Named = Partial<
  & HitEntry["changepoints"]
  & HitEntry["anomalies"]
  & HitEntry["features"]
  & HitEntry["dependence_shift_pairs"]
>;

/** What an entry of the lists, or of `scores`, says should be found. */
export function targetOf(of: TargetSort, entry: HitEntry[TargetSort] | ScoreEntry): Target {
  const { plugin_id, where, column, target, margin, at, rows, names, pairs }: Named = entry;
  return {
    of,
    plugin_id,
    where,
    about: column ?? target,
    expected: at ?? rows ?? names ?? (pairs ?? []).map(pairName),
    margin: margin ?? 0,
  };
}

/** All that a truth file says should be found, in its four lists and its scores. */
export function targetsOf(spec: TruthSpec): Target[] {
  const listed = TARGET_SORTS.flatMap((of) => {
    const entries: readonly HitEntry[TargetSort][] = spec[of] ?? [];
    return entries.map((entry) => targetOf(of, entry));
  });
  return [...listed, ...(spec.scores ?? []).map((entry) => targetOf(entry.of, entry))];
}
