import {
  type ColumnType,
  type DatasetSchema,
  expectedBufferBytes,
  type PluginFinding,
} from "harness/sdk";
import type { CellSource } from "./cell_block.ts";
import { ColumnCells } from "./column_cells.ts";
import { ColumnScan, type Conclusion, type ScanRules } from "./column_scan.ts";
import { type ColumnPlan, type ColumnSink, ColumnWriter } from "./column_writer.ts";
import {
  changedError,
  dateOrderError,
  noRowsError,
  typeError,
  unknownColumnError,
} from "./errors.ts";
import type { MissingMarkers } from "./missing_markers.ts";
import { columnNotes } from "./table_notes.ts";

/** Bytes of all columns' pieces together, before they are handed on. */
const PIECE_BYTES = 24 * 1024 * 1024;
const MOST_PIECE_ROWS = 16_384;
const LEAST_PIECE_ROWS = 64;

/** Where a table goes: its schema first, then its columns. */
export interface TableSink extends ColumnSink {
  schema(schema: DatasetSchema): void;
}

/** How the cells of a table are to be understood. */
export interface TableRules extends ScanRules {
  readonly markers: MissingMarkers;
  /** Types that were set, by column name. */
  readonly types: Readonly<Record<string, ColumnType>>;
  /** The table has a header; for a message only. */
  readonly header: boolean;
}

/** What was read, beside the columns themselves. */
export interface TableSummary {
  readonly rows: number;
  readonly missing_cells: number;
  readonly plans: readonly ColumnPlan[];
  readonly notes: readonly PluginFinding[];
}

/**
 * Reads a table in two passes, the first for the type, size and dictionary of every column from
 * all rows, the second for the data. Memory grows with the number of columns, not of rows; a
 * third pass collects the texts of columns that turned out to be text only later on.
 *
 * @param names of the columns, unique
 * @throws CodedError E_INGEST_NO_ROWS, E_INGEST_TYPE, E_INGEST_UNKNOWN_COLUMN, E_INGEST_CHANGED
 *   and what the source throws
 */
export async function readTable(
  source: CellSource,
  names: readonly string[],
  rules: TableRules,
  sink: TableSink,
): Promise<TableSummary> {
  const known = new Set(names);
  for (const name of Object.keys(rules.types)) {
    if (!known.has(name)) throw unknownColumnError(name, names);
  }
  const scans = names.map((name) =>
    new ColumnScan(rules, Object.hasOwn(rules.types, name) ? rules.types[name]! : null)
  );
  const rows = await scan(source, scans, rules.markers);
  if (rows === 0) throw noRowsError(rules.header);
  const conclusions = scans.map((each) => each.conclude());
  for (const [c, each] of scans.entries()) {
    await refuseMisfits(each, conclusions[c]!, names[c]!, source);
  }
  await collectLate(source, scans, rules.markers);
  for (const each of scans) each.finishText();
  const notes = scans.flatMap((each, c) => columnNotes(each, names[c]!, conclusions[c]!));
  const plans = scans.map((each, c): ColumnPlan => {
    const { type, order } = conclusions[c]!;
    const dictionary = type === "text" ? each.dictionary : null;
    return {
      name: names[c]!,
      type,
      encoding: dictionary === null ? "plain" : "dictionary",
      missing: each.missing,
      content_bytes: each.contentBytes,
      dictionary,
      order,
    };
  });
  sink.schema({ rows, columns: plans.map((plan) => columnSchema(plan, rows)) });
  await write(source, plans, rows, rules, sink);
  const missing_cells = plans.reduce((sum, plan) => sum + plan.missing, 0);
  return { rows, missing_cells, plans, notes };
}

async function scan(
  source: CellSource,
  scans: readonly ColumnScan[],
  markers: MissingMarkers,
): Promise<number> {
  const cells = new ColumnCells();
  let rows = 0;
  await source.rewind();
  for (let block = await source.next(); block !== null; block = await source.next()) {
    for (let c = 0; c < scans.length; c++) {
      cells.gather(block, c, markers);
      scans[c]!.add(block.bytes, cells, block.first_row);
    }
    rows += block.rows;
  }
  return rows;
}

async function refuseMisfits(
  scan: ColumnScan,
  conclusion: Conclusion,
  column: string,
  source: CellSource,
): Promise<void> {
  if (scan.asked === null) return;
  if (scan.misfit !== null) {
    const { row, text } = scan.misfit;
    const { asked: type, failures, present } = scan;
    const place = await source.describe(row);
    throw typeError({ column, type, failures, present, example: text, row, place });
  }
  if (conclusion.unsettled !== null) {
    throw dateOrderError(column, scan.example?.text ?? "");
  }
}

/** Reads the file once more for the texts of columns that turned out to be text late. */
async function collectLate(
  source: CellSource,
  scans: readonly ColumnScan[],
  markers: MissingMarkers,
): Promise<void> {
  let open = scans.map((_, c) => c).filter((c) => scans[c]!.incomplete);
  if (open.length === 0) return;
  for (const c of open) scans[c]!.startCollecting();
  const cells = new ColumnCells();
  await source.rewind();
  for (
    let block = await source.next();
    block !== null && open.length > 0;
    block = await source.next()
  ) {
    for (const c of open) {
      cells.gather(block, c, markers);
      scans[c]!.collect(block.bytes, cells);
    }
    open = open.filter((c) => scans[c]!.dictionary !== null);
  }
}

function columnSchema(plan: ColumnPlan, rows: number): DatasetSchema["columns"][number] {
  const { name, type, encoding, missing, dictionary } = plan;
  const sized = (buffer: "validity" | "values" | "offsets") =>
    expectedBufferBytes({ type, encoding }, buffer, rows)!;
  const validity = missing > 0 ? { validity: sized("validity") } : {};
  const buffers = type !== "text"
    ? { ...validity, values: sized("values") }
    : dictionary === null
    ? { ...validity, offsets: sized("offsets"), data: plan.content_bytes }
    : {
      ...validity,
      values: sized("values"),
      dictionary_offsets: dictionary.offsets.byteLength,
      dictionary_data: dictionary.bytes,
    };
  return { name, type, encoding, null_count: missing, buffers };
}

async function write(
  source: CellSource,
  plans: readonly ColumnPlan[],
  rows: number,
  rules: TableRules,
  sink: TableSink,
): Promise<void> {
  const share = Math.floor(PIECE_BYTES / (plans.length * 8));
  const capacity = Math.min(
    MOST_PIECE_ROWS,
    Math.max(LEAST_PIECE_ROWS, share - share % LEAST_PIECE_ROWS),
  );
  const writers = plans.map((plan, c) => new ColumnWriter(plan, c, sink, rules.decimal, capacity));
  for (const writer of writers) writer.begin();
  const cells = new ColumnCells();
  let seen = 0;
  await source.rewind();
  for (let block = await source.next(); block !== null; block = await source.next()) {
    for (let c = 0; c < writers.length; c++) {
      cells.gather(block, c, rules.markers);
      writers[c]!.add(block.bytes, cells);
    }
    seen += block.rows;
  }
  if (seen !== rows) throw changedError();
  for (const writer of writers) writer.end();
}
