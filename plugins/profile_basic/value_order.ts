import { isMissing, radixArgsort } from "harness/sdk";

/** Rows in order of their values. */
export interface ValueOrder {
  /** Rows of the present values in ascending order of these, equal ones in row order. */
  readonly order: Uint32Array<ArrayBuffer>;
  /** 1 where the value at this place of `order` is larger than the one before, and at the first. */
  readonly rises: Uint8Array<ArrayBuffer>;
}

/**
 * Orders rows by their values and says which are equal, without going back to the values.
 *
 * Each value becomes a 64-bit integer: the upper bits of the double, in an order that integers
 * share, and in the lower bits the row number; the engine's integer sort does the rest. Only where
 * the row number displaced bits of a value that were not 0 are values looked at again, and only
 * those that agree in all other bits.
 * @param values one per row, NaN where missing
 */
export function valueOrder(values: Float64Array): ValueOrder {
  const n = values.length;
  const keys = new Float64Array(n);
  const halves = new Int32Array(keys.buffer);
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
  new BigInt64Array(keys.buffer, 0, present).sort();
  const order = new Uint32Array(present);
  const rises = new Uint8Array(present);
  let low = 0;
  let high = 0;
  for (let i = 0; i < present; i++) {
    const word = halves[2 * i]!;
    order[i] = word & mask;
    if (i === 0 || (word & ~mask) !== low || halves[2 * i + 1] !== high) rises[i] = 1;
    low = word & ~mask;
    high = halves[2 * i + 1]!;
  }
  if (displaced !== 0) settle(values, order, rises);
  return { order, rises };
}

/** Puts the rows of one key in the order of their whole values. */
function settle(values: Float64Array, order: Uint32Array, rises: Uint8Array): void {
  for (let start = 0; start < order.length;) {
    const first = values[order[start]!]!;
    let equal = true;
    let end = start + 1;
    for (; end < order.length && rises[end] === 0; end++) {
      if (values[order[end]!]! !== first) equal = false;
    }
    if (!equal) {
      const rows = order.slice(start, end);
      const ranked = radixArgsort(Float64Array.from(rows, (row) => values[row]!));
      for (let i = start; i < end; i++) {
        order[i] = rows[ranked[i - start]!]!;
        rises[i] = i === start || values[order[i]!]! > values[order[i - 1]!]! ? 1 : 0;
      }
    }
    start = end;
  }
}
