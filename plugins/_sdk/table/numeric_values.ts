import type { PackColumn } from "../../../kernel/contract/dataset.ts";
import { float64View, int32View, int64AsFloat64 } from "../../../kernel/contract/pack_views.ts";

/**
 * A column's values as doubles, NaN where missing. Of a float64 column the buffer itself becomes
 * the result, without a copy.
 * @param type any but text
 * @param rows of the dataset
 * @param values the column's values buffer, the caller's to give away
 * @param validity one bit a row, or null when nothing is missing
 */
export function numericValues(
  type: PackColumn["type"],
  rows: number,
  values: Uint8Array,
  validity: Uint8Array | null,
): Float64Array {
  const out = asDoubles(type, rows, values);
  if (validity === null) return out;
  for (let byte = 0; byte < validity.length; byte++) {
    const bits = validity[byte]!;
    if (bits === 0xff) continue;
    const end = Math.min(rows, byte * 8 + 8);
    for (let row = byte * 8; row < end; row++) {
      if ((bits & (1 << (row & 7))) === 0) out[row] = NaN;
    }
  }
  return out;
}

function asDoubles(type: PackColumn["type"], rows: number, values: Uint8Array): Float64Array {
  switch (type) {
    case "float64":
      return float64View(values);
    case "int64":
    case "timestamp":
      return int64AsFloat64(values);
    case "date":
      return Float64Array.from(int32View(values));
    default: {
      const out = new Float64Array(rows);
      for (let row = 0; row < rows; row++) out[row] = (values[row >> 3]! >> (row & 7)) & 1;
      return out;
    }
  }
}
