/** Counts how often hashes occur, up to a bound on different ones. */
export class HashCounts {
  readonly #limit: number;
  readonly #mask: number;
  /** A byte of each slot's hash, 0 when it is empty: these stay in a processor's cache. */
  readonly #marks: Uint8Array;
  /** Four words a slot, so that looking into one costs one look into memory. */
  readonly #slots: Int32Array;
  /** Slots in the order in which they were taken. */
  readonly #order: Int32Array;
  #distinct = 0;
  #overflow = false;

  /** @param limit most different hashes that are counted */
  constructor(limit: number) {
    const slots = 1 << Math.ceil(Math.log2(limit * 2));
    this.#limit = limit;
    this.#mask = slots - 1;
    this.#order = new Int32Array(limit);
    this.#marks = new Uint8Array(slots);
    this.#slots = new Int32Array(WORDS * slots);
  }

  /** How many different hashes are counted. */
  get distinct(): number {
    return this.#distinct;
  }

  /** Whether there were more than the bound. */
  get overflow(): boolean {
    return this.#overflow;
  }

  /**
   * Counts a hash, unless it is new and the bound is reached.
   * @param high
   * @param low
   * @param row where it was seen
   */
  add(high: number, low: number, row: number): void {
    const marks = this.#marks;
    const slots = this.#slots;
    const mark = (low >>> 24) | 1;
    for (let slot = (high ^ (low << 5)) & this.#mask;; slot = (slot + 1) & this.#mask) {
      const at = slot * WORDS;
      if (marks[slot] === 0) {
        if (this.#distinct === this.#limit) {
          this.#overflow = true;
          return;
        }
        this.#order[this.#distinct++] = slot;
        marks[slot] = mark;
        slots[at] = high;
        slots[at + 1] = low;
        slots[at + ROW] = row;
        slots[at + COUNT] = 1;
        return;
      }
      if (marks[slot] === mark && slots[at] === high && slots[at + 1] === low) {
        slots[at + COUNT]!++;
        return;
      }
    }
  }

  /**
   * Visits every hash in the order in which they were first seen.
   * @param visit called with its count and first row
   */
  forEach(visit: (count: number, row: number) => void): void {
    for (let i = 0; i < this.#distinct; i++) {
      const at = this.#order[i]! * WORDS;
      visit(this.#slots[at + COUNT]!, this.#slots[at + ROW]!);
    }
  }
}

/** Words of a slot: the hash's two, then these. */
const WORDS = 4;
const ROW = 2;
const COUNT = 3;
