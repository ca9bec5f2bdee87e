const ZERO = 48;
const TWO_32 = 4294967296;

/**
 * Writes an integer literal within int64 as two little-endian 32-bit words; no BigInt is made.
 *
 * The digits are taken in two parts, `high * 10^9 + low`, whose product is summed in pieces that
 * float64 holds exactly.
 *
 * @param bytes the literal at `[from, to)`, already known to be an integer within int64
 * @param words written at `2 * index` (low) and `2 * index + 1` (high)
 */
export function parseInteger(
  bytes: Uint8Array,
  from: number,
  to: number,
  words: Int32Array,
  index: number,
): void {
  let p = from;
  const negative = bytes[p] === 45;
  if (negative || bytes[p] === 43) p++;
  while (p < to - 1 && bytes[p] === ZERO) p++;
  let low: number;
  let high: number;
  if (to - p <= 15) {
    let value = 0;
    for (; p < to; p++) value = value * 10 + (bytes[p]! - ZERO);
    if (value < 0x80000000) {
      words[2 * index] = negative ? -value : value;
      words[2 * index + 1] = negative && value > 0 ? -1 : 0;
      return;
    }
    high = Math.floor(value / TWO_32);
    low = value - high * TWO_32;
  } else {
    let front = 0;
    let back = 0;
    for (; p < to - 9; p++) front = front * 10 + (bytes[p]! - ZERO);
    for (; p < to; p++) back = back * 10 + (bytes[p]! - ZERO);
    // front < 10^10, so each of these products is below 2^48.
    const upper = Math.floor(front / 65536);
    const lower = (front - upper * 65536) * 1e9 + back;
    const shifted = upper * 1e9;
    const shiftedHigh = Math.floor(shifted / 65536);
    const lowerHigh = Math.floor(lower / TWO_32);
    low = (shifted - shiftedHigh * 65536) * 65536 + (lower - lowerHigh * TWO_32);
    high = shiftedHigh + lowerHigh;
    if (low >= TWO_32) {
      low -= TWO_32;
      high++;
    }
  }
  if (negative) {
    low = low === 0 ? 0 : TWO_32 - low;
    high = low === 0 ? -high : -high - 1;
  }
  words[2 * index] = low;
  words[2 * index + 1] = high;
}
