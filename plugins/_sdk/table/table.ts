import type { BufferName, PackColumn, PackFooter } from "../../../kernel/contract/dataset.ts";
import { int64View } from "../../../kernel/contract/pack_views.ts";
import { inputTruncated, rowOutOfRange, unknownColumn, wrongColumnType } from "../errors.ts";
import type { InputFile } from "../input_file.ts";
import { completeRows, pick, presentRows } from "./complete_rows.ts";
import { displayCell } from "./display_cell.ts";
import { bytesFor, numericValues } from "./numeric_values.ts";
import { readFooter } from "./read_footer.ts";
import {
  type Dictionary,
  dictionaryOf,
  forEachPlainText,
  forEachTextBytes,
  textOf,
} from "./text_values.ts";

/** One column of a table, as the dataset's footer has it. */
export type ColumnInfo = PackColumn;

/** Values with the numbers of the dataset's rows they come from. */
export interface PresentValues {
  readonly values: Float64Array;
  readonly rows: Int32Array;
}

/** Complete cases of several columns, with the numbers of the dataset's rows. */
export interface CompleteCases {
  /** One array per column asked for, in that order, all of one length. */
  readonly columns: Float64Array[];
  readonly rows: Int32Array;
}

/**
 * A dataset, column by column: opening it reads the footer, and each call reads just the buffers
 * of the columns asked for. Nothing is kept, so every array is the caller's own to change and two
 * calls cost two reads.
 */
export class Table {
  readonly version_id: string;
  readonly #file: InputFile;
  #footer: PackFooter | undefined;
  #byName: Map<string, ColumnInfo> | undefined;

  /**
   * @param file the pack; its footer is read at first use
   * @param version_id the dataset's
   */
  constructor(file: InputFile, version_id: string) {
    this.#file = file;
    this.version_id = version_id;
  }

  /** Number of rows. */
  get rows(): number {
    return this.#open().rows;
  }

  /** All columns in dataset order. */
  get columns(): readonly ColumnInfo[] {
    return this.#open().columns;
  }

  /** The column of that name, or undefined. */
  column(name: string): ColumnInfo | undefined {
    this.#byName ??= new Map(this.columns.map((column) => [column.name, column]));
    return this.#byName.get(name);
  }

  /**
   * The column of that name.
   * @throws CodedError E_COLUMN_UNKNOWN
   */
  require(name: string): ColumnInfo {
    const column = this.column(name);
    if (column === undefined) throw unknownColumn(name, this.columns.map((one) => one.name));
    return column;
  }

  /**
   * A column as doubles, one per row, NaN where missing. Booleans are 0 and 1, dates days and
   * timestamps microseconds since 1970-01-01 UTC; integers beyond 2^53 are rounded.
   * @param name of the column
   * @param into memory for the result, as long as the table: for work that goes through many long
   *   columns and keeps none of them
   * @throws CodedError E_COLUMN_UNKNOWN, or E_COLUMN_TYPE for text
   */
  numeric(name: string, into?: Float64Array): Float64Array {
    const column = this.require(name);
    if (column.type === "text") throw wrongColumnType(name, "text", "a numeric column");
    const values = into === undefined
      ? this.buffer(name, "values")!
      : this.buffer(name, "values", bytesFor(column.type, into))!;
    return numericValues(column.type, this.rows, values, this.validity(name), into);
  }

  /**
   * Some rows of a column, as {@link numeric} has them: for work that goes through long columns in
   * blocks and keeps none of them whole.
   * @param name of the column
   * @param start first row
   * @param end after the last row
   * @param into memory for the result, just as long; used where the start is a multiple of 8
   * @throws CodedError see {@link numeric}
   */
  numericRange(name: string, start: number, end: number, into?: Float64Array): Float64Array {
    const column = this.require(name);
    if (column.type === "text") throw wrongColumnType(name, "text", "a numeric column");
    if (!(start >= 0 && start <= end && end <= this.rows)) throw rowOutOfRange(end, this.rows);
    // Bitmaps are read from the byte that holds the first row's bit.
    const first = start - start % 8;
    const width = column.type === "boolean" ? 1 / 8 : column.type === "date" ? 4 : 8;
    const memory = first === start ? into : undefined;
    const space = memory === undefined ? undefined : bytesFor(column.type, memory);
    const read = (buffer: BufferName, size: number, space?: Uint8Array) =>
      this.bufferRange(name, buffer, first * size, Math.ceil(end * size), space);
    const gaps = column.null_count === 0 ? null : read("validity", 1 / 8);
    const bytes = read("values", width, space);
    return numericValues(column.type, end - first, bytes, gaps, memory).subarray(start - first);
  }

  /**
   * The values that are there, as {@link numeric} has them, with their row numbers.
   * @throws CodedError see {@link numeric}
   */
  present(name: string): PresentValues {
    const values = this.numeric(name);
    const rows = presentRows(values);
    return { values: rows.length === values.length ? values : pick(values, rows), rows };
  }

  /**
   * The rows in which none of these columns is missing.
   * @param names of columns {@link numeric} can read
   * @throws CodedError see {@link numeric}
   */
  complete(names: readonly string[]): CompleteCases {
    const columns = names.map((name) => this.numeric(name));
    const rows = completeRows(columns, this.rows);
    if (rows.length === this.rows) return { columns, rows };
    return { columns: columns.map((values) => pick(values, rows)), rows };
  }

