/** The parts of a truth file that check something. */
export type Clause =
  | "expected_findings"
  | "forbidden_findings"
  | "expected_metrics"
  | "changepoints"
  | "anomalies"
  | "features"
  | "dependence_shift_pairs"
  | "scores"
  | "evidence"
  | "budgets"
  | "strict";

/** One thing that is not as it was wanted. */
export interface Difference {
  /** Where in the finding or step, as a dotted path. */
  readonly path: string;
  readonly wanted: string;
  readonly found: string;
  /** How far a number is off; null where distance has no meaning. */
  readonly off_by: number | null;
}

/** Something that came close to what was wanted, or that should not be there. */
export interface NearMiss {
  /** What it is: `finding 3f2a… of analysis_scan_statistics`. */
  readonly what: string;
  /** In what it differs; empty when it is itself the fault. */
  readonly differences: readonly Difference[];
}

/** One entry of a truth file, and how it went. */
export interface Check {
  readonly clause: Clause;
  /** The entry in the truth file, as a JSON pointer. */
  readonly pointer: string;
  /** Its place there, 1-based. */
  readonly line: number;
  readonly column: number;
  /** What it checks, in words. */
  readonly title: string;
  readonly passed: boolean;
  readonly wanted: string;
  readonly found: string;
  /** Empty when it passed. */
  readonly near_misses: readonly NearMiss[];
}

/** A truth file applied to a report. Plain data. */
export interface Evaluation {
  /** The truth file's name. */
  readonly file: string;
  readonly run_key: string;
  /** True when there is a check and none failed. */
  readonly passed: boolean;
  readonly passed_count: number;
  readonly failed_count: number;
  /** In the order of the truth file's clauses. */
  readonly checks: readonly Check[];
}

/** What a clause's check is made of before its place in the file is known. */
export type Verdict = Omit<Check, "line" | "column" | "clause" | "pointer">;
