import type { Finding, Report, ReportPlugin } from "harness/sdk";

/** A hash-like constant: 64 hex digits that say nothing. */
export function fakeHash(digit: string): string {
  return digit.repeat(64);
}

const DATASET = { version_id: "0123456789abcdef", sha256: fakeHash("1") };

/** A finding with the fields every finding has; `about` adds or replaces any. */
export function exampleFinding(about: Partial<Finding> & { readonly kind: string }): Finding {
  return {
    id: "00000000000000aa",
    measurement_type: "measured",
    score: 1,
    columns: ["flow"],
    evidence: {
      dataset_version_id: DATASET.version_id,
      row_ranges: [{ start: 0, end: 28 }],
      columns: ["flow"],
      query: 'SELECT row_index, "flow" FROM data WHERE row_index >= 0 AND row_index < 28',
    },
    ...about,
  };
}

/** A step that worked and found nothing; `about` adds or replaces any field. */
export function examplePlugin(about: Partial<ReportPlugin> = {}): ReportPlugin {
  return {
    name: "Scan statistics",
    type: "analysis",
    version: "1.0.0",
    code_hash: fakeHash("2"),
    settings: { columns: null, n_permutations: 999 },
    settings_hash: fakeHash("3"),
    status: "ok",
    summary: "Looked at 2 columns.",
    metrics: {},
    findings: [],
    artifacts: [],
    budget: null,
    error: null,
    references: [],
    ...about,
  };
}

const SCAN = examplePlugin({
  summary: "Scanned 3 columns for a segment whose mean differs; 2 of them have one.",
  metrics: { columns_tested: 3, clusters_total: 2, largest_llr: 37.28411908 },
  references: [{
    authors: "Kulldorff, M., Huang, L., Konty, K.",
    year: 2009,
    title: "A scan statistic for continuous data based on the normal probability model",
    doi: "10.1186/1476-072X-8-58",
  }],
  artifacts: [{
    name: "segments.json",
    media_type: "application/json",
    description: "Every window that was kept, per column",
    bytes: 18233,
    sha256: fakeHash("4"),
  }],
  findings: [
    exampleFinding({
      id: "00000000000000a1",
      kind: "cluster",
      score: 37.28411908,
      column: "flow",
      start: 0,
      end: 28,
      mean_inside: 1097.75,
      mean_outside: 849.9722222,
      p_value: 0.001,
      q_value: 0.003,
    }),
    exampleFinding({
      id: "00000000000000a2",
      kind: "cluster",
      score: 6.1,
      columns: ["rain fall"],
      column: "rain fall",
      start: 60,
      end: 71,
      mean_inside: 0.00021,
      mean_outside: 0.4,
      p_value: 0.031,
      q_value: 0.0465,
      evidence: {
        dataset_version_id: DATASET.version_id,
        row_ranges: [{ start: 60, end: 71 }],
        columns: ["rain fall"],
        query: 'SELECT row_index, "rain fall" FROM data WHERE row_index >= 60 AND row_index < 71',
      },
    }),
    exampleFinding({
      id: "00000000000000a3",
      kind: "not_applicable",
      measurement_type: "not_applicable",
      score: null,
      columns: ["gauge"],
      reason: "the column is constant",
    }),
  ],
});

const BOCPD = examplePlugin({
  name: "Bayesian online changepoints",
  version: "1.2.0",
  summary: "One change in flow.",
  settings: { hazard: 0.005 },
  metrics: {
    changepoints_total: 1,
    per_column: [{ name: "flow", changes: 1, log_evidence: -643.2 }],
  },
  references: [{
    authors: "Adams, R. P., MacKay, D. J. C.",
    year: 2007,
    title: "Bayesian online changepoint detection",
    arxiv: "0710.3742",
  }],
  findings: [exampleFinding({
    id: "00000000000000b1",
    kind: "changepoint",
    measurement_type: "modeled",
    assumption: "values are normal within a segment",
    score: 0.97,
    column: "flow",
    index: 28,
    time: 1899,
    prob: 0.97,
    evidence: {
      dataset_version_id: DATASET.version_id,
      row_ids: [28],
      columns: ["flow"],
      query: 'SELECT row_index, "flow" FROM data WHERE row_index IN (28)',
    },
  })],
});

const PROFILE = examplePlugin({
  name: "Basic profile",
  type: "profile",
  summary: "4 columns, 2 of them measures.",
  settings: {},
  metrics: { duplicate_rows: 2, missing_cells: 13 },
  findings: [exampleFinding({
    id: "00000000000000c1",
    kind: "constant_column",
    columns: ["gauge"],
    score: 1,
    value: "Aswan",
    evidence: {
      dataset_version_id: DATASET.version_id,
      columns: ["gauge"],
      query: 'SELECT row_index, "gauge" FROM data',
    },
  })],
});

/** A good report, small enough to read and with a bit of everything. */
export function exampleReport(): Report {
  return {
    schema_version: "1.0",
    run_key: fakeHash("a"),
    seed: 42,
    status: "completed",
    network_allowed: false,
    inputs: [{ filename: "nile.csv", sha256: fakeHash("b") }],
    datasets: [{
      ...DATASET,
      rows: 100,
      columns: [
        { name: "year", type: "int64", role: "timestamp", missing: 0 },
        { name: "flow", type: "float64", role: "measure", missing: 0 },
        { name: "rain fall", type: "float64", role: "measure", missing: 13 },
        { name: "gauge", type: "text", role: "category", missing: 0 },
      ],
    }],
    plan: [
      {
        plugin_id: "analysis_bocpd_gaussian",
        selected: true,
        reason: "2 numeric columns in time order",
        decided_by: "planner",
      },
      {
        plugin_id: "analysis_notears_linear",
        selected: false,
        reason: "needs at least 3 numeric columns, the table has 2",
        decided_by: "planner",
      },
      {
        plugin_id: "analysis_scan_statistics",
        selected: true,
        reason: "2 numeric columns",
        decided_by: "planner",
      },
    ],
    plugins: {
      ingest_tabular: examplePlugin({
        name: "Tables from files",
        type: "ingest",
        summary: "Read 100 rows and 4 columns from a comma-separated file.",
        settings: { delimiter: null },
        metrics: { rows: 100, columns: 4, missing_cells: 13, bytes: 1204 },
      }),
      profile_basic: PROFILE,
      planner_basic: examplePlugin({
        name: "Basic planner",
        type: "planner",
        summary: "Chose 2 of 3 analyses.",
        settings: { deny: [] },
        metrics: { selected: 2 },
      }),
      analysis_scan_statistics: SCAN,
      analysis_bocpd_gaussian: BOCPD,
    },
    errors: [],
  };
}
