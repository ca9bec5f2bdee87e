import { findingId } from "../canonical/keys.ts";
import { shortValue } from "../diagnostics/describe_violations.ts";
import type { Finding, PluginEvidence, PluginFinding, RowRange } from "../contract/result.ts";
import { duplicateFinding, evidenceError, unknownKind } from "./errors.ts";
import { citedRanges, evidenceQuery } from "./evidence_query.ts";
import { sqlColumnNames } from "./sql_columns.ts";

/** What the kernel knows of a dataset that findings cite. */
export interface CitedDataset {
  readonly version_id: string;
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/**
 * Turns a plugin's findings into stored ones: checks that the cited rows and columns exist, gives
 * each its id and the query that returns its rows, and ranks them (highest score first, ties by
 * column names, then first row, then id). A finding that cites no rows speaks of whole columns,
 * and cites every row.
 * @param pluginId whose findings they are
 * @param findings as sent, already valid against the plugin's output.schema.json
 * @param datasets in the order of the request
 * @param identity names of the identity fields by kind
 * @throws CodedError E_RESULT_EVIDENCE, E_RESULT_DUPLICATE, E_RESULT_KIND
 */
export function attachEvidence(
  pluginId: string,
  findings: readonly PluginFinding[],
  datasets: readonly CitedDataset[],
  identity: Readonly<Record<string, readonly string[]>>,
): readonly Finding[] {
  const names = datasets.map(({ columns }) => {
    const sql = sqlColumnNames(columns);
    return new Map(columns.map((column, i) => [column, sql[i]!]));
  });
  const seen = new Set<string>();
  const stored = findings.map((finding, i) => {
    const pointer = `/findings/${i}`;
    const { evidence = {}, ...own } = finding;
    const at = evidence.dataset ?? 0;
    const dataset = datasets[at];
    if (dataset === undefined) {
      throw evidenceError(
        `${pointer}/evidence/dataset`,
        `is ${at}, of ${datasets.length} datasets`,
      );
    }
    const sqlNames = finding.columns.map((column, c) => {
      const name = names[at]!.get(column);
      if (name !== undefined) return name;
      throw evidenceError(`${pointer}/columns/${c}`, `is ${JSON.stringify(column)}, not a column`);
    });
    const ranges = checkedRanges(evidence, dataset.rows, pointer);
    const id = identify(pluginId, finding, dataset, identity);
    if (seen.has(id.id)) throw duplicateFinding(finding.kind, shortValue(id.identity));
    seen.add(id.id);
    return {
      finding: {
        ...own,
        id: id.id,
        evidence: {
          dataset_version_id: dataset.version_id,
          ...(evidence.row_ids === undefined
            ? { row_ranges: ranges }
            : { row_ids: ranges.flatMap(({ start, end }) => rowsOf(start, end)) }),
          columns: finding.columns,
          query: evidenceQuery(ranges, sqlNames),
        },
      } satisfies Finding,
      first_row: ranges[0]?.start ?? 0,
      key: finding.columns.join("\u0000"),
    };
  });
  stored.sort((a, b) =>
    compareScores(a.finding.score, b.finding.score) || compare(a.key, b.key) ||
    a.first_row - b.first_row || compare(a.finding.id, b.finding.id)
  );
  return stored.map(({ finding }) => finding);
}

function checkedRanges(
  evidence: PluginEvidence,
  rows: number,
  pointer: string,
): readonly RowRange[] {
  const { row_ids, row_ranges } = evidence;
  if (row_ids === undefined && row_ranges === undefined) return [{ start: 0, end: rows }];
  if (row_ids !== undefined && row_ranges !== undefined) {
    throw evidenceError(`${pointer}/evidence`, "has both row_ids and row_ranges");
  }
  for (const [r, row] of (row_ids ?? []).entries()) {
    if (!(row >= 0 && row < rows)) {
      throw evidenceError(`${pointer}/evidence/row_ids/${r}`, `is ${row}, of ${rows} rows`);
    }
  }
  for (const [r, { start, end }] of (row_ranges ?? []).entries()) {
    if (!(start >= 0 && start < end && end <= rows)) {
      throw evidenceError(
        `${pointer}/evidence/row_ranges/${r}`,
        `is ${start} to ${end}, of ${rows} rows`,
      );
    }
  }
  return citedRanges(row_ids ?? [], row_ranges ?? []);
}

function identify(
  pluginId: string,
  finding: PluginFinding,
  dataset: CitedDataset,
  identity: Readonly<Record<string, readonly string[]>>,
): { readonly id: string; readonly identity: Readonly<Record<string, unknown>> } {
  const fields = Object.hasOwn(identity, finding.kind) ? identity[finding.kind] : undefined;
  if (fields === undefined) throw unknownKind(finding.kind);
  const values = Object.fromEntries(fields.map((field) => [field, finding[field] ?? null]));
  return {
    id: findingId(pluginId, finding.kind, dataset.sha256, values),
    identity: values,
  };
}

function rowsOf(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

function compareScores(a: number | null, b: number | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return b - a;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
