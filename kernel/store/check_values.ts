import { bitIsSet } from "../contract/pack_views.ts";
import type { Batch, Bounds, ReadBuffer, Refuse } from "./column_batch.ts";

const NOT_ZERO = "the slot of its missing cell is not zero";
const NONE: Bounds = { min: null, max: null };

/** Booleans: bits of missing cells and of padding are zero. */
export function* checkBits(
  batches: Iterable<Batch>,
  read: ReadBuffer,
  refuse: Refuse,
): Generator<void, Bounds> {
  for (const { start, rows, validity } of batches) {
    const bits = read("values", start / 8, Math.ceil(rows / 8));
    const rest = rows % 8;
    if (rest !== 0 && (bits[bits.length - 1]! >>> rest) !== 0) {
      refuse("bits after the last row of values are set");
    }
    if (validity !== null) {
      for (let i = 0; i < bits.length; i++) {
        if ((bits[i]! & ~validity[i]!) !== 0) refuse(`near row ${start + i * 8}, ${NOT_ZERO}`);
      }
    }
    yield;
  }
  return NONE;
}

/** float64: finite, missing cells all zero bits (so not −0). */
export function* checkDoubles(
  batches: Iterable<Batch>,
  read: ReadBuffer,
  refuse: Refuse,
): Generator<void, Bounds> {
  let min = Infinity;
  let max = -Infinity;
  for (const { start, rows, validity } of batches) {
    const bytes = read("values", start * 8, rows * 8);
    const values = new Float64Array(bytes.buffer, bytes.byteOffset, rows);
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, rows * 2);
    for (let i = 0; i < rows; i++) {
      if (validity !== null && !bitIsSet(validity, i)) {
        if ((words[2 * i]! | words[2 * i + 1]!) !== 0) refuse(`in row ${start + i}, ${NOT_ZERO}`);
        continue;
      }
      const x = values[i]!;
      if (!(x - x === 0)) refuse(`row ${start + i} holds ${x}; a missing value is a missing cell`);
      if (x < min) min = x;
      if (x > max) max = x;
    }
    yield;
  }
  return min <= max ? { min: String(min), max: String(max) } : NONE;
}

/**
 * int32: dates, and codes of a dictionary.
 * @param below codes must lie in [0, below); undefined for dates, which may be anything
 */
export function* checkInt32(
  batches: Iterable<Batch>,
  read: ReadBuffer,
  refuse: Refuse,
  below: number | undefined,
): Generator<void, Bounds> {
  let min = Infinity;
  let max = -Infinity;
  for (const { start, rows, validity } of batches) {
    const bytes = read("values", start * 4, rows * 4);
    const values = new Int32Array(bytes.buffer, bytes.byteOffset, rows);
    for (let i = 0; i < rows; i++) {
      const x = values[i]!;
      if (validity !== null && !bitIsSet(validity, i)) {
        if (x !== 0) refuse(`in row ${start + i}, ${NOT_ZERO}`);
        continue;
      }
      if (below !== undefined && !(0 <= x && x < below)) {
        refuse(`row ${start + i} has code ${x}, and its dictionary has ${below} entries`);
      }
      if (x < min) min = x;
      if (x > max) max = x;
    }
    yield;
  }
  return below === undefined && min <= max ? { min: String(min), max: String(max) } : NONE;
}

/** int64 and timestamp, compared as high and low words: a BigInt per value costs ten times as much. */
export function* checkInt64(
  batches: Iterable<Batch>,
  read: ReadBuffer,
  refuse: Refuse,
): Generator<void, Bounds> {
  let any = false;
  let minHigh = 0x7fffffff, minLow = 0xffffffff;
  let maxHigh = -0x80000000, maxLow = 0;
  for (const { start, rows, validity } of batches) {
    const bytes = read("values", start * 8, rows * 8);
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, rows * 2);
    for (let i = 0; i < rows; i++) {
      const low = words[2 * i]! >>> 0;
      const high = words[2 * i + 1]!;
      if (validity !== null && !bitIsSet(validity, i)) {
        if ((low | high) !== 0) refuse(`in row ${start + i}, ${NOT_ZERO}`);
        continue;
      }
      any = true;
      if (high < minHigh || (high === minHigh && low < minLow)) {
        minHigh = high;
        minLow = low;
      }
      if (high > maxHigh || (high === maxHigh && low > maxLow)) {
        maxHigh = high;
        maxLow = low;
      }
    }
    yield;
  }
  if (!any) return NONE;
  return { min: decimal(minHigh, minLow), max: decimal(maxHigh, maxLow) };
}

function decimal(high: number, low: number): string {
  return String(BigInt(high) * 4294967296n + BigInt(low));
}
