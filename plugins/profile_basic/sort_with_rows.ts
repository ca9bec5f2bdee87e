import { isMissing, radixArgsort } from "harness/sdk";

/** A column's present values in order, with their rows. */
export interface SortedWithRows {
  /** Ascending, −0 as 0; a part of the memory that was given. */
  readonly sorted: Float64Array;
  /** Row of each of them, equal values in row order; a part of the memory that was given. */
  readonly order: Uint32Array;
}

/**
 * Sorts a column's values together with their row numbers.
 *
 * Each value becomes a 64-bit integer: the upper bits of the double, in an order that integers
 * share, and in the lower bits the row number; the engine's integer sort does the rest. Only where
 * the row number displaced bits of a value that were not 0 are values looked up again, and only
 * those that agree in all other bits are sorted again.
 * @param values one per row, NaN where missing; left as they are
 * @param keys memory, as long as the values
 * @param rows memory, as long as the values
 */
export function sortWithRows(
  values: Float64Array,
  keys: Float64Array,
  rows: Uint32Array,
): SortedWithRows {
  const n = values.length;
  const halves = new Int32Array(keys.buffer, keys.byteOffset, 2 * n);
  const mask = n > 1 ? -1 >>> Math.clz32(n - 1) : 0;
  let present = 0;
  let displaced = 0;
  for (let row = 0; row < n; row++) {
    const value = values[row]!;
    if (isMissing(value)) continue;
    // Adding 0 turns −0 into 0, so that equal values have equal bits.
    keys[present] = value + 0;
    const i = 2 * present++;
    const sign = halves[i + 1]! >> 31;
    displaced |= halves[i]! & mask;
    halves[i] = ((halves[i]! ^ sign) & ~mask) | row;
    halves[i + 1] = halves[i + 1]! ^ (sign & 0x7fffffff);
  }
  new BigInt64Array(keys.buffer, keys.byteOffset, present).sort();
  const order = rows.subarray(0, present);
  const sorted = keys.subarray(0, present);
  if (displaced === 0) restore(halves, mask, order);
  else lookUp(values, halves, mask, order, sorted);
  return { sorted, order };
}

/** Takes the keys apart where they hold the values whole. */
function restore(halves: Int32Array, mask: number, order: Uint32Array): void {
  for (let i = 0; i < order.length; i++) {
    const low = halves[2 * i]!;
    const high = halves[2 * i + 1]!;
    const sign = high >> 31;
    order[i] = low & mask;
    halves[2 * i] = (low ^ sign) & ~mask;
    halves[2 * i + 1] = high ^ (sign & 0x7fffffff);
  }
}

/** Takes the rows from the keys, and the values from where they were. */
function lookUp(
  values: Float64Array,
  halves: Int32Array,
  mask: number,
  order: Uint32Array,
  sorted: Float64Array,
): void {
  const n = order.length;
  let start = 0;
  let equal = true;
  let low = 0;
  let high = 0;
  for (let i = 0; i < n; i++) {
    const word = halves[2 * i]!;
    const upper = halves[2 * i + 1]!;
    const row = word & mask;
    const value = values[row]! + 0;
    if (i > 0 && (word & ~mask) === low && upper === high) {
      if (value !== sorted[start]) equal = false;
    } else {
      if (!equal) settle(values, order, sorted, start, i);
      start = i;
      equal = true;
      low = word & ~mask;
      high = upper;
    }
    order[i] = row;
    sorted[i] = value;
  }
  if (!equal) settle(values, order, sorted, start, n);
}

/** Puts the rows of one key in the order of their whole values. */
function settle(
  values: Float64Array,
  order: Uint32Array,
  sorted: Float64Array,
  start: number,
  end: number,
): void {
  const rows = order.slice(start, end);
  const ranked = radixArgsort(sorted.slice(start, end));
  for (let i = start; i < end; i++) {
    order[i] = rows[ranked[i - start]!]!;
    sorted[i] = values[order[i]!]! + 0;
  }
}
