/** A growing row of bytes. */
export class ByteBuffer {
  bytes: Uint8Array;
  length = 0;

  /** @param capacity bytes to begin with */
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.#grow(this.length + 1);
    this.bytes[this.length++] = byte;
  }

  /** Appends `from[start, end)`. */
  append(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.length + length > this.bytes.length) this.#grow(this.length + length);
    if (length > 32) {
      this.bytes.set(from.subarray(start, end), this.length);
    } else {
      const bytes = this.bytes;
      let at = this.length;
      for (let p = start; p < end; p++) bytes[at++] = from[p]!;
    }
    this.length += length;
  }

  /** Appends one character as UTF-8. */
  pushCharacter(point: number): void {
    if (point < 0x80) return this.push(point);
    if (point < 0x800) {
      this.push(0xc0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        this.push(0xe0 | (point >> 12));
      } else {
        this.push(0xf0 | (point >> 18));
        this.push(0x80 | ((point >> 12) & 63));
      }
      this.push(0x80 | ((point >> 6) & 63));
    }
    this.push(0x80 | (point & 63));
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
