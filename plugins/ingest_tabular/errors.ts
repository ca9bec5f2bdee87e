import { CodedError } from "harness/sdk";

/** A place in a file: 0-based byte, 1-based line. */
export interface FilePlace {
  readonly offset: number;
  readonly line: number;
}

/** A piece of hostile text fit for a message: quoted, control characters escaped, cut. */
export function quoteForMessage(text: string, limit = 40): string {
  const characters = [...text.slice(0, limit * 2 + 2)];
  const cut = characters.length > limit;
  return JSON.stringify(cut ? characters.slice(0, limit).join("") + "…" : text)
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, hex);
}

function hex(character: string): string {
  return "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
}

export function emptyError(): CodedError {
  return new CodedError(
    "E_INGEST_EMPTY",
    "The file is empty: there is no table in it.",
    "Choose a file that holds at least a header and one row.",
  );
}

export function noRowsError(header: boolean): CodedError {
  return new CodedError(
    "E_INGEST_NO_ROWS",
    header
      ? "The file has a header but no data rows below it."
      : "The file has no rows: every line of it is blank.",
    header
      ? 'Add rows, or set header to false if the first line is data (settings key "ingest_tabular").'
      : "Choose a file that holds at least one row.",
  );
}

export function binaryError(offset: number): CodedError {
  return new CodedError(
    "E_INGEST_BINARY",
    `The file is not text: there is a NUL byte at byte ${offset}.`,
    "Export the table as CSV, XLSX, JSON or NDJSON; UTF-16 text needs its byte order mark.",
  );
}

export function knownBinaryError(what: string): CodedError {
  return new CodedError(
    "E_INGEST_BINARY",
    `The file is ${what}, not a table in text form.`,
    "Export the table as CSV, XLSX, JSON or NDJSON and use that file.",
  );
}

/**
 * @param unit the byte, or for UTF-16 the 16-bit unit, that cannot be decoded
 * @param truncated the file ends in the middle of a character
 */
export function encodingError(
  encoding: string,
  offset: number,
  unit: number,
  truncated: boolean,
): CodedError {
  const value = "0x" + unit.toString(16).padStart(2, "0");
  return new CodedError(
    "E_CSV_ENCODING",
    truncated
      ? `The file is not valid ${encoding}: it ends in the middle of a character at byte ${offset}.`
      : `The file is not valid ${encoding}: ${value} at byte ${offset} cannot be decoded.`,
    'Set encoding to "latin1" or "windows-1252" if the file is in one of those, ' +
      "or save it as UTF-8.",
  );
}

export function utf32Error(): CodedError {
  return new CodedError(
    "E_CSV_ENCODING",
    "The file has the byte order mark of UTF-32 at byte 0, which is not supported.",
    "Save the file as UTF-8.",
  );
}

export function raggedError(
  place: FilePlace,
  row: number,
  cells: number,
  columns: number,
): CodedError {
  return new CodedError(
    "E_CSV_RAGGED",
    `Line ${place.line} (row ${row}, byte ${place.offset}) has ${cells} ` +
      `cell${cells === 1 ? "" : "s"} where the first record has ${columns}.`,
    row === 0 && cells > columns
      ? "If the lines above it are a title and not part of the table, set skip_lines to their " +
        "number; if not, mend that line, or set delimiter."
      : 'Mend that line, or set ragged to "pad" to fill short rows with missing cells; if every ' +
        "line looks wrong, set delimiter.",
  );
}

export function unterminatedQuoteError(place: FilePlace): CodedError {
  return new CodedError(
    "E_CSV_UNTERMINATED_QUOTE",
    `The quoted cell that begins at line ${place.line} (byte ${place.offset}) is never closed.`,
    'Close the quote; a quote inside a quoted cell is written twice ("").',
  );
}

export function afterQuoteError(place: FilePlace, found: number): CodedError {
  const what = quoteForMessage(String.fromCharCode(found));
  return new CodedError(
    "E_CSV_AFTER_QUOTE",
    `Line ${place.line} (byte ${place.offset}) has ${
      found < 0x80 ? what : "another character"
    } right after a closing quote, where only a delimiter or the end of the line may stand.`,
    'Write a quote inside a quoted cell twice (""), or set delimiter if it was guessed wrong.',
  );
}

export function recordTooLargeError(place: FilePlace, limit: number, quoted: boolean): CodedError {
  const mib = Math.floor(limit / 1048576);
  return new CodedError(
    "E_CSV_RECORD_TOO_LARGE",
    quoted
      ? `The record at line ${place.line} (byte ${place.offset}) is longer than ${mib} MiB; ` +
        "a quote in it is never closed, or not within that length."
      : `The record at line ${place.line} (byte ${place.offset}) is longer than ${mib} MiB.`,
    "Check that the file is a table with one record a line.",
  );
}

