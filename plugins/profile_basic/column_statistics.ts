import type { ColumnType, Role } from "harness/sdk";
import type { ValueCount } from "./keep_top.ts";
import type { Bins } from "./sorted_histogram.ts";

/** A cell's value as it stands in columns.json: integers beyond 2^53 and times are texts. */
export type Shown = number | string | boolean;

/** Statistics of an int64 or float64 column; null where too few values leave one undefined. */
export interface NumericStatistics {
  readonly mean: number | null;
  /** Divisor n − 1. */
  readonly sd: number | null;
  /** m3 / m2^(3/2), divisor n. */
  readonly skewness: number | null;
  /** m4 / m2² − 3, divisor n. */
  readonly kurtosis: number | null;
  readonly zeros: number;
  readonly negatives: number;
  /** Likeness of neighbouring rows, −1 to 1; a missing value keeps its place. */
  readonly autocorrelation_1: number | null;
  readonly histogram: Bins;
}

/** Statistics of a text column; lengths in characters (code points). */
export interface TextStatistics {
  readonly min_length: number;
  readonly max_length: number;
  readonly mean_length: number;
  /** Cells that are there but have no characters. */
  readonly empty: number;
}

/** What is measured of a column's values, whatever their type. */
export interface Measured {
  readonly distinct: number;
  /** Standard error of `distinct` relative to it; 0 when it was counted exactly. */
  readonly distinct_error: number;
  readonly min: Shown | null;
  readonly max: Shown | null;
  /** Values at the probabilities of `QUANTILES`, by the probability's text; null for text. */
  readonly quantiles: Readonly<Record<string, Shown | null>> | null;
  readonly numeric: NumericStatistics | null;
  readonly text: TextStatistics | null;
  /** Most frequent first. */
  readonly top_values: readonly ValueCount<Shown>[];
}

/** A column's entry in columns.json. */
export interface ColumnStatistics extends Measured {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: Role;
  readonly tags: readonly string[];
  readonly rows: number;
  readonly missing: number;
}

/** Probabilities of the quantiles in every profile. */
export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** What a column's role and its findings are judged by, beside its statistics. */
export interface ColumnFacts {
  /** Every present value is the one before plus one, or minus one, in row order. */
  readonly counts_up: boolean;
  /** No value is below the one before, in row order; at least two values. */
  readonly ascending: boolean;
  readonly least: number;
  readonly greatest: number;
  /** How often the rarest and the most frequent value occur; 0 when there are many values. */
  readonly rarest: number;
  readonly commonest: number;
}

/**
 * A number as JSON holds it: null for NaN and infinities.
 * @param x
 */
export function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
