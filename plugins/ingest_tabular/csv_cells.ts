import { MAX_COLUMNS, MAX_ROWS } from "harness/sdk";
import { cellText } from "./cell_text.ts";
import type { CellBlock, CellSource } from "./cell_block.ts";
import { tooManyColumnsError, tooManyRowsError } from "./errors.ts";
import { RecordSplitter } from "./record_splitter.ts";
import { RecordStream } from "./record_stream.ts";
import type { TextReader } from "./text_reader.ts";

/** How a delimited text file is written. */
export interface Dialect {
  /** ASCII code of the delimiter. */
  readonly delimiter: number;
  /** Bytes of UTF-8 before the first record (an Excel `sep=;` line). */
  readonly skip: number;
  readonly pad: boolean;
}

/** Most row numbers kept of padded rows; all are counted. */
const KEPT_ROWS = 100;
/** Size of the buffer to begin with: small enough that its cells' slots stay in cache. */
export const BLOCK_BYTES = 256 * 1024;

/** The cells of a delimited text file. */
export class CsvCells implements CellSource {
  columns = 0;
  /** Rows that were shorter than the table, so far; only with `pad`. */
  paddedRows = 0;
  readonly firstPaddedRows: number[] = [];
  readonly #text: TextReader;
  readonly #dialect: Dialect;
  readonly #blockBytes: number;
  readonly #maxRows: number;
  #stream: RecordStream;
  #slots = new Int32Array(0);
  #header = false;

  /**
   * @param maxRows data rows to read at most
   * @param blockBytes size of the first buffer; results do not depend on it
   */
  constructor(text: TextReader, dialect: Dialect, maxRows: number, blockBytes = BLOCK_BYTES) {
    this.#text = text;
    this.#dialect = dialect;
    this.#maxRows = maxRows;
    this.#blockBytes = blockBytes;
    this.#stream = this.#open();
  }

  /** Empty lines skipped since the last rewind. */
  get blankLines(): number {
    return this.#stream.splitter.blankLines;
  }

  /**
   * The first record as text; also sets `columns`.
   * @returns null when the file has no record
   * @throws CodedError E_INGEST_COLUMNS and what reading throws
   */
  firstRecord(): string[] | null {
    let slots = new Int32Array(256);
    this.#restart();
    if (this.#stream.pull(slots, 1, -1) === 0) return null;
    const { width } = this.#stream.splitter;
    if (width > MAX_COLUMNS) throw tooManyColumnsError(MAX_COLUMNS);
    if (width >= slots.length) {
      // Wider than expected: its cells are described in a second reading.
      slots = new Int32Array(width + 1);
      this.#restart();
      this.#stream.pull(slots, 1, -1);
    }
    const cells: string[] = [];
    for (let c = 0; c < width; c++) cells.push(cellText(this.#stream.bytes, slots, c));
    this.columns = width;
    return cells;
  }

  /**
   * Says what the first record is, and with `pad` reads the file once to find its width.
   * @param header whether the first record holds the names
   */
  prepare(header: boolean): void {
    this.#header = header;
    if (this.#dialect.pad) {
      this.#restart();
      const slots = new Int32Array(2);
      if (header) this.#stream.pull(slots, 1, -1);
      for (let row = 0; row < this.#maxRows; row++) {
        if (this.#stream.pull(slots, 1, row) === 0) break;
        this.columns = Math.max(this.columns, this.#stream.splitter.width);
      }
      if (this.columns > MAX_COLUMNS) throw tooManyColumnsError(MAX_COLUMNS);
    }
    const stride = this.columns + 1;
    this.#slots = new Int32Array(Math.max(this.#blockBytes >> 1, 2 * stride));
    this.rewind();
  }

  rewind(): void {
    this.#restart();
    this.paddedRows = 0;
    this.firstPaddedRows.length = 0;
    if (this.#header) this.#stream.pull(new Int32Array(2), 1, -1);
    this.#stream.splitter.columns = this.columns;
    this.#stream.splitter.skipBlank = this.columns > 1;
  }

  next(): CellBlock | null {
    const first_row = this.#rowsRead();
    if (first_row >= this.#maxRows) return null;
    const room = Math.floor(this.#slots.length / (this.columns + 1));
    const limit = Math.min(room, this.#maxRows - first_row);
    const rows = this.#stream.pull(this.#slots, limit, first_row);
    if (rows === 0) return null;
    if (first_row + rows > MAX_ROWS) throw tooManyRowsError(MAX_ROWS);
    for (const at of this.#stream.splitter.padded) {
      if (this.firstPaddedRows.length < KEPT_ROWS) this.firstPaddedRows.push(first_row + at);
    }
    this.paddedRows += this.#stream.splitter.padded.length;
    return {
      bytes: this.#stream.bytes,
      slots: this.#slots,
      rows,
      columns: this.columns,
      first_row,
    };
  }

  /** Whether a record follows the last block, that is, whether `maxRows` cut the file. */
  hasMore(): boolean {
    this.#stream.splitter.columns = 0;
    return this.#stream.pull(new Int32Array(2), 1, this.#rowsRead()) > 0;
  }

  describe(row: number): string {
    const stream = this.#open();
    this.#restart(stream);
    const slots = new Int32Array(2);
    if (this.#header) stream.pull(slots, 1, -1);
    stream.splitter.skipBlank = this.columns > 1;
    for (let i = 0; i <= row && stream.pull(slots, 1, i) > 0; i++);
    const { line, offset } = this.#text.locate(stream.streamOffset((slots[0]! >> 3) + 1));
    return `line ${line}, byte ${offset}`;
  }

  #rowsRead(): number {
    return this.#stream.records - (this.#header ? 1 : 0);
  }

  #open(): RecordStream {
    const splitter = new RecordSplitter(this.#dialect.delimiter, this.#dialect.pad);
    return new RecordStream(this.#text, splitter, this.#blockBytes);
  }

  #restart(stream = this.#stream): void {
    stream.rewind();
    stream.splitter.columns = 0;
    stream.splitter.skipBlank = true;
    if (this.#dialect.skip > 0) stream.skip(this.#dialect.skip);
  }
}
