/**
 * A 64-bit hash of a text, as two 32-bit words. Not cryptographic: equal texts have equal hashes,
 * and different ones practically always different.
 * @param text hashed by its UTF-16 units
 * @param out where the two words go
 * @param at index of the first word
 */
export function hashText(text: string, out: Int32Array, at = 0): void {
  let a = 0x2545f491;
  let b = 0x9e3779b9 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b + unit, 0x27d4eb2f);
    b ^= b >>> 13;
  }
  out[at] = finish(a ^ (b >>> 7));
  out[at + 1] = finish(b + Math.imul(a, 0x165667b1));
}

/** Spreads every bit over the whole word. */
function finish(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
