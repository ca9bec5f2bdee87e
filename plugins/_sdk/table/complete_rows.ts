import { isMissing } from "../stats/is_missing.ts";

/**
 * Row numbers of the values that are not missing.
 * @param values one per row
 */
export function presentRows(values: Float64Array): Int32Array<ArrayBuffer> {
  const rows = new Int32Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    if (!isMissing(values[row]!)) rows[count++] = row;
  }
  return count === rows.length ? rows : rows.slice(0, count);
}

/**
 * Row numbers of the complete cases of several columns.
 * @param columns arrays of one length, NaN where missing
 * @param length that length: all rows are complete when there is no column
 */
export function completeRows(
  columns: readonly Float64Array[],
  length: number,
): Int32Array<ArrayBuffer> {
  const gap = new Uint8Array(length);
  for (const values of columns) {
    for (let row = 0; row < length; row++) {
      if (isMissing(values[row]!)) gap[row] = 1;
    }
  }
  const rows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) {
    if (gap[row] === 0) rows[count++] = row;
  }
  return count === length ? rows : rows.slice(0, count);
}

/**
 * The values of some rows.
 * @param values one per row
 * @param rows numbers of the rows to take
 */
export function pick(values: Float64Array, rows: Int32Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}
