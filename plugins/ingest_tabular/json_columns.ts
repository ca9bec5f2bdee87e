import { MAX_COLUMNS, MAX_ROWS } from "harness/sdk";
import { BlockBuilder } from "./block_builder.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import type { ByteSource } from "./byte_source.ts";
import { CELL, type CellBlock, type CellSource } from "./cell_block.ts";
import {
  duplicateKeyError,
  jsonRaggedError,
  quoteForMessage,
  tooManyColumnsError,
  tooManyRowsError,
} from "./errors.ts";
import { JsonCursor } from "./json_cursor.ts";

const COMMA = 44;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** Bytes of all columns' read buffers together. */
const BUFFER_BYTES = 16 * 1024 * 1024;
const MOST_BUFFER_BYTES = 64 * 1024;

/** Most row numbers kept of padded rows; all are counted. */
const KEPT_ROWS = 100;

/** One column as it stands in the file. */
interface JsonColumn {
  readonly name: string;
  /** Where its array's `[` is. */
  readonly start: number;
  readonly length: number;
}

/**
 * An object of arrays as a table: every column is read from its own place in the file, so that
 * rows come out without the columns being in memory.
 */
export class JsonColumns implements CellSource {
  readonly columns: number;
  readonly names: readonly string[];
  readonly #source: ByteSource;
  readonly #all: readonly JsonColumn[];
  readonly #rows: number;
  readonly #longest: number;
  readonly #blockBytes: number;
  readonly #cell = new ByteBuffer(4096);
  #cursors: JsonCursor[] = [];
  #row = 0;
  #builder: BlockBuilder;

  constructor(
    source: ByteSource,
    columns: readonly JsonColumn[],
    rules: { readonly pad: boolean; readonly max_rows: number; readonly block_bytes: number },
  ) {
    this.#source = source;
    this.#all = columns;
    this.columns = columns.length;
    this.names = columns.map(({ name }) => name);
    this.#longest = columns.reduce((most, { length }) => Math.max(most, length), 0);
    const other = columns.find(({ length }) => length !== columns[0]!.length);
    if (other !== undefined && !rules.pad) {
      const of = ({ name, length }: JsonColumn) => `${quoteForMessage(name)} has ${length}`;
      throw jsonRaggedError(`the column ${of(columns[0]!)} cells where ${of(other)}`);
    }
    this.#rows = Math.min(rules.max_rows, this.#longest);
    this.#blockBytes = rules.block_bytes;
    this.#builder = new BlockBuilder(this.columns, rules.block_bytes);
  }

  /** Rows that some column is too short for. */
  get paddedRows(): number {
    const shortest = this.#all.reduce((least, { length }) => Math.min(least, length), Infinity);
    return Math.max(0, this.#rows - Math.min(this.#rows, shortest));
  }

  /** The first of them; in such a table they are the last rows. */
  get firstPaddedRows(): readonly number[] {
    const first = this.#rows - this.paddedRows;
    return Array.from({ length: Math.min(KEPT_ROWS, this.paddedRows) }, (_, i) => first + i);
  }

  /** Whether `max_rows` cut the table. */
  hasMore(): boolean {
    return this.#rows < this.#longest;
  }

  rewind(): void {
    const share = Math.floor(BUFFER_BYTES / Math.max(1, this.columns));
    const bufferBytes = Math.min(MOST_BUFFER_BYTES, this.#blockBytes, Math.max(64, share));
    this.#row = 0;
    this.#cursors = this.#all.map(({ start }) => {
      const cursor = new JsonCursor(this.#source, start, bufferBytes);
      cursor.expect(OPEN_ARRAY, "an array");
      return cursor;
    });
  }

  next(): CellBlock | null {
    const builder = this.#builder;
    const cell = this.#cell;
    builder.clear(this.#row);
    for (; !builder.full && this.#row < this.#rows; this.#row++) {
      builder.startRow();
      for (let c = 0; c < this.columns; c++) {
        cell.length = 0;
        let flag: number = CELL.absent;
        if (this.#row < this.#all[c]!.length) {
          const cursor = this.#cursors[c]!;
          cursor.row = this.#row;
          flag = cursor.value(cell);
          // The comma, or the end of the array.
          cursor.space();
          cursor.skip();
        }
        builder.cell(cell.bytes, 0, cell.length, flag);
      }
    }
    return builder.rows === 0 ? null : builder.block();
  }

  describe(row: number): string {
    return `element ${row} of its array`;
  }
}

/**
 * Looks whether a file is one object whose values are all arrays, and where they stand.
 * @returns null when it is not, but may be records one after the other
 * @throws CodedError E_JSON_SYNTAX, E_JSON_DUPLICATE_KEY, E_INGEST_COLUMNS, E_INGEST_ROWS
 */
export function findJsonColumns(cursor: JsonCursor): JsonColumn[] | null {
  const columns: JsonColumn[] = [];
  const seen = new Set<string>();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const buffer = new ByteBuffer(4096);
  cursor.rewind();
  cursor.expect(OPEN_OBJECT, "an object");
  if (cursor.space() === CLOSE_OBJECT) return null;
  for (;;) {
    buffer.length = 0;
    cursor.space();
    const keyAt = cursor.offset;
    cursor.string(buffer);
    const name = decoder.decode(buffer.bytes.subarray(0, buffer.length));
    cursor.expect(58, "a colon");
    if (cursor.space() !== OPEN_ARRAY) return null;
    if (seen.has(name)) throw duplicateKeyError(cursor.place(keyAt), -1, name);
    seen.add(name);
    if (columns.length === MAX_COLUMNS) throw tooManyColumnsError(MAX_COLUMNS);
    columns.push({ name, start: cursor.offset, length: countElements(cursor, buffer) });
    const b = cursor.space();
    if (b !== COMMA && b !== CLOSE_OBJECT) cursor.fail("expected , or }");
    cursor.skip();
    if (b === CLOSE_OBJECT) break;
  }
  return cursor.space() < 0 ? columns : null;
}

function countElements(cursor: JsonCursor, buffer: ByteBuffer): number {
  cursor.skip();
  let elements = 0;
  if (cursor.space() === CLOSE_ARRAY) {
    cursor.skip();
    return 0;
  }
  for (;; elements++) {
    buffer.length = 0;
    cursor.value(buffer);
    const b = cursor.space();
    if (b !== COMMA && b !== CLOSE_ARRAY) cursor.fail("expected , or ]");
    cursor.skip();
    if (b === CLOSE_ARRAY) return elements + 1;
    if (elements >= MAX_ROWS) throw tooManyRowsError(MAX_ROWS);
  }
}
