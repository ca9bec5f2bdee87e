import type { PluginFinding } from "harness/sdk";
import type { TableSummary } from "./read_table.ts";

/** What reading a file came to, whatever its format. */
export interface IngestOutcome {
  readonly table: TableSummary;
  readonly format: "csv" | "xlsx" | "json" | "ndjson";
  /** Decisions and counts of this format, for the metrics. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Findings, most important first. */
  readonly findings: readonly PluginFinding[];
  /** Whether rows were left out because of `max_rows`. */
  readonly truncated: boolean;
}
