/**
 * A piece of a table on its way from a reader to the columns: whole records, as bytes, with the
 * place of every cell. No object or string is made per cell.
 *
 * Cell `c` of record `r` is described by two neighbouring slots at `i = r * (columns + 1) + c`:
 * it starts one byte after `slots[i] >> 3` and ends before `slots[i + 1] >> 3`; the low three
 * bits of `slots[i + 1]` say how it is to be read ({@link CELL}).
 */
export interface CellBlock {
  readonly bytes: Uint8Array;
  readonly slots: Int32Array;
  /** Records in this block. */
  readonly rows: number;
  readonly columns: number;
  /** Number of the block's first record among the data records. */
  readonly first_row: number;
}

/** How the bytes of one cell are to be read. */
export const CELL = {
  /** as they stand */
  plain: 0,
  /** between two quotes, nothing to undo */
  quoted: 1,
  /** between two quotes, with quotes doubled inside */
  escaped: 2,
  /** as they stand, and known to be text: never a number or a boolean */
  text: 3,
  /** there is no cell: missing whatever the missing markers are */
  absent: 4,
} as const;

/** Anything that yields a table as blocks of cells, as often as it is rewound; some must wait. */
export interface CellSource {
  /** Columns of every block. */
  readonly columns: number;
  /** Starts again from the first data record. */
  rewind(): void | Promise<void>;
  /** The next block, or null after the last; the block is valid until the next call. */
  next(): CellBlock | null | Promise<CellBlock | null>;
  /** Where a data record stands in the file, for a message: `line 7` or `row 7 of sheet "A"`. */
  describe(row: number): string | Promise<string>;
}
