import { MAX_COLUMNS, MAX_ROWS } from "harness/sdk";
import { BlockBuilder } from "./block_builder.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { CELL, type CellBlock, type CellSource } from "./cell_block.ts";
import {
  duplicateKeyError,
  jsonRaggedError,
  jsonShapeError,
  tooManyColumnsError,
  tooManyRowsError,
} from "./errors.ts";
import type { JsonCursor } from "./json_cursor.ts";
import { JsonKeys } from "./json_keys.ts";

const COMMA = 44;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** Most row numbers kept of padded rows; all are counted. */
const KEPT_ROWS = 100;

/** How the records of a JSON file are read. */
export interface JsonRecordRules {
  /** The records are the elements of one array, not values one after the other. */
  readonly in_array: boolean;
  readonly pad: boolean;
  /** Data rows to read at most. */
  readonly max_rows: number;
  /** About how much a block holds. */
  readonly block_bytes: number;
}

/** Records that are all objects, or all arrays, as a table. */
export class JsonRecords implements CellSource {
  columns = 0;
  /** Rows that lacked cells, so far: arrays that were short, with `pad`. */
  paddedRows = 0;
  readonly firstPaddedRows: number[] = [];
  readonly #cursor: JsonCursor;
  readonly #rules: JsonRecordRules;
  readonly #keys = new JsonKeys();
  readonly #record = new ByteBuffer(4096);
  /** By column: where the record's cell lies in `#record`, and how it is to be read. */
  #from = new Int32Array(16);
  #to = new Int32Array(16);
  #flags = new Uint8Array(16);
  /** By column: number of the last record that had it, plus one. */
  #seen = new Float64Array(16);
  #read = 0;
  #width = 0;
  #header = false;
  #ended = false;
  /** 123 or 91: what records are, once one was seen. */
  #kind = 0;
  #builder = new BlockBuilder(0, 16);

  /** @param cursor at the first record, or at the array that holds them */
  constructor(cursor: JsonCursor, rules: JsonRecordRules) {
    this.#cursor = cursor;
    this.#rules = rules;
  }

  /** Whether records are objects, so that their keys are the names. */
  get named(): boolean {
    return this.#kind === OPEN_OBJECT;
  }

  /** Keys in order of first appearance, after {@link prepare}. */
  get keys(): readonly string[] {
    return this.#keys.names;
  }