  /**
   * The exact integers of an int64 or timestamp column, 0 where missing.
   * @throws CodedError E_COLUMN_UNKNOWN, E_COLUMN_TYPE
   */
  int64(name: string): BigInt64Array {
    const column = this.require(name);
    if (column.type !== "int64" && column.type !== "timestamp") {
      throw wrongColumnType(name, column.type, "an int64 or timestamp column");
    }
    return int64View(this.buffer(name, "values")!);
  }

  /**
   * Which cells are there: one bit a row, least significant first, 1 = present; null when all are.
   * @throws CodedError E_COLUMN_UNKNOWN
   */
  validity(name: string): Uint8Array | null {
    return this.buffer(name, "validity");
  }

  /**
   * A text column as codes into its different values; plain text is encoded as it is read, codes
   * in order of first appearance.
   * @param name of the column
   * @param into memory for the codes, four bytes a row, of a column that is stored as a dictionary
   * @throws CodedError E_COLUMN_UNKNOWN, E_COLUMN_TYPE
   */
  dictionary(name: string, into?: Uint8Array): Dictionary {
    const column = this.require(name);
    if (column.type !== "text") throw wrongColumnType(name, column.type, "a text column");
    return dictionaryOf(this, column, into);
  }

  /**
   * Every cell of a column in display form, null where missing. One string per row: for small
   * tables, or for text that has to be read whole.
   * @throws CodedError E_COLUMN_UNKNOWN
   */
  text(name: string): (string | null)[] {
    return textOf(this, this.require(name));
  }

  /**
   * Visits every cell of a text column that is there, in row order, without keeping them: plain
   * text is read a few megabytes at a time.
   * @param name of the column
   * @param visit called with the row number and the text
   * @throws CodedError E_COLUMN_UNKNOWN, E_COLUMN_TYPE
   */
  forEachText(name: string, visit: (row: number, text: string) => void): void {
    const column = this.require(name);
    if (column.type !== "text") throw wrongColumnType(name, column.type, "a text column");
    if (column.encoding === "plain") return forEachPlainText(this, column, visit);
    const { codes, values } = dictionaryOf(this, column);
    for (let row = 0; row < codes.length; row++) {
      if (codes[row]! >= 0) visit(row, values[codes[row]!]!);
    }
  }

  /**
   * Visits every cell of a text column that is there as UTF-8 bytes, data[start] … data[end − 1], in
   * row order: several times faster than {@link forEachText}, since no string is made.
   * @param name of the column
   * @param visit called with the row number and where its bytes are, which later calls overwrite
   * @throws CodedError E_COLUMN_UNKNOWN, E_COLUMN_TYPE
   */
  forEachTextBytes(
    name: string,
    visit: (row: number, data: Uint8Array, start: number, end: number) => void,
  ): void {
    const column = this.require(name);
    if (column.type !== "text") throw wrongColumnType(name, column.type, "a text column");
    forEachTextBytes(this, column, visit);
  }

  /**
   * One cell in display form, null when missing; reads only that cell.
   * @param name of the column
   * @param row 0-based
   * @throws CodedError E_COLUMN_UNKNOWN, E_ROW_RANGE
   */
  cell(name: string, row: number): string | null {
    return displayCell(this, this.require(name), row);
  }

  /**
   * The bytes of one buffer of a column, aligned to 8; null when the column has no such buffer.
   * @param name of the column
   * @param buffer which of its buffers
   * @param into memory for them, at least as long, starting at a multiple of 8
   * @throws CodedError E_COLUMN_UNKNOWN, E_INPUT_TRUNCATED
   */
  buffer(name: string, buffer: BufferName, into?: Uint8Array): Uint8Array | null {
    const found = this.require(name).buffers.find((one) => one.name === buffer);
    if (found === undefined) return null;
    return this.bufferRange(name, buffer, 0, found.bytes, into);
  }

  /**
   * Some bytes of one buffer of a column, for what is too large to read whole.
   * @param name of the column
   * @param buffer one that the column has
   * @param start first byte, from the start of the buffer
   * @param end after the last byte
   * @param into memory for these bytes, starting at a multiple of 8
   * @throws CodedError E_COLUMN_UNKNOWN, E_INPUT_TRUNCATED
   */
  bufferRange(
    name: string,
    buffer: BufferName,
    start: number,
    end: number,
    into?: Uint8Array,
  ): Uint8Array {
    const found = this.require(name).buffers.find((one) => one.name === buffer);
    const length = Math.max(0, Math.min(end, found?.bytes ?? 0) - start);
    const bytes = into !== undefined && into.byteLength >= length
      ? into.subarray(0, length)
      : new Uint8Array(new ArrayBuffer(Math.ceil(length / 8) * 8), 0, length);
    const got = length === 0 ? 0 : this.#file.readSync(bytes, found!.offset + start);
    if (got !== length || length < end - start) {
      throw inputTruncated(`${buffer} of column ${JSON.stringify(name)}`, end - start, got);
    }
    return bytes;
  }

  #open(): PackFooter {
    this.#footer ??= readFooter(this.#file);
    return this.#footer;
  }
}
