import type { ColumnType, PluginFinding } from "harness/sdk";
import type { Shown } from "./column_statistics.ts";
import type { PiiType } from "./content/pii_detectors.ts";
import type { DuplicateRows } from "./duplicate_rows.ts";

/** Most columns that a finding about whole rows or equal columns names. */
const NAMED_COLUMNS = 1000;

/**
 * A column in which all values are equal.
 * @param column its name
 * @param value the one value
 * @param present cells that hold it
 * @param missing cells that hold nothing
 */
export function constantColumn(
  column: string,
  value: Shown,
  present: number,
  missing: number,
): PluginFinding {
  return {
    kind: "constant_column",
    measurement_type: "measured",
    score: present / (present + missing),
    columns: [column],
    column,
    value,
    missing,
  };
}

/**
 * A column of which much is missing.
 * @param column its name
 * @param missing cells that hold nothing
 * @param rows all cells
 */
export function highMissingness(column: string, missing: number, rows: number): PluginFinding {
  return {
    kind: "high_missingness",
    measurement_type: "measured",
    score: missing / rows,
    columns: [column],
    column,
    missing,
    share: missing / rows,
  };
}

/**
 * A column whose values look like another type.
 * @param column its name
 * @param type what it is
 * @param looks_like what its values look like
 * @param share of the values that do
 * @param exceptions first rows with a value that does not
 */
export function suspiciousType(
  column: string,
  type: ColumnType,
  looks_like: "number" | "date",
  share: number,
  exceptions: readonly number[],
): PluginFinding {
  return {
    kind: "suspicious_type",
    measurement_type: "measured",
    score: share,
    columns: [column],
    ...(exceptions.length > 0 ? { evidence: { row_ids: exceptions } } : {}),
    column,
    type,
    looks_like,
    share,
  };
}

/**
 * A column with personal data.
 * @param column its name
 * @param pii_type what kind
 * @param share of the sampled values that are that
 * @param rows first rows with such a value; none when the whole column is meant
 */
export function personalData(
  column: string,
  pii_type: PiiType,
  share: number,
  rows: readonly number[],
): PluginFinding {
  return {
    kind: "pii",
    measurement_type: "measured",
    score: share,
    columns: [column],
    ...(rows.length > 0 ? { evidence: { row_ids: rows } } : {}),
    column,
    pii_type,
    share,
  };
}

/**
 * Columns that are equal cell for cell.
 * @param columns their names, two or more
 */
export function duplicatedColumns(columns: readonly string[]): PluginFinding {
  return {
    kind: "duplicate_columns",
    measurement_type: "measured",
    score: 1,
    columns: columns.slice(0, NAMED_COLUMNS),
    columns_equal: columns.length,
  };
}

/**
 * Rows that repeat earlier rows.
 * @param columns of the dataset; none are named when there are more than 1000
 * @param rows of the dataset
 * @param found what was found, at least one repeat
 */
export function duplicatedRows(
  columns: readonly string[],
  rows: number,
  found: DuplicateRows,
): PluginFinding {
  return {
    kind: "duplicate_rows",
    measurement_type: "measured",
    score: found.repeats / rows,
    columns: columns.length <= NAMED_COLUMNS ? columns : [],
    evidence: { row_ids: found.rows },
    rows_repeated: found.repeats,
    rows_listed: found.rows.length,
    groups: found.groups,
    largest_group: found.largest,
    share: found.repeats / rows,
  };
}

/**
 * Something that could not be looked at.
 * @param columns it is about
 * @param reason in plain words
 */
export function notApplicable(columns: readonly string[], reason: string): PluginFinding {
  return {
    kind: "not_applicable",
    measurement_type: "not_applicable",
    score: null,
    columns,
    reason,
  };
}

/**
 * Best first: by score, then column names, then kind.
 * @param a
 * @param b
 */
export function bestFirst(a: PluginFinding, b: PluginFinding): number {
  if (a.score !== b.score) return (b.score ?? -Infinity) - (a.score ?? -Infinity);
  return compare(a.columns.join("\0"), b.columns.join("\0")) || compare(a.kind, b.kind);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
