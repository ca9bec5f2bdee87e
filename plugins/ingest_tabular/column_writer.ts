import type { BufferName, ColumnEncoding, ColumnType } from "harness/sdk";
import { booleanValue } from "./boolean_literal.ts";
import type { ColumnCells } from "./column_cells.ts";
import { changedError } from "./errors.ts";
import { parseDecimal } from "./parse_decimal.ts";
import { parseInteger } from "./parse_integer.ts";
import {
  DATE_FORM,
  daysFromCivil,
  hasOpenOrder,
  readTemporal,
  temporal,
} from "./temporal_literal.ts";
import { storeTimestamp } from "./store_timestamp.ts";
import type { DateOrder } from "./temporal_facts.ts";
import type { TextDictionary } from "./text_dictionary.ts";
import { trimEnd, trimStart } from "./trim_cell.ts";

/** Where pieces of column buffers go; the pieces of one buffer come in order. */
export interface ColumnSink {
  write(column: number, buffer: BufferName, bytes: Uint8Array): void;
}

/** What the first pass found out about a column. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: ColumnType;
  readonly encoding: ColumnEncoding;
  readonly missing: number;
  /** Bytes of the text of a plain text column. */
  readonly content_bytes: number;
  readonly dictionary: TextDictionary | null;
  readonly order: DateOrder;
}

const TWO_32 = 4294967296;
const NOTHING = new Int32Array(0);
const NO_BYTES = new Uint8Array(0);
const NO_DOUBLES = new Float64Array(0);

/**
 * Second pass over one column: turns cells into the column's buffers and hands them on in pieces
 * of a fixed number of rows, so that its memory does not grow with the file.
 */
export class ColumnWriter {
  readonly plan: ColumnPlan;
  readonly #column: number;
  readonly #sink: ColumnSink;
  readonly #decimal: number;
  /** Rows of one piece; a multiple of 8. */
  readonly #capacity: number;
  /** Rows in the piece begun. */
  #filled = 0;
  #missing = 0;
  #contentBytes = 0;
  readonly #validity: Uint8Array;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #bits: Uint8Array;
  readonly #text: Uint8Array;
  #textFilled = 0;

  /**
   * @param column its number
   * @param decimal ASCII code of the decimal mark
   * @param capacity rows of one piece, a multiple of 8
   */
  constructor(
    plan: ColumnPlan,
    column: number,
    sink: ColumnSink,
    decimal: number,
    capacity: number,
  ) {
    this.plan = plan;
    this.#column = column;
    this.#sink = sink;
    this.#decimal = decimal;
    this.#capacity = capacity;
    const { type, encoding } = plan;
    this.#validity = plan.missing > 0 ? new Uint8Array(capacity / 8) : NO_BYTES;
    this.#bits = type === "boolean" ? new Uint8Array(capacity / 8) : NO_BYTES;
    const buffer = new ArrayBuffer(type === "boolean" ? 0 : capacity * 8);
    this.#words = type === "float64" ? NOTHING : new Int32Array(buffer);
    this.#doubles = type === "float64" ? new Float64Array(buffer) : NO_DOUBLES;
    this.#text = encoding === "plain" && type === "text" ? new Uint8Array(capacity * 8) : NO_BYTES;
  }

  /** Writes what comes before the rows: the dictionary, the first offset. */
  begin(): void {
    const { dictionary, type } = this.plan;
    if (dictionary !== null) {
      this.#emit("dictionary_offsets", asBytes(dictionary.offsets));
      this.#emit("dictionary_data", dictionary.data);
    } else if (type === "text") {
      this.#emit("offsets", new Uint8Array(8));
    }
  }

  /** Takes in the column's cells of one block. */
  add(bytes: Uint8Array, cells: ColumnCells): void {
    this.#missing += cells.missing;
    for (let row = 0; row < cells.rows;) {
      const rows = Math.min(cells.rows, row + this.#capacity - this.#filled);
      if (this.plan.missing > 0) this.#addValidity(cells, row, rows);
      this.#addValues(bytes, cells, row, rows);
      this.#filled += rows - row;
      row = rows;
      if (this.#filled === this.#capacity) this.#flush();
    }
  }

  /**
   * Hands on what is left.
   * @throws CodedError E_INGEST_CHANGED when this pass saw other cells than the first
   */
  end(): void {
    this.#flush();
    this.#flushText();
    const { plan } = this;
    if (this.#missing !== plan.missing) throw changedError();
    if (this.#text !== NO_BYTES && this.#contentBytes !== plan.content_bytes) throw changedError();
  }

  #addValidity(cells: ColumnCells, row: number, rows: number): void {
    const validity = this.#validity;
    let at = this.#filled;
    for (let r = row; r < rows; r++, at++) {
      if (cells.from[r]! >= 0) validity[at >> 3]! |= 1 << (at & 7);
    }
  }

  #addValues(bytes: Uint8Array, cells: ColumnCells, row: number, rows: number): void {
    switch (this.plan.type) {
      case "int64":
        return this.#addIntegers(bytes, cells, row, rows);
      case "float64":
        return this.#addDecimals(bytes, cells, row, rows);
      case "boolean":
        return this.#addBooleans(bytes, cells, row, rows);
      case "date":
      case "timestamp":
        return this.#addTemporals(bytes, cells, row, rows);
      case "text":
        return this.plan.encoding === "dictionary"
          ? this.#addCodes(bytes, cells, row, rows)
          : this.#addText(bytes, cells, row, rows);
    }
  }

  #addIntegers(bytes: Uint8Array, cells: ColumnCells, row: number, rows: number): void {
    const { from, to } = cells;
    const words = this.#words;
    let at = this.#filled;
    for (let r = row; r < rows; r++, at++) {
      let start = from[r]!;
      if (start < 0) continue;
      let end = to[r]!;
      if (bytes[start]! <= 32 || bytes[end - 1]! <= 32) {
        start = trimStart(bytes, start, end);
        end = trimEnd(bytes, start, end);
      }
      parseInteger(bytes, start, end, words, at);
    }
  }

  #addDecimals(bytes: Uint8Array, cells: ColumnCells, row: number, rows: number): void {
    const { from, to } = cells;
    const doubles = this.#doubles;
    const decimal = this.#decimal;
    let at = this.#filled;
    for (let r = row; r < rows; r++, at++) {
      let start = from[r]!;
      if (start < 0) continue;
      let end = to[r]!;
      if (bytes[start]! <= 32 || bytes[end - 1]! <= 32) {
        start = trimStart(bytes, start, end);
        end = trimEnd(bytes, start, end);
      }
      doubles[at] = parseDecimal(bytes, start, end, decimal);
    }
  }

