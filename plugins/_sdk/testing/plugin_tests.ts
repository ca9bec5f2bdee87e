import type { PluginResult } from "../../../kernel/contract/result.ts";
import type { PluginFinding, RowRange } from "../../../kernel/contract/result.ts";
import type { Role } from "../../../kernel/contract/result.ts";
import type { Rng } from "../stats/rng.ts";
import type { TestColumns } from "./build_pack.ts";

/** What a case runs the plugin on. */
export interface TestedInput {
  readonly table: TestColumns;
  /** Over the manifest's defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Roles by column name, as a profile would report them. */
  readonly roles?: Readonly<Record<string, Role>>;
}

/** A table in which there is nothing to find. */
export interface ValidCase extends TestedInput {
  readonly name: string;
  readonly status: PluginResult["status"];
  /** Columns of every `not_applicable` finding, in order; none when absent. */
  readonly not_applicable?: readonly (readonly string[])[];
}

/** A number that may be off. */
export interface Near {
  readonly near: number;
  readonly within: number;
}

/**
 * A finding as it must be: its kind, its rows, and what else is listed. Values are compared
 * exactly; `near()` and regular expressions allow for more.
 */
export interface ExpectedFinding {
  readonly kind: string;
  /** The rows it must cite; `all rows` for one that speaks of whole columns. */
  readonly evidence?:
    | { readonly row_ranges: readonly RowRange[] }
    | { readonly row_ids: readonly number[] }
    | "all rows";
  readonly [field: string]: unknown;
}

/** A table in which there is something to find. */
export interface FindingsCase extends TestedInput {
  readonly name: string;
  /** All findings, best first. */
  readonly expect: readonly ExpectedFinding[];
  /** Metrics that must be so, among others. */
  readonly metrics?: Readonly<Record<string, unknown>>;
  readonly summary?: RegExp;
}

/** Settings or a table that the plugin must not accept. */
export interface RefusesCase extends TestedInput {
  readonly name: string;
  /** Of the error; E_SETTINGS_INVALID where config.schema.json refuses the settings. */
  readonly code: string;
  readonly message?: RegExp;
}

/** Tables with nothing in them: how often may the plugin find something? */
export interface NullCase {
  readonly name: string;
  readonly table: (rng: Rng) => TestColumns;
  readonly trials: number;
  /** Share of tables with a finding that it promises not to exceed. */
  readonly level: number;
  /** True where it must come up to that level too, so that a test that never rejects fails. */
  readonly exact?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Tables with an effect of stated size: how often must the plugin find it? */
export interface PowerCase {
  readonly name: string;
  readonly table: (rng: Rng) => TestColumns;
  readonly found: (finding: PluginFinding) => boolean;
  readonly trials: number;
  /** Share of tables. */
  readonly at_least: number;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Checks that every plugin gets without asking; each needs a reason to be left out. */
export const GENERIC_CHECKS = [
  "edge tables",
  "missing rows",
  "equal bytes on a rerun",
  "no other randomness",
  "cap on findings",
  "ids are left alone",
  "max_columns",
  "sampling is said",
  "order of columns",
  "order of rows",
  "behind the walls",
] as const;

export type GenericCheck = typeof GENERIC_CHECKS[number];

/** All tests of one plugin. */
export interface PluginTests {
  /** An ordinary table in which the plugin finds something: what the generic checks start from. */
  readonly sample: TestedInput;
  /** Whether the rows may be put in any order without changing what is found. */
  readonly order_of_rows: "matters" | "irrelevant";
  readonly valid: readonly ValidCase[];
  readonly findings: readonly FindingsCase[];
  readonly refuses: readonly RefusesCase[];
  /** Required of a plugin with p-values. */
  readonly null_calibration?: readonly NullCase[];
  readonly power?: readonly PowerCase[];
  readonly skip?: Readonly<Partial<Record<GenericCheck, string>>>;
}

/**
 * A number that may be off by `within`.
 * @param value wanted
 * @param within largest difference, ≥ 0
 */
export function near(value: number, within: number): Near {
  if (!(within >= 0)) throw new BadTestError(`near(${value}, ${within}) allows for nothing`);
  return { near: value, within };
}

/** The test itself is wrong: nothing was run. */
export class BadTestError extends Error {
  override name = "BadTestError";
}