  /** The first record's cells if records are arrays; null if there is no record. */
  firstRecord(): { text: string; isText: boolean }[] | null {
    this.#restart();
    if (!this.#next()) return null;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return Array.from({ length: this.#width }, (_, c) => ({
      text: decoder.decode(this.#record.bytes.subarray(this.#from[c]!, this.#to[c]!)),
      isText: this.#flags[c] === CELL.text,
    }));
  }

  /**
   * Reads the file once for its columns and checks its syntax.
   * @param header whether the first record, an array, holds the names
   */
  prepare(header: boolean): void {
    this.#header = header;
    this.#restart();
    let widest = 0;
    const most = this.#rules.max_rows + (header ? 1 : 0);
    while (this.#read < most && this.#next()) widest = Math.max(widest, this.#width);
    this.columns = this.named ? this.#keys.names.length : widest;
    if (this.#read > 0 && this.columns === 0) throw jsonShapeError("its records are empty");
    this.#builder = new BlockBuilder(this.columns, this.#rules.block_bytes);
    this.rewind();
  }

  rewind(): void {
    this.#restart();
    this.paddedRows = 0;
    this.firstPaddedRows.length = 0;
    if (this.#header) this.#next();
  }

  next(): CellBlock | null {
    const builder = this.#builder;
    const first_row = this.#rows();
    if (first_row >= this.#rules.max_rows) return null;
    builder.clear(first_row);
    while (!builder.full && this.#rows() < this.#rules.max_rows && this.#next()) {
      if (this.#rows() > MAX_ROWS) throw tooManyRowsError(MAX_ROWS);
      this.#emit(builder);
    }
    return builder.rows === 0 ? null : builder.block();
  }

  /** Whether a record follows the last block, that is, whether `max_rows` cut the file. */
  hasMore(): boolean {
    return this.#next();
  }

  describe(row: number): string {
    this.rewind();
    while (this.#rows() < row && this.#next());
    this.#cursor.space();
    if (this.#cursor.peek() === COMMA) this.#cursor.skip();
    this.#cursor.space();
    const { line, offset } = this.#cursor.place();
    return `line ${line}, byte ${offset}`;
  }

  #rows(): number {
    return this.#read - (this.#header ? 1 : 0);
  }

  #restart(): void {
    this.#cursor.rewind();
    this.#read = 0;
    this.#ended = false;
    this.#seen.fill(0);
    if (this.#rules.in_array) this.#cursor.expect(OPEN_ARRAY, "an array");
  }

  #emit(builder: BlockBuilder): void {
    const { bytes } = this.#record;
    builder.startRow();
    for (let c = 0; c < this.columns; c++) {
      if (this.#seen[c] === this.#read) {
        builder.cell(bytes, this.#from[c]!, this.#to[c]!, this.#flags[c]!);
      } else {
        builder.cell(bytes, 0, 0, CELL.absent);
      }
    }
    if (this.named || this.#width === this.columns) return;
    this.paddedRows++;
    if (this.firstPaddedRows.length < KEPT_ROWS) this.firstPaddedRows.push(this.#rows() - 1);
  }

  /** Reads the next record; false after the last. */
  #next(): boolean {
    if (this.#ended) return false;
    const cursor = this.#cursor;
    cursor.row = this.#rows();
    let b = cursor.space();
    if (this.#rules.in_array) {
      if (this.#read > 0 && b === COMMA) {
        cursor.skip();
        b = cursor.space();
        if (b === CLOSE_ARRAY) cursor.fail("expected a record after the comma");
      } else if (b === CLOSE_ARRAY) {
        cursor.skip();
        if (cursor.space() >= 0) cursor.fail("expected nothing after the array");
        this.#ended = true;
        return false;
      } else if (this.#read > 0) {
        cursor.fail("expected , or ]");
      }
    } else if (b < 0) {
      this.#ended = true;
      return false;
    }
    if (b !== OPEN_OBJECT && b !== OPEN_ARRAY) {
      if (b < 0) cursor.fail("expected a record");
      throw jsonShapeError("a record is neither an object nor an array", cursor.place());
    }
    if (this.#kind !== 0 && b !== this.#kind) {
      throw jsonShapeError("some records are objects, others arrays", cursor.place());
    }
    this.#kind = b;
    this.#record.length = 0;
    this.#read++;
    if (b === OPEN_OBJECT) this.#object();
    else this.#array();
    return true;
  }

  #object(): void {
    const cursor = this.#cursor;
    const record = this.#record;
    cursor.skip();
    this.#width = 0;
    if (cursor.space() === CLOSE_OBJECT) return cursor.skip();
    let column = -1;
    for (;;) {
      const from = record.length;
      cursor.space();
      const keyAt = cursor.offset;
      cursor.string(record);
      column = this.#keys.column(record.bytes, from, record.length, column + 1);
      if (column >= MAX_COLUMNS) throw tooManyColumnsError(MAX_COLUMNS);
      record.length = from;
      cursor.expect(58, "a colon");
      if (this.#seen[column] === this.#read) {
        const key = this.#keys.names[column]!;
        throw duplicateKeyError(cursor.place(keyAt), cursor.row, key);
      }
      this.#cell(column);
      const b = cursor.space();
      if (b !== COMMA && b !== CLOSE_OBJECT) cursor.fail("expected , or }");
      cursor.skip();
      if (b === CLOSE_OBJECT) return;
    }
  }

  #array(): void {
    const cursor = this.#cursor;
    const at = cursor.offset;
    cursor.skip();
    let width = 0;
    if (cursor.space() === CLOSE_ARRAY) {
      cursor.skip();
    } else {
      for (;;) {
        if (width >= MAX_COLUMNS) throw tooManyColumnsError(MAX_COLUMNS);
        this.#cell(width++);
        const b = cursor.space();
        if (b !== COMMA && b !== CLOSE_ARRAY) cursor.fail("expected , or ]");
        cursor.skip();
        if (b === CLOSE_ARRAY) break;
      }
    }
    if (this.#read > 1 && width !== this.#width && !this.#rules.pad) {
      const { line, offset } = cursor.place(at);
      throw jsonRaggedError(
        `the array at line ${line} (row ${cursor.row}, byte ${offset}) has ${width} elements ` +
          `where the first has ${this.#width}`,
      );
    }
    this.#width = width;
  }

  #cell(column: number): void {
    if (column >= this.#from.length) this.#grow(column);
    const from = this.#record.length;
    this.#flags[column] = this.#cursor.value(this.#record);
    this.#from[column] = from;
    this.#to[column] = this.#record.length;
    this.#seen[column] = this.#read;
  }

  #grow(column: number): void {
    const capacity = Math.max(column + 1, this.#from.length * 2);
    const larger = <T extends Int32Array | Uint8Array | Float64Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.#from = larger(this.#from, new Int32Array(capacity));
    this.#to = larger(this.#to, new Int32Array(capacity));
    this.#flags = larger(this.#flags, new Uint8Array(capacity));
    this.#seen = larger(this.#seen, new Float64Array(capacity));
  }
}
