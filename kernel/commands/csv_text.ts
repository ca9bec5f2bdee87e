import { csvLine } from "../contract/csv_field.ts";
import type { PackColumn } from "../contract/dataset.ts";
import type { RowRange } from "../contract/result.ts";
import type { PackReader } from "../store/pack_reader.ts";
import { rowPieces } from "../store/row_pieces.ts";
import { csvCell } from "./csv_cell.ts";

const BATCH_ROWS = 4096;
/** Characters gathered before they are handed on. */
const PIECE_LENGTH = 256 * 1024;

/**
 * Rows of a dataset as CSV, some at a time, after a line of names.
 * @param pack open
 * @param columns of its footer
 * @param ranges which rows, in this order
 * @param row_index whether a first column has the rows' numbers
 */
export function* csvText(
  pack: PackReader,
  columns: readonly PackColumn[],
  ranges: Iterable<RowRange>,
  row_index: boolean,
): Generator<string, void> {
  yield csvLine([...(row_index ? ["row_index"] : []), ...columns.map(({ name }) => name)]);
  let text = "";
  for (const range of ranges) {
    for (const { start, end } of rowPieces(pack, columns, range, BATCH_ROWS)) {
      const cells = columns.map((column) => pack.cells(column, start, end - start));
      for (let row = 0; row < end - start; row++) {
        const line = columns.map((column, c) => csvCell(column, cells[c]![row]!));
        text += csvLine(row_index ? [start + row, ...line] : line);
        if (text.length < PIECE_LENGTH) continue;
        yield text;
        text = "";
      }
    }
  }
  yield text;
}
