const TWO_32 = 4294967296;

/**
 * Stores an instant in microseconds as int64, two little-endian 32-bit words; no BigInt is made.
 * `seconds * 10^6 + micros` is summed in two parts that float64 holds exactly.
 *
 * @param seconds whole seconds since 1970-01-01 UTC, years 1 to 9999
 * @param micros 0 to 999,999
 * @param words written at `2 * index` (low) and `2 * index + 1` (high)
 */
export function storeTimestamp(
  seconds: number,
  micros: number,
  words: Int32Array,
  index: number,
): void {
  const upper = Math.floor(seconds / 65536);
  const lower = (seconds - upper * 65536) * 1e6 + micros;
  const shifted = upper * 1e6;
  const shiftedHigh = Math.floor(shifted / 65536);
  const lowerHigh = Math.floor(lower / TWO_32);
  const low = (shifted - shiftedHigh * 65536) * 65536 + (lower - lowerHigh * TWO_32);
  words[2 * index] = low;
  words[2 * index + 1] = shiftedHigh + lowerHigh + (low >= TWO_32 ? 1 : 0);
}
