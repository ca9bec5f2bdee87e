import { ByteBuffer } from "./byte_buffer.ts";
import type { CellBlock } from "./cell_block.ts";

/** Puts cells together into blocks, for formats whose cells do not lie in the file as they are. */
export class BlockBuilder {
  readonly #columns: number;
  readonly #blockBytes: number;
  readonly #buffer: ByteBuffer;
  #slots: Int32Array;
  #slot = 0;
  #rows = 0;
  #firstRow = 0;

  /** @param blockBytes about how much a block holds; one row may be larger */
  constructor(columns: number, blockBytes: number) {
    this.#columns = columns;
    this.#blockBytes = blockBytes;
    this.#buffer = new ByteBuffer(blockBytes);
    this.#slots = new Int32Array(Math.max(blockBytes >> 1, 2 * (columns + 1)));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Whether the block has no room for another row of ordinary length. */
  get full(): boolean {
    return this.#buffer.length >= this.#blockBytes ||
      this.#slot + this.#columns + 1 > this.#slots.length;
  }

  /** Begins a block. */
  clear(firstRow: number): void {
    this.#buffer.length = 0;
    this.#slot = 0;
    this.#rows = 0;
    this.#firstRow = firstRow;
  }

  /** Begins a row; as many cells as there are columns follow. */
  startRow(): void {
    this.#rows++;
    this.#slots[this.#slot++] = (this.#buffer.length - 1) << 3;
  }

  /**
   * Adds a cell.
   * @param flag how it is to be read, of `CELL`
   */
  cell(bytes: Uint8Array, from: number, to: number, flag: number): void {
    const buffer = this.#buffer;
    buffer.append(bytes, from, to);
    this.#slots[this.#slot++] = (buffer.length << 3) | flag;
    // What stands between two cells; no digit, so that a number ends here.
    buffer.push(0);
  }

  /** The block so far. */
  block(): CellBlock {
    return {
      bytes: this.#buffer.bytes,
      slots: this.#slots,
      rows: this.#rows,
      columns: this.#columns,
      first_row: this.#firstRow,
    };
  }
}
