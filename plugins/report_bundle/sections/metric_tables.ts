import { cappedTable } from "../document/blocks.ts";
import type { Table } from "../document/document.ts";
import { isScalar, name, showValue } from "../document/show_value.ts";
import { clip } from "../text/clip.ts";

const MOST_COLUMNS = 10;
const DEPTH = 2;

type Plain = Readonly<Record<string, unknown>>;

/**
 * A step's metrics as tables: one of names and values (objects inside become `a.b`), and one for
 * every list of records.
 * @param metrics what the plugin measured
 * @param cap most rows of each table
 */
export function metricTables(metrics: Plain, cap: number): Table[] {
  const values: [string, unknown][] = [];
  const records: [string, readonly Plain[]][] = [];
  collect(metrics, "", DEPTH, values, records);
  const out: Table[] = [];
  if (values.length > 0) {
    out.push(cappedTable(
      {
        caption: "Metrics",
        head: [{ label: "Metric" }, { label: "Value", numeric: true }],
        rest: ["All are in report.json."],
      },
      values,
      cap,
      ([key, value]) => ({ cells: [[name(key)], showValue(value)] }),
    ));
  }
  for (const [key, list] of records) out.push(recordTable(key, list, cap));
  return out;
}

function collect(
  from: Plain,
  prefix: string,
  depth: number,
  values: [string, unknown][],
  records: [string, readonly Plain[]][],
): void {
  for (const key of Object.keys(from).sort()) {
    const value = from[key];
    const path = prefix + key;
    if (Array.isArray(value) && value.length > 0 && value.every(isPlain)) {
      records.push([path, value]);
    } else if (isPlain(value) && depth > 1) collect(value, `${path}.`, depth - 1, values, records);
    else values.push([path, value]);
  }
}

/** What people expect first; canonical JSON has sorted the keys, so their order says nothing. */
const FIRST = ["name", "type", "role", "missing", "distinct", "min", "median", "mean", "sd", "max"];

/** Columns: the usual ones first, the others as they come. */
function recordTable(key: string, list: readonly Plain[], cap: number): Table {
  const keys = new Set<string>();
  for (const record of list.slice(0, cap)) {
    for (const inner of Object.keys(record)) if (isScalar(record[inner])) keys.add(inner);
  }
  const columns = [
    ...FIRST.filter((key) => keys.has(key)),
    ...[...keys].filter((key) => !FIRST.includes(key)),
  ].slice(0, MOST_COLUMNS);
  return cappedTable(
    {
      caption: capital(clip(key.replaceAll("_", " "), 80)),
      head: columns.map((label, i) => ({
        label: clip(label, 80),
        numeric: i > 0 && isNumeric(list, label),
      })),
      rest: ["All are in report.json."],
    },
    list,
    cap,
    (record) => ({ cells: columns.map((column) => showValue(record[column])) }),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isNumeric(list: readonly Plain[], key: string): boolean {
  return list.every((record) => record[key] === null || typeof record[key] !== "string");
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
