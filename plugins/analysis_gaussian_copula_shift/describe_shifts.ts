import { count, formatNumber } from "harness/sdk";
import type { TestedPair } from "./shift_finding.ts";
import type { Segments } from "./segment_rows.ts";

/** That the settings allow. */
const MOST_PERMUTATIONS = 99_999;

/** What the summary is made of. */
export interface ShiftsDescription {
  readonly segments: Segments;
  readonly best: TestedPair | undefined;
  readonly shifts_total: number;
  readonly tested: number;
  /** Columns and pairs that could not be compared. */
  readonly refused: number;
  readonly left_out: number;
  readonly control: "family" | "fdr";
  readonly alpha: number;
  /** Of every pair, and the most of one. */
  readonly permutations_first: number;
  readonly permutations: number;
  /** Rows that were compared when the table was sampled, else null. */
  readonly sampled: number | null;
}

/** The plugin's summary: what was found, then how, then what was not done. */
export function describeShifts(about: ShiftsDescription): string {
  const { segments, best, shifts_total, tested, refused, left_out, alpha } = about;
  const said: string[] = [];
  if (tested === 0) {
    said.push("No pair of columns could be compared");
  } else {
    const drawn = about.permutations_first === about.permutations
      ? String(about.permutations)
      : `${about.permutations_first} to ${about.permutations}`;
    const level = about.control === "family" ? "family-wise p" : "q";
    said.push(
      `${
        shifts_total === 0
          ? "No pair of columns changed its dependence"
          : `${count(shifts_total, "pair")} of columns changed ${
            shifts_total === 1 ? "its" : "their"
          } dependence`
      } between ${segments.before_is} and ${segments.after_is} (${count(tested, "pair")} tested, ` +
        `${level} ≤ ${alpha}, ${drawn} permutations)`,
    );
  }
  if (best !== undefined) {
    said.push(
      `The clearest: ${best.pair[0]} and ${best.pair[1]}, correlation ` +
        `${formatNumber(best.before)} before, ${formatNumber(best.after)} after`,
    );
  }
  const advice = tested > 0 ? adviceOnPermutations(about) : null;
  if (advice !== null) said.push(advice);
  if (refused > 0) {
    said.push(`${count(refused, "column or pair", "columns or pairs")} could not be compared`);
  }
  if (left_out > 0) said.push(`${count(left_out, "column")} left out as id, time or beyond limit`);
  if (about.sampled !== null) {
    said.push(`The table was sampled: ${count(about.sampled, "row")} were compared`);
  }
  return `${said.join(". ")}.`;
}

/** What to set where so few permutations could not have found one changed pair; else null. */
function adviceOnPermutations(about: ShiftsDescription): string | null {
  const { alpha, control, tested } = about;
  if (control === "family") {
    const drawn = about.permutations_first;
    if (1 <= alpha * (drawn + 1)) return null;
    return `With ${drawn} permutations of every pair none can reach a family-wise p ≤ ${alpha}: ` +
      advised("n_permutations", 2 / alpha, "raise alpha");
  }
  const drawn = about.permutations;
  if (tested <= alpha * (drawn + 1)) return null;
  return `With ${drawn} permutations a single pair of ${tested} cannot reach q ≤ ${alpha}: ` +
    `${advised("max_permutations", 2 * tested / alpha, "name fewer columns")}, ` +
    "or set control to family";
}

function advised(setting: string, permutations: number, otherwise: string): string {
  const enough = Math.ceil(permutations);
  return enough <= MOST_PERMUTATIONS ? `set ${setting} to ${enough}` : otherwise;
}
