import type { BufferName, PackColumn } from "../../../kernel/contract/dataset.ts";
import { packBufferInvalid } from "../../../kernel/contract/pack_errors.ts";
import { bitIsSet, int32View, textAt } from "../../../kernel/contract/pack_views.ts";
import { displayer } from "./display_cell.ts";
import { integersInPlace } from "./numeric_values.ts";

/** A text column as codes into its different values. */
export interface Dictionary {
  /** One per row: an index into `values`, or −1 where missing. */
  readonly codes: Int32Array;
  readonly values: string[];
}

/** What is needed of a table to read text. */
export interface BufferSource {
  readonly rows: number;
  buffer(name: string, buffer: BufferName, into?: Uint8Array): Uint8Array | null;
  bufferRange(
    name: string,
    buffer: BufferName,
    from: number,
    to: number,
    into?: Uint8Array,
  ): Uint8Array;
}

/** Rows of plain text whose offsets are read at once. */
const BLOCK_ROWS = 1 << 17;
/** Bytes of plain text that are read at once. */
const BLOCK_BYTES = 4 * 1024 * 1024;
/** Most bytes that are decoded to one string. */
const MAX_WHOLE_BYTES = 16 * BLOCK_BYTES;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads a text column as codes and values.
 * @param source the table
 * @param column of type text
 * @param into memory for the codes of a column that is stored as a dictionary
 */
export function dictionaryOf(
  source: BufferSource,
  column: PackColumn,
  into?: Uint8Array,
): Dictionary {
  if (column.encoding === "plain") return encode(source, column);
  const validity = source.buffer(column.name, "validity");
  const codes = int32View(source.buffer(column.name, "values", into)!);
  if (validity !== null) {
    for (let row = 0; row < source.rows; row++) {
      if (!isPresent(validity, row)) codes[row] = -1;
    }
  }
  return { codes, values: dictionaryValues(source, column) };
}

/**
 * Reads any column as one string a row, null where missing.
 * @param source the table
 * @param column any type
 */
export function textOf(source: BufferSource, column: PackColumn): (string | null)[] {
  const out: (string | null)[] = new Array(source.rows).fill(null);
  if (column.type !== "text") {
    const validity = source.buffer(column.name, "validity");
    const show = displayer(column.type, source.buffer(column.name, "values")!);
    for (let row = 0; row < out.length; row++) {
      if (isPresent(validity, row)) out[row] = show(row);
    }
    return out;
  }
  if (column.encoding === "plain") {
    forEachPlainText(source, column, (row, value) => out[row] = value);
    return out;
  }
  const { codes, values } = dictionaryOf(source, column);
  for (let row = 0; row < out.length; row++) {
    if (codes[row]! >= 0) out[row] = values[codes[row]!]!;
  }
  return out;
}

/**
 * Visits every present cell of a plain text column in row order, reading a few megabytes at a time.
 * @param source the table
 * @param column of type text, plain
 * @param visit called with the row number and the text
 */
export function forEachPlainText(
  source: BufferSource,
  column: PackColumn,
  visit: (row: number, value: string) => void,
): void {
  forEachBlock(source, column, ({ first, offsets, data }, validity) => {
    const pieces = splitter(data);
    for (let i = 0; i < offsets.length - 1; i++) {
      if (!isPresent(validity, first + i)) continue;
      visit(first + i, pieces(offsets[i]! - offsets[0]!, offsets[i + 1]! - offsets[0]!));
    }
  });
}

/**
 * Visits every present cell of a text column in row order as UTF-8: the bytes are
 * data[start] … data[end − 1]. Plain text is read a few megabytes at a time.
 * @param source the table
 * @param column of type text
 * @param visit called with the row number and where its bytes are; keeps nothing of them
 */
