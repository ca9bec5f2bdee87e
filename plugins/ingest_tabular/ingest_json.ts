import { MAX_ROWS } from "harness/sdk";
import type { ByteSource } from "./byte_source.ts";
import type { CellSource } from "./cell_block.ts";
import { columnNames } from "./column_names.ts";
import { BLOCK_BYTES } from "./csv_cells.ts";
import { detectEncoding } from "./detect_format.ts";
import { detectHeader } from "./detect_header.ts";
import { emptyError, jsonEncodingError, jsonShapeError, noRowsError } from "./errors.ts";
import type { IngestOutcome } from "./ingest_outcome.ts";
import type { IngestSettings } from "./ingest_settings.ts";
import { findJsonColumns, JsonColumns } from "./json_columns.ts";
import { JsonCursor } from "./json_cursor.ts";
import { JsonRecords } from "./json_records.ts";
import { MissingMarkers } from "./missing_markers.ts";
import { readTable, type TableSink } from "./read_table.ts";
import { headerNote, raggedNote, renameNotes } from "./table_notes.ts";
import { tableRules } from "./table_rules.ts";

/** A table found in a JSON file. */
interface JsonTable {
  readonly source: CellSource & {
    readonly paddedRows: number;
    readonly firstPaddedRows: readonly number[];
    hasMore(): boolean;
  };
  readonly header: readonly string[];
  /** Whether the first record holds the names; null where the format names its columns. */
  readonly has_header: boolean | null;
  /** Cells of the first record that look like values. */
  readonly header_values: number;
  readonly shape: string;
  readonly format: "json" | "ndjson";
}

/**
 * Reads a JSON or NDJSON file into columns: an array of objects or arrays, an object of arrays, or
 * objects or arrays one after the other.
 * @param blockBytes size of buffers to begin with; results do not depend on it
 * @throws CodedError E_INGEST_*, E_JSON_*, E_CSV_ENCODING
 */
export async function ingestJson(
  source: ByteSource,
  settings: IngestSettings,
  sink: TableSink,
  blockBytes = BLOCK_BYTES,
): Promise<IngestOutcome> {
  const { encoding, start } = detectEncoding(source, "auto");
  const asked = settings.encoding;
  if (encoding !== "utf-8") throw jsonEncodingError(encoding);
  if (asked !== "auto" && asked !== "utf-8") throw jsonEncodingError(asked);
  if (source.size <= start) throw emptyError();
  const found = findTable(source, start, settings, blockBytes);
  const { names, renamed } = columnNames(found.header, found.source.columns);
  const has_header = found.has_header ?? true;
  const rules = tableRules(settings, names.length, found.has_header ?? false);
  const table = await readTable(found.source, names, rules, sink);

  const findings = [...table.notes];
  const { paddedRows, firstPaddedRows } = found.source;
  if (paddedRows > 0) findings.push(raggedNote(paddedRows, firstPaddedRows));
  const decided = found.has_header !== null && settings.header === "auto";
  if (decided && (!has_header || found.header_values > 0)) {
    findings.push(headerNote(has_header, found.header_values));
  }
  if (has_header) findings.push(...renameNotes(renamed));
  return {
    table,
    format: found.format,
    metrics: {
      shape: found.shape,
      header: has_header,
      padded_rows: paddedRows,
      renamed_columns: has_header ? renamed.length : 0,
    },
    findings,
    truncated: settings.max_rows !== null && found.source.hasMore(),
  };
}

function findTable(
  source: ByteSource,
  start: number,
  settings: IngestSettings,
  blockBytes: number,
): JsonTable {
  const pad = settings.ragged === "pad";
  const max_rows = settings.max_rows ?? MAX_ROWS;
  const cursor = new JsonCursor(source, start, blockBytes);
  const mayBeColumns = settings.format !== "ndjson" && cursor.space() === 123;
  const columns = mayBeColumns ? findJsonColumns(cursor) : null;
  if (columns !== null) {
    const rules = { pad, max_rows, block_bytes: blockBytes };
    const table = new JsonColumns(source, columns, rules);
    return {
      source: table,
      header: table.names,
      has_header: null,
      header_values: 0,
      shape: "object of arrays",
      format: "json",
    };
  }
  const in_array = settings.format !== "ndjson" && isWrappedInArray(cursor);
  const records = new JsonRecords(cursor, { in_array, pad, max_rows, block_bytes: blockBytes });
  const first = records.firstRecord();
  if (first === null) throw noRowsError(false);
  const format = in_array ? "json" : "ndjson";
  const shape = (name: string) => in_array ? `array of ${name}` : `${name}, one after the other`;
  if (records.named) {
    records.prepare(false);
    const header = records.keys;
    return {
      source: records,
      header,
      has_header: null,
      header_values: 0,
      shape: shape("objects"),
      format,
    };
  }
  if (!in_array && settings.format !== "ndjson" && !records.hasMore()) {
    throw jsonShapeError("it is one array of values, not an array of records");
  }
  const texts = first.map(({ text }) => text);
  const markers = new MissingMarkers(settings.missing_values);
  const detected = detectHeader(texts, markers, 46, (column) => first[column]!.isText);
  const has_header = settings.header === "auto" ? detected.header : settings.header;
  records.prepare(has_header);
  return {
    source: records,
    header: has_header ? texts : [],
    has_header,
    header_values: detected.values,
    shape: shape("arrays"),
    format,
  };
}

/**
 * Whether a file is one array of records, rather than arrays one after the other: so if its first
 * element is an array or object, or there is none.
 */
function isWrappedInArray(cursor: JsonCursor): boolean {
  cursor.rewind();
  if (cursor.space() !== 91) return false;
  cursor.skip();
  const b = cursor.space();
  return b === 123 || b === 91 || b === 93;
}
