import { isBoolean } from "./boolean_literal.ts";
import type { MissingMarkers } from "./missing_markers.ts";
import { NUMBER_KIND, numberKind } from "./number_literal.ts";
import { readTemporal } from "./temporal_literal.ts";

/**
 * Whether the first record holds names: yes if any of its cells is text, that is, not missing and
 * no number, boolean or date.
 * @param cells the first record
 * @param decimal ASCII code of the decimal mark
 * @param isText whether a cell is known to be text, so that only a date makes it a value
 * @returns the decision, and how many cells look like values
 */
export function detectHeader(
  cells: readonly string[],
  markers: MissingMarkers,
  decimal: number,
  isText: (column: number) => boolean = () => false,
): { header: boolean; values: number } {
  const encoder = new TextEncoder();
  let values = 0;
  let texts = 0;
  for (const [column, cell] of cells.entries()) {
    const bytes = encoder.encode(cell.replace(/^[ \t]+|[ \t]+$/g, ""));
    const to = bytes.length;
    if (markers.has(bytes, 0, to)) continue;
    const isValue = readTemporal(bytes, 0, to) !== 0 || (!isText(column) &&
      (numberKind(bytes, 0, to, decimal) !== NUMBER_KIND.none || isBoolean(bytes, 0, to)));
    if (isValue) values++;
    else texts++;
  }
  return { header: texts > 0, values };
}
