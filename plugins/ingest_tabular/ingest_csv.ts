import { MAX_ROWS } from "harness/sdk";
import type { ByteSource } from "./byte_source.ts";
import { columnNames } from "./column_names.ts";
import { BLOCK_BYTES, CsvCells } from "./csv_cells.ts";
import { detectEncoding } from "./detect_format.ts";
import { detectHeader } from "./detect_header.ts";
import { emptyError, noRowsError } from "./errors.ts";
import type { IngestOutcome } from "./ingest_outcome.ts";
import { delimiterCode, type IngestSettings } from "./ingest_settings.ts";
import { MissingMarkers } from "./missing_markers.ts";
import { readTable, type TableSink } from "./read_table.ts";
import { skipLines } from "./skip_lines.ts";
import { sniffDelimiter } from "./sniff_delimiter.ts";
import { headerNote, raggedNote, renameNotes } from "./table_notes.ts";
import { tableRules } from "./table_rules.ts";
import { TextReader } from "./text_reader.ts";

const SAMPLE_BYTES = 64 * 1024;

/**
 * Reads a delimited text file into columns.
 * @param blockBytes size of the buffer to begin with; results do not depend on it
 * @throws CodedError E_INGEST_*, E_CSV_*
 */
export async function ingestCsv(
  source: ByteSource,
  settings: IngestSettings,
  sink: TableSink,
  blockBytes = BLOCK_BYTES,
): Promise<IngestOutcome> {
  const asked = delimiterCode(settings);
  const { encoding, start } = detectEncoding(source, settings.encoding);
  if (source.size <= start) throw emptyError();
  const begin = skipLines(source, encoding, start, settings.skip_lines);
  const text = new TextReader(source, encoding, begin.start, begin.line);
  const sniffed = sniff(text);
  const delimiter = asked ?? sniffed.delimiter;
  const pad = settings.ragged === "pad";
  const dialect = { delimiter, skip: sniffed.skip, pad };
  const cells = new CsvCells(text, dialect, settings.max_rows ?? MAX_ROWS, blockBytes);
  const first = cells.firstRecord();
  if (first === null) throw noRowsError(false);

  const markers = new MissingMarkers(settings.missing_values);
  const decimal = settings.decimal.charCodeAt(0);
  const detected = detectHeader(first, markers, decimal);
  const header = settings.header === "auto" ? detected.header : settings.header;
  cells.prepare(header);
  const { names, renamed } = columnNames(header ? first : [], cells.columns);
  const rules = tableRules(settings, names.length, header, decimal);
  const table = await readTable(cells, names, rules, sink);

  const findings = [...table.notes];
  if (cells.paddedRows > 0) findings.push(raggedNote(cells.paddedRows, cells.firstPaddedRows));
  if (settings.header === "auto" && (!header || detected.values > 0)) {
    findings.push(headerNote(header, detected.values));
  }
  if (header) findings.push(...renameNotes(renamed));
  return {
    table,
    format: "csv",
    metrics: {
      delimiter: String.fromCharCode(delimiter),
      encoding,
      header,
      blank_lines: cells.blankLines,
      padded_rows: cells.paddedRows,
      renamed_columns: header ? renamed.length : 0,
    },
    findings,
    truncated: settings.max_rows !== null && cells.hasMore(),
  };
}

function sniff(text: TextReader): ReturnType<typeof sniffDelimiter> {
  const sample = new Uint8Array(SAMPLE_BYTES + 1);
  const length = text.read(sample, 0, SAMPLE_BYTES);
  const whole = length < SAMPLE_BYTES - 8;
  text.rewind();
  return sniffDelimiter(sample, length, whole);
}
