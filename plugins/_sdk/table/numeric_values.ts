import type { PackColumn } from "../../../kernel/contract/dataset.ts";
import { float64View, int32View } from "../../../kernel/contract/pack_views.ts";

/**
 * A column's values as doubles, NaN where missing. Of a column whose values take 8 bytes the buffer
 * itself becomes the result, without a copy.
 * @param type any but text
 * @param rows of the dataset
 * @param values the column's values buffer, the caller's to give away
 * @param validity one bit a row, or null when nothing is missing
 * @param into memory for the result, when `values` was read to where {@link bytesFor} says
 */
export function numericValues(
  type: PackColumn["type"],
  rows: number,
  values: Uint8Array,
  validity: Uint8Array | null,
  into?: Float64Array,
): Float64Array {
  const out = asDoubles(type, rows, values, into);
  if (validity === null) return out;
  const last = rows - 8 * (validity.length - 1);
  for (let byte = 0; byte < validity.length; byte++) {
    let gaps = ~validity[byte]! & 0xff;
    if (byte === validity.length - 1) gaps &= (1 << last) - 1;
    // Only the bits of missing cells are visited, the highest first.
    while (gaps !== 0) {
      const bit = 31 - Math.clz32(gaps);
      out[8 * byte + bit] = NaN;
      gaps ^= 1 << bit;
    }
  }
  return out;
}

/**
 * Where in the memory of the result a column's bytes may be read to, so that each value is read
 * before the doubles reach it: narrow values to its end.
 * @param type any but text
 * @param into memory for the result
 */
export function bytesFor(type: PackColumn["type"], into: Float64Array): Uint8Array {
  const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  switch (type) {
    case "date":
      return bytes.subarray(into.length * 4);
    case "boolean": {
      const packed = Math.ceil(into.length / 8);
      // Views begin at multiples of 8, so a short column has no room behind its last bit.
      return bytes.subarray(Math.floor((bytes.length - packed) / 8) * 8);
    }
    default:
      return bytes;
  }
}

function asDoubles(
  type: PackColumn["type"],
  rows: number,
  values: Uint8Array,
  into: Float64Array | undefined,
): Float64Array {
  switch (type) {
    case "float64":
      return float64View(values);
    case "int64":
    case "timestamp":
      return integersInPlace(values);
    case "date": {
      const days = int32View(values);
      const out = into ?? new Float64Array(rows);
      for (let row = 0; row < rows; row++) out[row] = days[row]!;
      return out;
    }
    default: {
      const out = into ?? new Float64Array(rows);
      for (let row = 0; row < rows; row++) out[row] = (values[row >> 3]! >> (row & 7)) & 1;
      return out;
    }
  }
}

/**
 * int64 values as doubles in the same memory; beyond 2^53 rounded to the nearest double.
 * @param values the caller's to give away, starting at a multiple of 8
 */
export function integersInPlace(values: Uint8Array): Float64Array {
  const out = float64View(values);
  const words = new Int32Array(out.buffer, out.byteOffset, out.length * 2);
  for (let row = 0; row < out.length; row++) {
    out[row] = words[2 * row + 1]! * 4294967296 + (words[2 * row]! >>> 0);
  }
  return out;
}
