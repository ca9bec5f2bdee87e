/** Most distinct texts a dictionary holds. */
export const MAX_DICTIONARY_ENTRIES = 65_536;
/** Most bytes of them, when the table has few columns. */
export const MAX_DICTIONARY_BYTES = 4 * 1024 * 1024;
/** Most bytes of the dictionaries of all columns together. */
const TOTAL_DICTIONARY_BYTES = 128 * 1024 * 1024;
/** Looks at so many neighbours before it gives up, so that chosen collisions cost little. */
const MAX_PROBES = 512;

/** Share of one column: a function of the table's width alone. */
export function dictionaryBytes(columns: number): number {
  return Math.min(MAX_DICTIONARY_BYTES, Math.floor(TOTAL_DICTIONARY_BYTES / columns));
}

/**
 * The distinct texts of a column, numbered in order of first appearance: an open-addressing table
 * over hashed bytes that makes no string. Full when a bound is reached; the column then becomes
 * plain text. What it holds and when it is full depend on the column's cells and their order only.
 */
export class TextDictionary {
  entries = 0;
  /** Bytes of all entries. */
  bytes = 0;
  readonly #limit: number;
  #full = false;
  #data = new Uint8Array(64);
  /** Entry e is `#data[#offsets[e], #offsets[e + 1])`. */
  #offsets = new Int32Array(17);
  #hashes = new Int32Array(16);
  /** Entry + 1 by hash, 0 = free; a power of two long, at most half full. */
  #table = new Int32Array(32);

  /** @param limit most bytes of entries; each entry counts 16 more */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** End positions: int32, entries + 1. */
  get offsets(): Int32Array {
    return this.#offsets.subarray(0, this.entries + 1);
  }

  get data(): Uint8Array {
    return this.#data.subarray(0, this.bytes);
  }

  /**
   * Adds the texts of cells `row` to `rows`; missing cells are passed over.
   * @param from starts of the cells, −1 where missing
   * @param to ends of the cells
   * @returns first row that found the dictionary full, else `rows`
   */
  addAll(
    bytes: Uint8Array,
    from: Int32Array,
    to: Int32Array,
    row: number,
    rows: number,
  ): number {
    for (; row < rows; row++) {
      const start = from[row]!;
      if (start >= 0 && this.#code(bytes, start, to[row]!, true) < 0) return row;
    }
    return rows;
  }

  /** Number of a text that was added, or −1. */
  codeOf(bytes: Uint8Array, from: number, to: number): number {
    return this.#code(bytes, from, to, false);
  }

  #code(bytes: Uint8Array, from: number, to: number, add: boolean): number {
    let hash = 0x811c9dc5 | 0;
    for (let p = from; p < to; p++) hash = Math.imul(hash ^ bytes[p]!, 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const table = this.#table;
    const mask = table.length - 1;
    let at = hash & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++, at = (at + 1) & mask) {
      const entry = table[at]! - 1;
      if (entry < 0) return add ? this.#insert(bytes, from, to, hash, at) : -1;
      if (this.#hashes[entry] !== hash) continue;
      const start = this.#offsets[entry]!;
      const length = this.#offsets[entry + 1]! - start;
      if (length !== to - from) continue;
      const data = this.#data;
      let i = 0;
      while (i < length && data[start + i] === bytes[from + i]) i++;
      if (i === length) return entry;
    }
    return -1;
  }

  #insert(bytes: Uint8Array, from: number, to: number, hash: number, at: number): number {
    const length = to - from;
    const entry = this.entries;
    if (this.#full || entry >= MAX_DICTIONARY_ENTRIES) return -1;
    if (this.bytes + length + 16 * (entry + 1) > this.#limit) return -1;
    if (this.bytes + length > this.#data.length) {
      const larger = new Uint8Array(Math.max(this.#data.length * 2, this.bytes + length));
      larger.set(this.data);
      this.#data = larger;
    }
    for (let i = 0; i < length; i++) this.#data[this.bytes + i] = bytes[from + i]!;
    this.bytes += length;
    this.#hashes[entry] = hash;
    this.#offsets[entry + 1] = this.bytes;
    this.#table[at] = entry + 1;
    this.entries = entry + 1;
    if (this.entries === this.#hashes.length) this.#grow();
    return this.#full ? -1 : entry;
  }

  #grow(): void {
    const capacity = this.entries * 2;
    const hashes = new Int32Array(capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const offsets = new Int32Array(capacity + 1);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    const table = new Int32Array(capacity * 2);
    const mask = table.length - 1;
    for (let entry = 0; entry < this.entries; entry++) {
      let at = hashes[entry]! & mask;
      let probes = 1;
      for (; table[at] !== 0; probes++) at = (at + 1) & mask;
      if (probes > MAX_PROBES) this.#full = true;
      table[at] = entry + 1;
    }
    this.#table = table;
  }
}