export function forEachTextBytes(
  source: BufferSource,
  column: PackColumn,
  visit: (row: number, data: Uint8Array, start: number, end: number) => void,
): void {
  if (column.encoding === "dictionary") {
    const validity = source.buffer(column.name, "validity");
    const codes = int32View(source.buffer(column.name, "values")!);
    const ends = int32View(source.buffer(column.name, "dictionary_offsets")!);
    const data = source.buffer(column.name, "dictionary_data")!;
    for (let row = 0; row < source.rows; row++) {
      if (isPresent(validity, row)) visit(row, data, ends[codes[row]!]!, ends[codes[row]! + 1]!);
    }
    return;
  }
  forEachBlock(source, column, ({ first, offsets, data }, validity) => {
    const start = offsets[0]!;
    for (let i = 0; i < offsets.length - 1; i++) {
      if (!isPresent(validity, first + i)) continue;
      visit(first + i, data, offsets[i]! - start, offsets[i + 1]! - start);
    }
  });
}

/** Some rows of a plain text column; overwritten by the next ones. */
interface TextBlock {
  readonly first: number;
  /** In the column's data, one more than rows. */
  readonly offsets: Float64Array;
  /** From the first offset to the last. */
  readonly data: Uint8Array;
}

function forEachBlock(
  source: BufferSource,
  column: PackColumn,
  visit: (block: TextBlock, validity: Uint8Array | null) => void,
): void {
  const validity = source.buffer(column.name, "validity");
  const places = new Uint8Array(8 * (Math.min(BLOCK_ROWS, source.rows) + 1));
  let space = new Uint8Array(0);
  for (let from = 0; from < source.rows; from += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, source.rows - from);
    const end = from + rows + 1;
    const bytes = source.bufferRange(column.name, "offsets", from * 8, end * 8, places);
    const offsets = integersInPlace(bytes);
    for (let first = 0; first < rows;) {
      const start = offsets[first]!;
      let last = first + 1;
      while (last < rows && offsets[last + 1]! - start <= BLOCK_BYTES) last++;
      const size = offsets[last]! - start;
      if (size > space.length) {
        space = new Uint8Array(Math.max(size, Math.min(2 * size, BLOCK_BYTES)));
      }
      const data = source.bufferRange(column.name, "data", start, offsets[last]!, space);
      visit({ first: from + first, offsets: offsets.subarray(first, last + 1), data }, validity);
      first = last;
    }
  }
}

/**
 * Whether a row's cell is there.
 * @param validity one bit a row, or null when nothing is missing
 * @param row 0-based
 */
export function isPresent(validity: Uint8Array | null, row: number): boolean {
  return validity === null || bitIsSet(validity, row);
}

function dictionaryValues(source: BufferSource, column: PackColumn): string[] {
  const offsets = int32View(source.buffer(column.name, "dictionary_offsets")!);
  const pieces = splitter(source.buffer(column.name, "dictionary_data")!);
  const values: string[] = new Array(Math.max(0, offsets.length - 1));
  for (let i = 0; i < values.length; i++) values[i] = pieces(offsets[i]!, offsets[i + 1]!);
  return values;
}

function encode(source: BufferSource, column: PackColumn): Dictionary {
  const codes = new Int32Array(source.rows).fill(-1);
  const values: string[] = [];
  const known = new Map<string, number>();
  forEachPlainText(source, column, (row, value) => {
    let code = known.get(value);
    if (code === undefined) {
      code = values.length;
      values.push(value);
      known.set(value, code);
    }
    codes[row] = code;
  });
  return { codes, values };
}

/**
 * Cuts strings out of UTF-8 bytes. Where all are ASCII one decode serves every piece, since byte
 * and character positions are then the same: five times faster than a decode for each.
 */
function splitter(bytes: Uint8Array): (start: number, end: number) => string {
  if (bytes.byteLength > MAX_WHOLE_BYTES) return (start, end) => textAt(bytes, start, end);
  const whole = decode(bytes);
  if (whole.length !== bytes.byteLength) return (start, end) => textAt(bytes, start, end);
  return (start, end) => {
    if (!(0 <= start && start <= end && end <= whole.length)) {
      throw packBufferInvalid("a text lies outside its data");
    }
    return whole.slice(start, end);
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw packBufferInvalid("a text is not UTF-8");
  }
}