export function tooManyColumnsError(limit: number): CodedError {
  return new CodedError(
    "E_INGEST_COLUMNS",
    `The table has more than ${limit} columns.`,
    "Split the table, or turn it so that its long side runs down the rows.",
  );
}

/** @param limit bytes that the names may have together */
export function longNamesError(columns: number, limit: number): CodedError {
  return new CodedError(
    "E_INGEST_COLUMNS",
    `The names of the ${columns} columns have more than ${limit / 1048576} MiB together.`,
    "Give the columns shorter names, or split the table.",
  );
}

export function tooManyRowsError(limit: number): CodedError {
  return new CodedError(
    "E_INGEST_ROWS",
    `The table has more than ${limit} rows.`,
    "Set max_rows, or split the file.",
  );
}

export function settingError(key: string, why: string, next: string): CodedError {
  return new CodedError("E_INGEST_SETTING", `The setting ${key} ${why}`, next);
}

export function unknownColumnError(name: string, known: readonly string[]): CodedError {
  const some = known.slice(0, 10).map((each) => quoteForMessage(each)).join(", ");
  return new CodedError(
    "E_INGEST_UNKNOWN_COLUMN",
    `The setting types names the column ${quoteForMessage(name)}, which the file does not have.`,
    `The columns are ${some}${known.length > 10 ? `, and ${known.length - 10} more` : ""}.`,
  );
}

/** A column that was told to have a type and has cells that do not read as it. */
export function typeError(about: {
  readonly column: string;
  readonly type: string;
  readonly failures: number;
  readonly present: number;
  readonly example: string;
  readonly row: number;
  readonly place: string;
}): CodedError {
  const name = quoteForMessage(about.column);
  return new CodedError(
    "E_INGEST_TYPE",
    `Cannot read the column ${name} as ${about.type}: ${about.failures} of ${about.present} ` +
      `values are not, first ${quoteForMessage(about.example)} at row ${about.row} ` +
      `(${about.place}).`,
    `Set types.${name} to "text" to keep them, or name what stands for nothing in missing_values.`,
  );
}

/** A column that was told to be dates, whose cells do not agree on which number is the day. */
export function dateOrderError(column: string, example: string): CodedError {
  return new CodedError(
    "E_INGEST_TYPE",
    `Cannot read the column ${quoteForMessage(column)} as dates: its cells, such as ` +
      `${quoteForMessage(example)}, do not settle which number is the day and which the month.`,
    'Set date_order to "dmy" or "mdy", or mend the cells that contradict it.',
  );
}

export function changedError(): CodedError {
  return new CodedError(
    "E_INGEST_CHANGED",
    "The file changed while it was being read: its second reading differs from its first.",
    "Run again when nothing writes to the file.",
  );
}

/** @param row number of the record; negative outside of any */
export function jsonSyntaxError(place: FilePlace, row: number, what: string): CodedError {
  const where = row < 0 ? "" : `row ${row}, `;
  return new CodedError(
    "E_JSON_SYNTAX",
    `The file is not valid JSON at line ${place.line} (${where}byte ${place.offset}): ${what}.`,
    "Write it anew with a JSON library; if it is not JSON at all, set format.",
  );
}

export function jsonShapeError(what: string, place?: FilePlace): CodedError {
  const where = place === undefined ? "" : ` at line ${place.line} (byte ${place.offset})`;
  return new CodedError(
    "E_JSON_SHAPE",
    `The JSON is not a table${where}: ${what}.`,
    "A table is an array of objects, an array of arrays, an object of arrays of one length, " +
      "or one object or array a line.",
  );
}

/** JSON is UTF-8 (RFC 8259, section 8.1). */
export function jsonEncodingError(encoding: string): CodedError {
  return new CodedError(
    "E_CSV_ENCODING",
    `The file is JSON, which is UTF-8; its byte order mark at byte 0 or the settings say ${encoding}.`,
    'Save it as UTF-8 and leave encoding at "auto".',
  );
}

export function duplicateKeyError(place: FilePlace, row: number, key: string): CodedError {
  return new CodedError(
    "E_JSON_DUPLICATE_KEY",
    `The object at row ${row} has the key ${quoteForMessage(key)} twice, the second time at ` +
      `line ${place.line} (byte ${place.offset}).`,
    "Give each object each key once.",
  );
}

export function jsonRaggedError(what: string): CodedError {
  return new CodedError(
    "E_JSON_RAGGED",
    `The JSON's rows are not of one width: ${what}.`,
    'Mend the file, or set ragged to "pad" to fill what is short with missing cells.',
  );
}

export function jsonTooLargeError(place: FilePlace, limit: number): CodedError {
  return new CodedError(
    "E_JSON_RECORD_TOO_LARGE",
    `The value at line ${place.line} (byte ${place.offset}) is longer than ` +
      `${Math.floor(limit / 1048576)} MiB.`,
    "Check that the file is a table of many small records.",
  );
}
