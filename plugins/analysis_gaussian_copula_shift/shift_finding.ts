import { type PluginFinding, rowRanges } from "harness/sdk";
import type { PairShift } from "./pair_shifts.ts";
import type { Segments } from "./segment_rows.ts";

/** A tested pair with the names of its columns. */
export interface TestedPair {
  readonly pair: readonly [string, string];
  readonly before: number;
  readonly after: number;
  /** after − before. */
  readonly delta: number;
  readonly z: number;
  readonly rows_before: number;
  readonly rows_after: number;
  readonly p_value: number;
  /** Behind `p_value`. */
  readonly permutations: number;
  readonly p_value_family: number;
  readonly q_value: number;
}

/** Rows this alike make a permutation p-value too small to take at its word. */
const NOTABLE_AUTOCORRELATION = 0.2;

/** Names a tested pair's columns and sets its q-value beside it. */
export function testedPair(
  shift: PairShift,
  names: readonly string[],
  q_value: number,
): TestedPair {
  const { before, after, z, n_before, n_after } = shift;
  return {
    pair: [names[shift.a]!, names[shift.b]!],
    before: before!,
    after: after!,
    delta: after! - before!,
    z: z!,
    rows_before: n_before,
    rows_after: n_after,
    p_value: shift.p_value!,
    permutations: shift.permutations!,
    p_value_family: shift.p_value_family!,
    q_value,
  };
}

/** Largest shift first; of equals by the columns' names. */
export function bestFirst(a: TestedPair, b: TestedPair): number {
  return Math.abs(b.z) - Math.abs(a.z) || compare(a.pair[0], b.pair[0]) ||
    compare(a.pair[1], b.pair[1]);
}

/**
 * The finding of a pair that is taken to have changed.
 * @param tested the pair
 * @param segments what the two parts are
 * @param rows complete rows of the pair, ascending
 * @param row_autocorrelation see productAutocorrelation()
 */
export function shiftFinding(
  tested: TestedPair,
  segments: Segments,
  rows: Int32Array,
  row_autocorrelation: number | null,
): PluginFinding {
  return {
    ...tested,
    kind: "dependence_shift",
    measurement_type: "modeled",
    score: Math.abs(tested.z),
    columns: tested.pair,
    before_is: segments.before_is,
    after_is: segments.after_is,
    row_autocorrelation,
    assumption: assumptionOf(row_autocorrelation),
    assumption_doubted: isDoubted(row_autocorrelation),
    evidence: { row_ranges: rowRanges(rows) },
  };
}

/** Whether rows are so much alike that the p-value is too small. */
function isDoubted(autocorrelation: number | null): boolean {
  return Math.abs(autocorrelation ?? 0) > NOTABLE_AUTOCORRELATION;
}

function assumptionOf(autocorrelation: number | null): string {
  const assumed = "Rows are independent of each other. The p-value is for the same dependence in " +
    "both parts, whatever the columns' own distributions; delta says how their correlation differs.";
  if (!isDoubted(autocorrelation)) return assumed;
  return `${assumed} Here neighbouring rows are alike (lag-1 autocorrelation ` +
    `${autocorrelation!.toFixed(2)} of the scores' products): the p-value is too small.`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
