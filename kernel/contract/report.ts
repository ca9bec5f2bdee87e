import type { PluginType, Reference } from "./manifest.ts";
import type { ColumnType } from "./dataset.ts";
import type { ArtifactRecord, Budget, Finding, PlanEntry, Role, StepStatus } from "./result.ts";

/** Version of report.json; also in `schemas/report.schema.json`'s $id. */
export const REPORT_SCHEMA_VERSION = "1.0";

/** Why a step or a run failed; paths are replaced by INPUT and BUNDLE. */
export interface ReportError {
  readonly code: string;
  readonly message: string;
}

/** A run's error, with the plugin it belongs to when there is one. */
export interface RunError extends ReportError {
  readonly plugin_id: string | null;
}

export interface ReportColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: Role | null;
  readonly missing: number;
}

export interface ReportDataset {
  readonly version_id: string;
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly ReportColumn[];
}

/** One step's entry; a function of its own inputs only. */
export interface ReportPlugin {
  readonly name: string;
  readonly type: PluginType;
  readonly version: string;
  readonly code_hash: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly settings_hash: string;
  readonly status: StepStatus;
  readonly summary: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly budget: Budget | null;
  readonly error: ReportError | null;
  readonly references: readonly Reference[];
}

/** A plan entry with who decided: the planner, the user's own choice, or a dependency. */
export interface ReportPlanEntry extends PlanEntry {
  readonly decided_by: "planner" | "user" | "dependency";
}

export type RunStatus = "completed" | "partial" | "failed";

/** report.json: only what is a function of the inputs. No time, host, path or random id. */
export interface Report {
  readonly schema_version: typeof REPORT_SCHEMA_VERSION;
  readonly run_key: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** True when the developer override opened the network; such a report is not to be trusted. */
  readonly network_allowed: boolean;
  readonly inputs: readonly { readonly filename: string; readonly sha256: string }[];
  readonly datasets: readonly ReportDataset[];
  readonly plan: readonly ReportPlanEntry[];
  /** Ingest, profile, planner, transform and analysis steps by plugin id. */
  readonly plugins: Readonly<Record<string, ReportPlugin>>;
  readonly errors: readonly RunError[];
}
