import type { PackColumn } from "../contract/dataset.ts";
import { dateText, timestampText } from "../contract/pack_cell_text.ts";
import type { Cell } from "../store/pack_reader.ts";

/**
 * A cell as CSV shows it: numbers stay as they are, so that the guard against formulas leaves
 * `-1` alone; dates and moments in their ISO form.
 * @param column whose cell it is
 * @param cell as the pack has it
 */
export function csvCell(
  { type }: Pick<PackColumn, "type">,
  cell: Cell,
): string | number | bigint | null {
  if (cell === null) return null;
  if (type === "date") return dateText(cell as number);
  if (type === "timestamp") return timestampText(cell as bigint);
  return typeof cell === "boolean" ? String(cell) : cell;
}
