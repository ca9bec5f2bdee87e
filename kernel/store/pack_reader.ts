import {
  alignPack,
  type BufferName,
  PACK_ALIGNMENT,
  PACK_MAGIC,
  PACK_TRAILER_BYTES,
  type PackBuffer,
  type PackColumn,
  type PackFooter,
  VERSION_ID_LENGTH,
} from "../contract/dataset.ts";
import { notAPack, packDamaged } from "../contract/pack_errors.ts";
import { parsePackFooter, parsePackTrailer } from "../contract/pack_footer.ts";
import { bitIsSet, dictionaryEntries, int32View, plainTexts } from "../contract/pack_views.ts";
import { sha256Hex } from "../canonical/hash.ts";
import { storeIo } from "./errors.ts";
import { quoted } from "./quoted.ts";
import { rowPieces } from "./row_pieces.ts";
import { notFound } from "./state_errors.ts";

/**
 * A cell: boolean; int64 as bigint; float64 as number; date as days and timestamp as bigint
 * microseconds since 1970-01-01 UTC; text as string; null where it is missing.
 */
export type Cell = boolean | bigint | number | string | null;

/** Cells of the asked-for columns for some rows on end. */
export interface RowBatch {
  /** Number of the first row. */
  readonly start: number;
  readonly rows: number;
  /** One list of cells a column, in the order asked for. */
  readonly columns: readonly (readonly Cell[])[];
}

const DEFAULT_BATCH_ROWS = 4096;
/** Bytes hashed in one go. */
const SLICE_BYTES = 1024 * 1024;
const SLICES_PER_TURN = 16;

/**
 * Opens a pack for reading; its footer is checked, its buffers are not looked at yet.
 * @param path the file
 * @throws CodedError E_DATASET_NOT_FOUND, E_PACK_*, E_STORE_*
 */
export function openPack(path: string): PackReader {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw notFound("dataset", path.slice(path.lastIndexOf("/") + 1).replace(/\.pack$/, ""));
    }
    throw storeIo("open a dataset", path, error);
  }
  try {
    return new PackReader(file, path);
  } catch (error) {
    file.close();
    throw storeIo("read a dataset", path, error);
  }
}

/** A pack open for reading. Memory is bounded by the rows of one batch and by dictionaries. */
export class PackReader {
  readonly path: string;
  readonly footer: PackFooter;
  /** SHA-256 of the footer: the dataset's hash. */
  readonly sha256: string;
  readonly version_id: string;
  readonly #file: Deno.FsFile;
  readonly #dictionaries = new Map<PackColumn, readonly string[]>();

