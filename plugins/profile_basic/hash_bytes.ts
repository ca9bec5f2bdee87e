/**
 * A 64-bit hash of some bytes, as two 32-bit words. Not cryptographic: equal bytes have equal
 * hashes, and different ones practically always different.
 * @param data
 * @param start first byte
 * @param end after the last byte
 * @param out where the two words go
 * @param at index of the first word
 * @returns how many of the bytes begin a character of UTF-8, since they are all read anyway
 */
export function hashBytes(
  data: Uint8Array,
  start: number,
  end: number,
  out: Int32Array,
  at = 0,
): number {
  let a = 0x2545f491;
  let b = 0x9e3779b9 ^ (end - start);
  let characters = 0;
  for (let i = start; i < end; i++) {
    const byte = data[i]!;
    if ((byte & 0xc0) !== 0x80) characters++;
    a = Math.imul(a ^ byte, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b + byte, 0x27d4eb2f);
    b ^= b >>> 13;
  }
  out[at] = finish(a ^ (b >>> 7));
  out[at + 1] = finish(b + Math.imul(a, 0x165667b1));
  return characters;
}

/** Spreads every bit over the whole word. */
function finish(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
