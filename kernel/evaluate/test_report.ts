import type { Report, ReportPlugin } from "../contract/report.ts";
import type { Finding } from "../contract/result.ts";

/** A finding in a hand-made report: its own fields, the rest filled in. */
export type OwnFields = Partial<Finding> & { readonly kind: string };

let counter = 0;

/** A finding of a hand-made report. */
export function finding(own: OwnFields): Finding {
  const columns = own.columns ?? (typeof own.column === "string" ? [own.column] : []);
  return {
    id: (++counter).toString(16).padStart(16, "0"),
    measurement_type: "measured",
    score: 1,
    ...own,
    columns,
    evidence: {
      dataset_version_id: "0".repeat(16),
      row_ranges: [{ start: 0, end: 100 }],
      columns,
      query: "SELECT 1",
      ...own.evidence,
    },
  };
}

/** A step of a hand-made report. */
export function step(own: Partial<ReportPlugin> = {}): ReportPlugin {
  return {
    name: "A plugin",
    type: "analysis",
    version: "1.0.0",
    code_hash: "0".repeat(64),
    settings: {},
    settings_hash: "0".repeat(64),
    status: "ok",
    summary: "",
    metrics: {},
    findings: [],
    artifacts: [],
    budget: { row_limit: null, sampled: false },
    error: null,
    references: [],
    ...own,
  };
}

/** A report of these steps over one dataset of 100 rows. */
export function reportOf(plugins: Readonly<Record<string, ReportPlugin>>): Report {
  return {
    schema_version: "1.0",
    run_key: "0".repeat(64),
    seed: 0,
    status: "completed",
    network_allowed: false,
    inputs: [{ filename: "series.csv", sha256: "0".repeat(64) }],
    datasets: [{ version_id: "0".repeat(16), sha256: "0".repeat(64), rows: 100, columns: [] }],
    plan: [],
    plugins,
    errors: [],
  };
}
