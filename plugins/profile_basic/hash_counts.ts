/** Counts how often hashes occur, up to a bound on different ones. */
export class HashCounts {
  readonly #limit: number;
  readonly #mask: number;
  readonly #hashes: Int32Array;
  readonly #counts: Uint32Array;
  readonly #rows: Int32Array;
  #distinct = 0;
  #overflow = false;

  /** @param limit most different hashes that are counted */
  constructor(limit: number) {
    const slots = 1 << Math.ceil(Math.log2(limit * 2));
    this.#limit = limit;
    this.#mask = slots - 1;
    this.#hashes = new Int32Array(2 * slots);
    this.#counts = new Uint32Array(slots);
    this.#rows = new Int32Array(slots);
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
    const hashes = this.#hashes;
    const counts = this.#counts;
    for (let slot = (high ^ (low << 5)) & this.#mask;; slot = (slot + 1) & this.#mask) {
      if (counts[slot] === 0) {
        if (this.#distinct === this.#limit) {
          this.#overflow = true;
          return;
        }
        this.#distinct++;
        hashes[2 * slot] = high;
        hashes[2 * slot + 1] = low;
        this.#rows[slot] = row;
        counts[slot] = 1;
        return;
      }
      if (hashes[2 * slot] === high && hashes[2 * slot + 1] === low) {
        counts[slot]!++;
        return;
      }
    }
  }

  /** Every hash's count and first row, in the order in which they were first seen. */
  entries(): { row: number; count: number }[] {
    const found: { row: number; count: number }[] = [];
    for (let slot = 0; slot <= this.#mask; slot++) {
      if (this.#counts[slot]! > 0) {
        found.push({ row: this.#rows[slot]!, count: this.#counts[slot]! });
      }
    }
    return found.sort((a, b) => a.row - b.row);
  }
}
