import { CELL, type CellBlock } from "./cell_block.ts";
import type { MissingMarkers } from "./missing_markers.ts";

/**
 * One column of one block, laid out for a tight loop: where each cell's content begins and ends
 * in the block's bytes, −1 where it is missing. One instance is used for all columns in turn.
 */
export class ColumnCells {
  from = new Int32Array(0);
  to = new Int32Array(0);
  /** 1 where a cell is known to be text. */
  text = new Uint8Array(0);
  rows = 0;
  missing = 0;
  /** Bytes of content in all present cells. */
  contentBytes = 0;
  /** Whether any cell is known to be text. */
  anyText = false;

  /**
   * Lays out a column. Doubled quotes are undone in place, so a block's column is gathered once.
   * @param column its number in the block
   */
  gather(block: CellBlock, column: number, markers: MissingMarkers): void {
    const { bytes, slots, rows } = block;
    if (this.from.length < rows) {
      this.from = new Int32Array(rows);
      this.to = new Int32Array(rows);
      this.text = new Uint8Array(rows);
    }
    const from = this.from;
    const to = this.to;
    const stride = block.columns + 1;
    let missing = 0;
    let content = 0;
    if (this.anyText) this.text.fill(0);
    this.anyText = false;
    let slot = column;
    for (let r = 0; r < rows; r++, slot += stride) {
      let start = (slots[slot]! >> 3) + 1;
      const value = slots[slot + 1]!;
      let end = value >> 3;
      if ((value & 7) !== CELL.plain) {
        switch (value & 7) {
          case CELL.quoted:
            start++;
            end--;
            break;
          case CELL.escaped:
            start++;
            end = undoubleQuotes(bytes, start, end - 1);
            break;
          case CELL.text:
            this.text[r] = 1;
            this.anyText = true;
            break;
          default:
            from[r] = -1;
            missing++;
            continue;
        }
      }
      if (markers.has(bytes, start, end)) {
        from[r] = -1;
        missing++;
        continue;
      }
      from[r] = start;
      to[r] = end;
      content += end - start;
    }
    this.rows = rows;
    this.missing = missing;
    this.contentBytes = content;
  }
}

/** Turns every `""` in `bytes[from, to)` into `"`, moving what follows; returns the new end. */
function undoubleQuotes(bytes: Uint8Array, from: number, to: number): number {
  let write = from;
  for (let read = from; read < to; read++) {
    bytes[write++] = bytes[read]!;
    if (bytes[read] === 34) read++;
  }
  return write;
}
