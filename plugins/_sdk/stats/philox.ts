// Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
// doi:10.1145/2063384.2063405
import { mulHigh32 } from "./mul_high_32.ts";

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9; // golden ratio
const WEYL_1 = 0xbb67ae85; // sqrt(3) − 1

/**
 * Philox4x32-10: the 128-bit block that belongs to a counter and a key.
 *
 * @param counter 4 words, least significant first; only read
 * @param key0 first key word, an unsigned 32-bit integer
 * @param key1 second key word, an unsigned 32-bit integer
 * @param out 4 words, overwritten with the block; may be `counter` itself
 */
export function philox4x32(
  counter: Uint32Array,
  key0: number,
  key1: number,
  out: Uint32Array,
): void {
  let c0 = counter[0]! | 0;
  let c1 = counter[1]! | 0;
  let c2 = counter[2]! | 0;
  let c3 = counter[3]! | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh32(MULTIPLIER_0, c0);
    const high1 = mulHigh32(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
