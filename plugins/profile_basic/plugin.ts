import {
  canonicalJson,
  CHARTS_MEDIA_TYPE,
  type ColumnInfo,
  type ColumnProfile,
  csvLine,
  definePlugin,
  type PluginContext,
  type PluginFinding,
  type PluginResult,
} from "harness/sdk";
import type { ColumnStatistics } from "./column_statistics.ts";
import { ColumnMemory } from "./column_memory.ts";
import { correlateColumns, type Correlated, type Correlations } from "./correlate_columns.ts";
import { describeProfile } from "./describe_profile.ts";
import { duplicateColumns } from "./duplicate_columns.ts";
import { type DuplicateRows, duplicateRows, NO_DUPLICATE_ROWS } from "./duplicate_rows.ts";
import { type ColumnSettings, profileColumn } from "./profile_column.ts";
import { bestFirst, duplicatedColumns, duplicatedRows, notApplicable } from "./profile_findings.ts";
import { profileCharts } from "./profile_charts.ts";
import { profileMetrics } from "./profile_metrics.ts";
import { SAMPLE_VALUES } from "./content/content_sample.ts";

interface Settings extends ColumnSettings {
  readonly max_correlation_columns: number;
  readonly find_duplicate_rows: boolean;
  readonly max_findings: number;
}

/** Rows up to which repeated ones are looked for, at 28 bytes each. */
const DUPLICATE_ROWS_LIMIT = 50_000_000;

/** Cells whose ranks are kept while columns are profiled, so that they are sorted only once. */
const KEPT_RANKS = 10_000_000;

/** Most rows that the finding on repeated rows cites. */
const CITED_ROWS = 1000;

/** Says of every column what it is, what it holds and what is odd about it. */
export default definePlugin<Settings>({ run: profileTable });

function profileTable(ctx: PluginContext<Settings>): PluginResult {
  const { table, settings } = ctx;
  const statistics: ColumnStatistics[] = [];
  const findings: PluginFinding[] = [];
  const numeric: Correlated[] = [];
  const total = table.columns.length;
  const memory = new ColumnMemory(table.rows);
  const most = Math.min(settings.max_correlation_columns, table.columns.filter(isNumber).length);
  const keepsRanks = most > 1 && table.rows * most <= KEPT_RANKS;
  for (const column of table.columns) {
    ctx.progress(statistics.length, total, "columns");
    const ranked = keepsRanks && isNumber(column) && numeric.length < most;
    const rng = ctx.rng.fork("content", column.name);
    const report = profileColumn(table, column, { settings, rng, memory, ranked });
    statistics.push(report.statistics);
    findings.push(...report.findings);
    const scale = correlatable(report.statistics);
    if (scale === null) continue;
    numeric.push({ column, ...scale, ...(ranked ? { ranks: report.sorted!.ranks() } : {}) });
  }
  ctx.progress(total, total, "equal rows and columns");
  const equal = duplicateColumns(table.columns, table.rows);
  findings.push(...equal.map(duplicatedColumns));
  const repeated = repeatedRows(ctx, statistics, memory);
  if (repeated !== null && repeated.repeats > 0) {
    const names = table.columns.map(({ name }) => name);
    findings.push(duplicatedRows(names, table.rows, repeated));
  }
  ctx.progress(total, total, "correlations");
  const correlated = numeric.slice(0, settings.max_correlation_columns);
  const correlations = correlateColumns(table, correlated, ctx.rng.fork("spearman"), memory);
  writeArtifacts(ctx, statistics, correlated.map(({ column }) => column.name), correlations);

  const refused = refusals(ctx, repeated);
  const ranked = [...findings.sort(bestFirst), ...refused];
  const sampled = correlations.spearman_rows < table.rows && correlated.length > 1;
  return {
    status: "ok",
    summary: describeProfile(table.rows, statistics, findings, {
      columns: correlated.length,
      of: numeric.length,
    }),
    metrics: profileMetrics({
      rows: table.rows,
      statistics,
      findings: ranked,
      repeated,
      correlations,
      correlated: correlated.length,
      correlatable: numeric.length,
    }),
    findings: ranked.slice(0, settings.max_findings),
    budget: {
      row_limit: sampled ? correlations.spearman_rows : null,
      sampled,
      content_values: SAMPLE_VALUES,
    },
    columns: statistics.map(({ name, role, tags }): ColumnProfile => ({ name, role, tags })),
  };
}

function isNumber({ type }: ColumnInfo): boolean {
  return type === "int64" || type === "float64";
}

function repeatedRows(
  { table, settings, rng }: PluginContext<Settings>,
  statistics: readonly ColumnStatistics[],
  memory: ColumnMemory,
): DuplicateRows | null {
  if (!settings.find_duplicate_rows || table.rows > DUPLICATE_ROWS_LIMIT) return null;
  // Where a column's cells are all different, so are the rows.
  const differs = statistics.some(({ distinct, distinct_error, missing }) =>
    distinct_error === 0 && distinct + missing === table.rows && missing <= 1
  );
  if (differs) return NO_DUPLICATE_ROWS;
  return duplicateRows(table, rng.fork("rows"), CITED_ROWS, memory);
}

/** What standardises a numeric column that varies and measures something; null for the others. */
function correlatable(
  { role, numeric }: ColumnStatistics,
): Pick<Correlated, "mean" | "sd"> | null {
  if (numeric === null || role === "id" || role === "timestamp") return null;
  const { mean, sd } = numeric;
  // Half of it must not underflow, since deviations are taken in halves.
  return mean === null || sd === null || !(sd > 1e-300) ? null : { mean, sd };
}

function refusals(
  { table, tables, settings }: PluginContext<Settings>,
  repeated: DuplicateRows | null,
): PluginFinding[] {
  const reasons: string[] = [];
  if (table.rows === 0) reasons.push("the dataset has no rows");
  else if (repeated === null && settings.find_duplicate_rows) {
    reasons.push(`repeated rows are looked for in at most ${DUPLICATE_ROWS_LIMIT} rows`);
  }
  if (tables.length > 1) reasons.push(`only the first of ${tables.length} datasets is profiled`);
  return reasons.map((reason) => notApplicable([], reason));
}

function writeArtifacts(
  ctx: PluginContext<Settings>,
  statistics: readonly ColumnStatistics[],
  correlated: readonly string[],
  correlations: Correlations,
): void {
  ctx.artifact(
    {
      name: "columns.json",
      media_type: "application/json",
      description: "Statistics, quantiles, histogram and most frequent values of every column.",
    },
    `[${statistics.map((column) => `\n${JSON.stringify(column)}`).join(",")}\n]\n`,
  );
  const charts = profileCharts(ctx.table, statistics, correlated, correlations);
  if (charts.length > 0) {
    ctx.artifact(
      {
        name: "charts.json",
        media_type: CHARTS_MEDIA_TYPE,
        description: "Where values are missing, how columns go together, their distributions.",
      },
      canonicalJson({ charts }),
    );
  }
  if (correlations.pairs.length === 0) return;
  const lines = correlations.pairs.map(({ a, b, rows, pearson, spearman }) =>
    csvLine([a, b, rows, pearson, spearman])
  );
  ctx.artifact(
    {
      name: "correlation.csv",
      media_type: "text/csv",
      description: "Pearson's and Spearman's correlation of every pair of numeric columns.",
    },
    csvLine(["column_a", "column_b", "rows", "pearson", "spearman"]) + lines.join(""),
  );
}
