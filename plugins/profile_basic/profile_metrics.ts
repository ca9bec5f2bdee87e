import type { PluginFinding } from "harness/sdk";
import type { ColumnStatistics } from "./column_statistics.ts";
import type { Correlations } from "./correlate_columns.ts";
import type { DuplicateRows } from "./duplicate_rows.ts";

/** What the metrics are made of. */
export interface ProfileParts {
  readonly rows: number;
  readonly statistics: readonly ColumnStatistics[];
  /** All, before any cap. */
  readonly findings: readonly PluginFinding[];
  readonly repeated: DuplicateRows | null;
  readonly correlations: Correlations;
  /** Columns in the correlations, and how many could be. */
  readonly correlated: number;
  readonly correlatable: number;
}

/** Columns in the overview; columns.json has all. */
const OVERVIEW_COLUMNS = 100;
/** Pairs that are named. */
const STRONGEST_PAIRS = 10;

const KINDS = [
  "constant_column",
  "duplicate_columns",
  "duplicate_rows",
  "high_missingness",
  "suspicious_type",
  "pii",
  "not_applicable",
] as const;

/**
 * The compact form of a profile: totals, an overview of the first columns, the strongest pairs.
 * @param parts see {@link ProfileParts}
 */
export function profileMetrics(parts: ProfileParts): Record<string, unknown> {
  const { rows, statistics, findings, repeated, correlations } = parts;
  const missing_cells = statistics.reduce((sum, { missing }) => sum + missing, 0);
  return {
    rows,
    columns: statistics.length,
    missing_cells,
    missing_share: rows * statistics.length === 0
      ? null
      : missing_cells / (rows * statistics.length),
    columns_by_type: tally(statistics.map(({ type }) => type)),
    columns_by_role: tally(statistics.map(({ role }) => role)),
    ...Object.fromEntries(
      KINDS.map((kind) => [`${kind}_total`, findings.filter((one) => one.kind === kind).length]),
    ),
    repeated_rows: repeated?.repeats ?? null,
    correlated_columns: parts.correlated,
    correlated_columns_left_out: parts.correlatable - parts.correlated,
    correlated_pairs: correlations.pairs.length,
    spearman_rows: correlations.spearman_rows,
    strongest_correlations: strongest(correlations),
    overview: statistics.slice(0, OVERVIEW_COLUMNS).map(overview),
    overview_left_out: Math.max(0, statistics.length - OVERVIEW_COLUMNS),
  };
}

function overview(column: ColumnStatistics): Record<string, unknown> {
  const { name, type, role, missing, distinct, min, max, numeric, quantiles } = column;
  return {
    name,
    type,
    role,
    missing,
    distinct,
    min,
    max,
    mean: numeric?.mean ?? null,
    sd: numeric?.sd ?? null,
    median: quantiles?.["0.5"] ?? null,
  };
}

/** Pairs by the larger of their two correlations, without direction. */
function strongest({ pairs }: Correlations): Correlations["pairs"] {
  const strength = (pair: Correlations["pairs"][number]) =>
    Math.max(Math.abs(pair.pearson ?? 0), Math.abs(pair.spearman ?? 0));
  return pairs
    .filter((pair) => strength(pair) > 0)
    .map((pair, i) => ({ pair, i, by: strength(pair) }))
    .sort((one, other) => other.by - one.by || one.i - other.i)
    .slice(0, STRONGEST_PAIRS)
    .map(({ pair }) => pair);
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
