import type { ColumnInfo, Table } from "harness/sdk";
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
 */
export function columnWords(table: Table, column: ColumnInfo): ColumnWords {
  const { name, type, encoding } = column;
  const validity = table.validity(name);
  if (type === "text" && encoding === "plain") {
    const words = new Int32Array(2 * table.rows);
    table.forEachTextBytes(name, (row, data, start, end) => {
      hashBytes(data, start, end, words, 2 * row);
    });
    return { words, width: 2, validity, exact: false };
  }
  const bytes = table.buffer(name, "values")!;
  if (type === "boolean") {
    const words = new Int32Array(table.rows);
    for (let row = 0; row < words.length; row++) words[row] = bytes[row >> 3]! >> (row & 7) & 1;
    return { words, width: 1, validity, exact: true };
  }
  if (type === "float64") {
    // −0 and 0 are one number.
    const values = new Float64Array(bytes.buffer, bytes.byteOffset, table.rows);
    for (let row = 0; row < values.length; row++) values[row] = values[row]! + 0;
  }
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return { words, width: type === "date" || type === "text" ? 1 : 2, validity, exact: true };
}
