const SPACE = 32;
const TAB = 9;

/**
 * The texts that stand for "nothing here". A cell is missing when, without the spaces and tabs
 * around it, it is exactly one of them (letter case counts, quotes do not).
 */
export class MissingMarkers {
  /** Whether a cell of no characters, or of spaces and tabs alone, is missing. */
  readonly empty: boolean;
  /** By first byte: bit n is set when a marker of n bytes begins with it (31: 31 or more). */
  readonly #lengths = new Int32Array(256);
  readonly #markers: readonly Uint8Array[];

  /** @param markers exact texts; surrounding spaces and tabs in them are ignored too */
  constructor(markers: readonly string[]) {
    const encoder = new TextEncoder();
    const trimmed = new Set(markers.map((marker) => marker.replace(/^[ \t]+|[ \t]+$/g, "")));
    this.empty = trimmed.delete("");
    this.#markers = [...trimmed].map((marker) => encoder.encode(marker));
    for (const marker of this.#markers) {
      this.#lengths[marker[0]!]! |= 1 << Math.min(marker.length, 31);
    }
  }

  /** Whether the cell `bytes[from, to)` is missing. */
  has(bytes: Uint8Array, from: number, to: number): boolean {
    let start = from;
    let end = to;
    while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++;
    while (start < end && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
    if (start >= end) return this.empty;
    const length = end - start;
    if (((this.#lengths[bytes[start]!]! >>> (length < 31 ? length : 31)) & 1) === 0) return false;
    return this.#markers.some((marker) => {
      if (marker.length !== length) return false;
      for (let i = 0; i < length; i++) if (marker[i] !== bytes[start + i]) return false;
      return true;
    });
  }
}
