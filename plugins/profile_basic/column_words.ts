import type { ColumnInfo, Table } from "harness/sdk";
import type { ColumnMemory } from "./column_memory.ts";
import { hashBytes } from "./hash_bytes.ts";

/** A column's cells as 32-bit words: equal cells have equal words. */
export interface ColumnWords {
  readonly words: Int32Array;
  /** Words of a cell: 1 or 2. */
  readonly width: 1 | 2;
  /** One bit a row, or null when nothing is missing; the words of missing cells mean nothing. */
  readonly validity: Uint8Array | null;
  /** Whether different cells have different words; hashes of plain text need a second look. */
  readonly exact: boolean;
}

/**
 * Reads a column as words.
 * @param table the dataset
 * @param column any type
 * @param memory its values are overwritten, and hold the words
 */
export function columnWords(table: Table, column: ColumnInfo, memory: ColumnMemory): ColumnWords {
  const { name, type, encoding } = column;
  const validity = table.validity(name);
  const space = memory.values;
  if (type === "text" && encoding === "plain") {
    const words = new Int32Array(space.buffer);
    table.forEachTextBytes(name, (row, data, start, end) => {
      hashBytes(data, start, end, words, 2 * row);
    });
    return { words, width: 2, validity, exact: false };
  }
  if (type === "boolean") {
    const bits = table.buffer(name, "values")!;
    const words = new Int32Array(space.buffer, 0, table.rows);
    for (let row = 0; row < words.length; row++) words[row] = bits[row >> 3]! >> (row & 7) & 1;
    return { words, width: 1, validity, exact: true };
  }
  const bytes = table.buffer(name, "values", new Uint8Array(space.buffer))!;
  // −0 and 0 are one number.
  if (type === "float64") {
    for (let row = 0; row < space.length; row++) space[row] = space[row]! + 0;
  }
  const words = new Int32Array(space.buffer, 0, bytes.byteLength / 4);
  return { words, width: type === "date" || type === "text" ? 1 : 2, validity, exact: true };
}
