/**
 * Position of the first byte in `bytes[from, to)` that is NUL or does not belong to well-formed
 * UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF), or `to` when there is none.
 * `from` must be the start of a character, and a character cut off at `to` counts as a problem.
 *
 * @param bytes at offset 0 of its buffer, so that it can be read four bytes at a time
 */
export function firstUtf8Problem(bytes: Uint8Array, from: number, to: number): number {
  const words = new Int32Array(bytes.buffer, 0, bytes.length >> 2);
  let p = from;
  while (p < to) {
    if ((p & 3) === 0) {
      const last = to >> 2;
      let w = p >> 2;
      // Skips words in which no byte is zero and no byte has its top bit set.
      while (w < last) {
        const word = words[w]!;
        if ((((word - 0x01010101) | word) & 0x80808080) !== 0) break;
        w++;
      }
      p = w << 2;
      if (p >= to) return to;
    }
    const b = bytes[p]!;
    if (b < 0x80) {
      if (b === 0) return p;
      p++;
      continue;
    }
    const length = sequenceLength(b);
    if (length === 0 || p + length > to) return p;
    const second = bytes[p + 1]!;
    if ((second & 0xc0) !== 0x80) return p;
    if (length > 2) {
      if ((bytes[p + 2]! & 0xc0) !== 0x80) return p;
      if (b === 0xe0 && second < 0xa0) return p;
      if (b === 0xed && second > 0x9f) return p;
      if (length === 4) {
        if ((bytes[p + 3]! & 0xc0) !== 0x80) return p;
        if (b === 0xf0 && second < 0x90) return p;
        if (b === 0xf4 && second > 0x8f) return p;
      }
    }
    p += length;
  }
  return to;
}

/**
 * How many bytes at the end of `bytes[from, to)` begin a character that is not finished there:
 * 0 to 3. Only the length is looked at, not whether the character would be well-formed.
 */
export function unfinishedUtf8(bytes: Uint8Array, from: number, to: number): number {
  for (let back = 1; back <= 3 && to - back >= from; back++) {
    const b = bytes[to - back]!;
    if ((b & 0xc0) === 0x80) continue;
    return sequenceLength(b) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}
