import type { BufferName, PackColumn } from "../contract/dataset.ts";
import { int64AsFloat64 } from "../contract/pack_views.ts";
import type { RowRange } from "../contract/result.ts";

/** Bytes of one column's plain text in a piece, unless a few rows have more. */
const MOST_TEXT_BYTES = 8 * 1024 * 1024;
/** A piece of so many rows is not divided further. */
const LEAST_ROWS = 8;

/** What is needed of an open pack. */
export interface BufferParts {
  part(column: PackColumn, name: BufferName, start: number, length: number): Uint8Array;
}

/**
 * Some rows on end, cut into pieces that fit into memory whatever texts they hold.
 * @param pack open
 * @param columns of its footer that will be read
 * @param range which rows
 * @param most_rows of a piece, a multiple of 8; pieces that are divided are multiples of 8 too
 */
export function* rowPieces(
  pack: BufferParts,
  columns: readonly PackColumn[],
  range: RowRange,
  most_rows: number,
): Generator<RowRange, void> {
  const texts = columns.filter(({ type, encoding }) => type === "text" && encoding === "plain");
  for (let start = range.start; start < range.end;) {
    let rows = Math.min(most_rows, range.end - start);
    for (const column of texts) {
      while (rows > LEAST_ROWS && textBytes(pack, column, start, rows) > MOST_TEXT_BYTES) {
        rows = Math.ceil(rows / 16) * 8;
      }
    }
    yield { start, end: start + rows };
    start += rows;
  }
}

function textBytes(pack: BufferParts, column: PackColumn, start: number, rows: number): number {
  const at = (row: number) => int64AsFloat64(pack.part(column, "offsets", row * 8, 8))[0]!;
  return at(start + rows) - at(start);
}
