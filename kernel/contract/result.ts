/** How sure a finding's numbers are: read off the data, or resting on a model. */
export const MEASUREMENT_TYPES = ["measured", "modeled", "not_applicable", "error"] as const;

export type MeasurementType = typeof MEASUREMENT_TYPES[number];

/** Meaning of a column, as a profile plugin sees it. */
export const ROLES = [
  "id",
  "timestamp",
  "measure",
  "category",
  "parameter",
  "text",
  "case_id",
  "activity",
  "resource",
  "queue_time",
  "eligible_time",
  "start_time",
  "end_time",
] as const;

export type Role = typeof ROLES[number];

/** Half-open range of 0-based row numbers. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Evidence as the plugin gives it: rows by number or by range, or none (whole columns). */
export interface PluginEvidence {
  /** Index in the request's `datasets`; 0 when absent. */
  readonly dataset?: number;
  readonly row_ids?: readonly number[];
  readonly row_ranges?: readonly RowRange[];
}

/** What every finding has, as sent and as stored. Own fields of its kind come beside these. */
export interface FindingFields {
  readonly kind: string;
  readonly measurement_type: MeasurementType;
  /** Larger is more notable; findings are ranked by it. Null for what cannot be ranked. */
  readonly score: number | null;
  /** Names of the columns it speaks of. */
  readonly columns: readonly string[];
  readonly p_value?: number | null;
  readonly q_value?: number | null;
  readonly assumption?: string;
  readonly reason?: string;
  readonly [own: string]: unknown;
}

/** A finding as a plugin sends it. */
export interface PluginFinding extends FindingFields {
  readonly evidence?: PluginEvidence;
}

/** What a step's result rests on when it did not use every row. */
export interface Budget {
  readonly row_limit: number | null;
  readonly sampled: boolean;
  readonly [own: string]: unknown;
}

/** One line of the planner's plan; every catalogue id appears exactly once. */
export interface PlanEntry {
  readonly plugin_id: string;
  readonly selected: boolean;
  readonly reason: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What a profile plugin says of one column. */
export interface ColumnProfile {
  readonly name: string;
  readonly role: Role;
  readonly tags: readonly string[];
}

/** A plugin's answer, as sent; validated by the kernel and by the plugin's output.schema.json. */
export interface PluginResult {
  readonly status: "ok" | "skipped";
  /** One or two sentences for a person. */
  readonly summary: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly findings: readonly PluginFinding[];
  readonly budget?: Budget;
  /** Planner only. */
  readonly plan?: readonly PlanEntry[];
  /** Profile only. */
  readonly columns?: readonly ColumnProfile[];
}

/** Evidence as stored: the kernel names the dataset and builds the query. */
export interface Evidence {
  readonly dataset_version_id: string;
  readonly row_ids?: readonly number[];
  readonly row_ranges?: readonly RowRange[];
  readonly columns: readonly string[];
  /** SQL over `data(row_index, …columns)` that returns exactly these rows. */
  readonly query: string;
}

/** A finding as stored and reported. */
export interface Finding extends FindingFields {
  readonly id: string;
  readonly evidence: Evidence;
}

/** A result as stored: canonical, findings ranked and with evidence. */
export interface StoredResult extends Omit<PluginResult, "findings"> {
  readonly findings: readonly Finding[];
  readonly artifacts: readonly ArtifactRecord[];
}

/** One artifact file of a step. */
export interface ArtifactRecord {
  readonly name: string;
  readonly media_type: string;
  readonly description: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How a step ended. Only the kernel decides the last five. */
export const STEP_STATUSES = [
  "ok",
  "skipped",
  "error",
  "timeout",
  "oom",
  "killed",
  "refused",
] as const;

export type StepStatus = typeof STEP_STATUSES[number];

/** Most findings one result may hold. */
export const MAX_FINDINGS = 10_000;