  #addBooleans(bytes: Uint8Array, cells: ColumnCells, row: number, rows: number): void {
    const { from, to } = cells;
    const bits = this.#bits;
    let at = this.#filled;
    for (let r = row; r < rows; r++, at++) {
      if (from[r]! < 0) continue;
      const start = trimStart(bytes, from[r]!, to[r]!);
      const end = trimEnd(bytes, start, to[r]!);
      if (booleanValue(bytes, start, end, true)) bits[at >> 3]! |= 1 << (at & 7);
    }
  }

  #addTemporals(bytes: Uint8Array, cells: ColumnCells, row: number, rows: number): void {
    const { from, to } = cells;
    const words = this.#words;
    const days = this.plan.type === "date";
    const dayFirst = this.plan.order === "dmy";
    let at = this.#filled;
    for (let r = row; r < rows; r++, at++) {
      if (from[r]! < 0) continue;
      const start = trimStart(bytes, from[r]!, to[r]!);
      const form = readTemporal(bytes, start, trimEnd(bytes, start, to[r]!));
      if (form === 0) throw changedError();
      const { year, first, second } = temporal;
      const swap = form === DATE_FORM.dotted || (hasOpenOrder(form) && dayFirst);
      const day = swap ? daysFromCivil(year, second, first) : daysFromCivil(year, first, second);
      if (days) {
        words[at] = day;
        continue;
      }
      storeTimestamp(day * 86400 + temporal.seconds, temporal.micros, words, at);
    }
  }

  #addCodes(bytes: Uint8Array, cells: ColumnCells, row: number, rows: number): void {
    const { from, to } = cells;
    const words = this.#words;
    const dictionary = this.plan.dictionary!;
    let at = this.#filled;
    for (let r = row; r < rows; r++, at++) {
      if (from[r]! < 0) continue;
      const code = dictionary.codeOf(bytes, from[r]!, to[r]!);
      if (code < 0) throw changedError();
      words[at] = code;
    }
  }

  #addText(bytes: Uint8Array, cells: ColumnCells, row: number, rows: number): void {
    const { from, to } = cells;
    const words = this.#words;
    const text = this.#text;
    let at = this.#filled;
    let total = this.#contentBytes;
    for (let r = row; r < rows; r++, at++) {
      const start = from[r]!;
      if (start >= 0) {
        const length = to[r]! - start;
        if (length > text.length - this.#textFilled) this.#flushText();
        if (length > text.length) {
          this.#emit("data", bytes.subarray(start, start + length));
        } else {
          let put = this.#textFilled;
          for (let i = 0; i < length; i++) text[put++] = bytes[start + i]!;
          this.#textFilled = put;
        }
        total += length;
      }
      const high = Math.floor(total / TWO_32);
      words[2 * at] = total - high * TWO_32;
      words[2 * at + 1] = high;
    }
    this.#contentBytes = total;
  }

  #flush(): void {
    const rows = this.#filled;
    if (rows === 0) return;
    const { type, encoding } = this.plan;
    if (this.#validity !== NO_BYTES) this.#emitBits("validity", this.#validity, rows);
    if (type === "boolean") this.#emitBits("values", this.#bits, rows);
    else {
      const values = type === "float64" ? asBytes(this.#doubles) : asBytes(this.#words);
      const width = type === "date" || encoding === "dictionary" ? 4 : 8;
      const offsets = type === "text" && encoding === "plain";
      this.#emit(offsets ? "offsets" : "values", values.subarray(0, rows * width));
      values.fill(0, 0, rows * width);
    }
    this.#filled = 0;
  }

  #flushText(): void {
    if (this.#textFilled === 0) return;
    this.#emit("data", this.#text.subarray(0, this.#textFilled));
    this.#textFilled = 0;
  }

  #emitBits(buffer: BufferName, bits: Uint8Array, rows: number): void {
    this.#emit(buffer, bits.subarray(0, Math.ceil(rows / 8)));
    bits.fill(0);
  }

  #emit(buffer: BufferName, bytes: Uint8Array): void {
    if (bytes.length > 0) this.#sink.write(this.#column, buffer, bytes);
  }
}

function asBytes(array: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
