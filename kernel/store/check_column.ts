import type { ColumnSchema } from "../contract/dataset.ts";
import { countSetBits } from "../contract/pack_views.ts";
import { checkBits, checkDoubles, checkInt32, checkInt64 } from "./check_values.ts";
import { checkDictionary, checkPlainText } from "./check_text.ts";
import type { Batch, Bounds, ReadBuffer, Refuse } from "./column_batch.ts";
import { datasetValuesInvalid } from "./dataset_errors.ts";

/** Rows looked at in one go; a multiple of 8, so that a batch starts at a byte of the bitmap. */
export const BATCH_ROWS = 131_072;

/**
 * Looks at every byte of a column that a plugin made: missing cells counted and zero, padding
 * zero, doubles finite, codes and offsets inside their data, text UTF-8. Pauses between batches,
 * so that the caller can let others work.
 * @param column its schema, already checked
 * @param rows rows of the dataset
 * @param read the column's bytes
 * @returns smallest and largest value
 * @throws CodedError E_DATASET_VALUES
 */
export function* checkColumn(
  column: ColumnSchema,
  rows: number,
  read: ReadBuffer,
): Generator<void, Bounds> {
  const refuse = (what: string): never => {
    throw datasetValuesInvalid(column.name, what);
  };
  const batches = batchesOf(column, rows, read, refuse);
  switch (column.type) {
    case "boolean":
      return yield* checkBits(batches, read, refuse);
    case "float64":
      return yield* checkDoubles(batches, read, refuse);
    case "date":
      return yield* checkInt32(batches, read, refuse, undefined);
    case "int64":
    case "timestamp":
      return yield* checkInt64(batches, read, refuse);
    case "text":
      return column.encoding === "dictionary"
        ? yield* checkDictionary(column, batches, read, refuse)
        : yield* checkPlainText(column, rows, batches, read, refuse);
  }
}

/** The batches, in order; at their end the missing cells must be as many as announced. */
function* batchesOf(
  column: ColumnSchema,
  rows: number,
  read: ReadBuffer,
  refuse: Refuse,
): Generator<Batch, void> {
  let present = 0;
  for (let start = 0; start < rows; start += BATCH_ROWS) {
    const count = Math.min(BATCH_ROWS, rows - start);
    const validity = column.null_count === 0
      ? null
      : read("validity", start / 8, Math.ceil(count / 8));
    if (validity !== null) {
      present += countSetBits(validity, count);
      if (paddingIsSet(validity, count)) refuse("bits after the last row of validity are set");
    }
    yield { start, rows: count, validity };
  }
  if (column.null_count > 0 && rows - present !== column.null_count) {
    refuse(`${rows - present} cells are missing where its schema says ${column.null_count}`);
  }
}

/**
 * Whether bits after the last row are set.
 * @param bits bitmap that ends with the byte of the last row
 * @param rows rows it is for
 */
export function paddingIsSet(bits: Uint8Array, rows: number): boolean {
  return rows % 8 !== 0 && (bits[bits.length - 1]! >>> (rows % 8)) !== 0;
}