  /**
   * @param file open for reading; closed by {@link close}
   * @param path its path, for messages
   */
  constructor(file: Deno.FsFile, path: string) {
    this.#file = file;
    this.path = path;
    const size = file.statSync().size;
    if (size < PACK_ALIGNMENT + PACK_TRAILER_BYTES) throw notAPack(`it has only ${size} bytes`);
    const length = parsePackTrailer(this.#read(size - PACK_TRAILER_BYTES, PACK_TRAILER_BYTES));
    const start = size - PACK_TRAILER_BYTES - length;
    if (start < PACK_ALIGNMENT) throw notAPack("its footer starts before its buffers");
    const bytes = this.#read(start, length);
    this.footer = parsePackFooter(bytes, size);
    this.sha256 = sha256Hex(bytes);
    this.version_id = this.sha256.slice(0, VERSION_ID_LENGTH);
  }

  /** Rows of the dataset. */
  get rows(): number {
    return this.footer.rows;
  }

  /**
   * Reads every byte and compares it with its hash. With the footer's own hash known to be right,
   * this proves the whole file.
   * @param sha256 hash that the footer must have, when known
   * @throws CodedError E_PACK_DAMAGED
   */
  async verify(sha256: string = this.sha256): Promise<void> {
    if (this.sha256 !== sha256) throw packDamaged("its footer has another hash");
    const { createHash } = await import("node:crypto");
    const head = this.#read(0, PACK_ALIGNMENT);
    const magic = new TextEncoder().encode(PACK_MAGIC);
    if (!head.every((byte, i) => byte === (magic[i] ?? 0))) throw packDamaged("its first bytes");
    let slices = 0;
    for (const column of this.footer.columns) {
      for (const buffer of column.buffers) {
        const hash = createHash("sha256");
        for (let at = 0; at < buffer.bytes; at += SLICE_BYTES) {
          hash.update(this.#read(buffer.offset + at, Math.min(SLICE_BYTES, buffer.bytes - at)));
          // Large packs take seconds: let others work in between.
          if (++slices % SLICES_PER_TURN === 0) {
            await new Promise((resolve) => setTimeout(resolve, 0));
          }
        }
        const where = `${buffer.name} of column ${quoted(column.name)}`;
        if (hash.digest("hex") !== buffer.sha256) throw packDamaged(where);
        const end = buffer.offset + buffer.bytes;
        const padding = this.#read(end, alignPack(end) - end);
        if (!padding.every((byte) => byte === 0)) throw packDamaged(`padding after ${where}`);
      }
    }
  }

  /**
   * A column of this name.
   * @param name exact
   */
  column(name: string): PackColumn | undefined {
    return this.footer.columns.find((column) => column.name === name);
  }

  /**
   * All rows, some at a time, fewer where texts are long.
   * @param columns which, in which order; all when absent
   * @param batchRows most rows in one batch, rounded up to a multiple of 8
   * @throws CodedError E_PACK_BUFFER, E_STORE_*
   */
  *batches(
    columns: readonly PackColumn[] = this.footer.columns,
    batchRows = DEFAULT_BATCH_ROWS,
  ): Generator<RowBatch, void> {
    const step = Math.max(8, Math.ceil(batchRows / 8) * 8);
    for (const { start, end } of rowPieces(this, columns, { start: 0, end: this.rows }, step)) {
      const rows = end - start;
      yield { start, rows, columns: columns.map((column) => this.cells(column, start, rows)) };
    }
  }

  /**
   * Cells of one column.
   * @param column of this pack's footer
   * @param start first row
   * @param rows how many
   * @throws CodedError E_PACK_BUFFER, E_STORE_*; RangeError for rows that are not there
   */
  cells(column: PackColumn, start: number, rows: number): Cell[] {
    if (!(0 <= start && 0 <= rows && start + rows <= this.rows)) {
      throw new RangeError(`rows ${start} to ${start + rows} of ${this.rows}`);
    }
    if (rows === 0) return [];
    const present = this.#presence(column, start, rows);
    if (column.type === "text" && column.encoding === "plain") {
      return this.#plain(column, start, rows, present);
    }
    const value = this.#values(column, start, rows);
    const cells: Cell[] = new Array(rows);
    for (let i = 0; i < rows; i++) cells[i] = present(i) ? value(i) : null;
    return cells;
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #presence(column: PackColumn, start: number, rows: number): (i: number) => boolean {
    if (column.null_count === 0) return () => true;
    const first = start % 8;
    const bytes = this.part(
      column,
      "validity",
      (start - first) / 8,
      Math.ceil((first + rows) / 8),
    );
    return (i) => bitIsSet(bytes, first + i);
  }

  #values(column: PackColumn, start: number, rows: number): (i: number) => Cell {
    switch (column.type) {
      case "boolean": {
        const first = start % 8;
        const from = (start - first) / 8;
        const bits = this.part(column, "values", from, Math.ceil((first + rows) / 8));
        return (i) => bitIsSet(bits, first + i);
      }
      case "float64": {
        const values = new Float64Array(this.part(column, "values", start * 8, rows * 8).buffer);
        return (i) => values[i]!;
      }
      case "int64":
      case "timestamp": {
        const values = new BigInt64Array(this.part(column, "values", start * 8, rows * 8).buffer);
        return (i) => values[i]!;
      }
      case "date": {
        const values = int32View(this.part(column, "values", start * 4, rows * 4));
        return (i) => values[i]!;
      }
      case "text": {
        const codes = int32View(this.part(column, "values", start * 4, rows * 4));
        const entries = this.#dictionary(column);
        return (i) => {
          const entry = entries[codes[i]!];
          if (entry === undefined) throw packDamaged(`codes of column ${quoted(column.name)}`);
          return entry;
        };
      }
    }
  }

  #plain(
    column: PackColumn,
    start: number,
    rows: number,
    present: (i: number) => boolean,
  ): Cell[] {
    const offsets = this.part(column, "offsets", start * 8, (rows + 1) * 8);
    const ends = new DataView(offsets.buffer);
    const from = Number(ends.getBigInt64(0, true));
    const to = Number(ends.getBigInt64(rows * 8, true));
    const { bytes } = this.#buffer(column, "data");
    if (!(0 <= from && from <= to && to <= bytes)) {
      throw packDamaged(`offsets of column ${quoted(column.name)}`);
    }
    // A few rows can hold gigabytes: halve until a part is small, or is one cell.
    if (to - from > SLICE_BYTES * 16 && rows > 1) {
      const half = rows >>> 1;
      return [
        ...this.cells(column, start, half),
        ...this.cells(column, start + half, rows - half),
      ];
    }
    const texts = plainTexts(offsets, this.part(column, "data", from, to - from), null, from);
    return texts.map((text, i) => present(i) ? text : null);
  }

  #dictionary(column: PackColumn): readonly string[] {
    let entries = this.#dictionaries.get(column);
    if (entries === undefined) {
      const offsets = this.part(column, "dictionary_offsets");
      entries = dictionaryEntries(offsets, this.part(column, "dictionary_data"));
      this.#dictionaries.set(column, entries);
    }
    return entries;
  }

  #buffer(column: PackColumn, name: BufferName): PackBuffer {
    const buffer = column.buffers.find((own) => own.name === name);
    if (buffer === undefined) throw packDamaged(`${name} of column ${quoted(column.name)}`);
    return buffer;
  }

  /**
   * Part of a buffer as it lies in the file, in an ArrayBuffer of its own.
   * @param column of this pack's footer
   * @param name a buffer that the column has
   * @param start first byte
   * @param length bytes; to the buffer's end when absent
   * @throws CodedError E_PACK_BUFFER, E_STORE_*
   */
  part(column: PackColumn, name: BufferName, start = 0, length?: number): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffer(column, name);
    return this.#read(buffer.offset + start, length ?? buffer.bytes - start);
  }

  #read(position: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    try {
      this.#file.seekSync(position, Deno.SeekMode.Start);
      for (let got = 0; got < length;) {
        const n = this.#file.readSync(bytes.subarray(got));
        if (n === null) throw notAPack("it became shorter while it was read");
        got += n;
      }
    } catch (error) {
      throw storeIo("read a dataset", this.path, error);
    }
    return bytes;
  }
}
