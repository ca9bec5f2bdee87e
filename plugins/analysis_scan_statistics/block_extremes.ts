/**
 * Lowest and highest of a run of numbers in aligned blocks of 2, 4, 8, … positions, built level
 * by level as far as they are asked for.
 */
export class BlockExtremes {
  /** Blocks of level l are at `build(l)` and after, in both arrays. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly #values: Float64Array;
  readonly #offset: Int32Array;
  #from = 0;
  #last = -1;
  #built = 0;

  /** @param values read anew after every `cover()`; never kept */
  constructor(values: Float64Array) {
    this.#values = values;
    const offsets = [0, 0];
    let total = 0;
    for (let level = 1; 1 << level <= values.length; level++) {
      total += (values.length >> level) + 1;
      offsets.push(total);
    }
    this.#offset = Int32Array.from(offsets);
    this.low = new Float64Array(total);
    this.high = new Float64Array(total);
  }

  /**
   * Starts over with the blocks of positions `from` to `to`, both included; block 0 begins at
   * `from`.
   */
  cover(from: number, to: number): void {
    this.#from = from;
    this.#last = to - from;
    this.#built = 0;
  }

  /** Number of blocks of 2^level positions, the last perhaps short. */
  blocks(level: number): number {
    return (this.#last >> level) + 1;
  }

  /**
   * Makes sure of the blocks of 2^level positions.
   * @param level ≥ 1, with 2^level at most the number of values
   * @returns where block 0 of that level is in `low` and `high`
   */
  build(level: number): number {
    while (this.#built < level) this.#join(++this.#built);
    return this.#offset[level]!;
  }

  /**
   * The first block, from `a` on, from which the numbers may rise by `needed` to the block `d`
   * further on; −1 when there is none.
   * @param either whether a fall by `needed` counts too
   */
  nextPair(level: number, a: number, d: number, needed: number, either: boolean): number {
    const offset = this.build(level);
    const end = offset + this.blocks(level) - d;
    const found = either
      ? firstEither(this.low, this.high, offset + a, end, d, needed)
      : firstUp(this.low, this.high, offset + a, end, d, needed);
    return found < end ? found - offset : -1;
  }

  #join(level: number): void {
    const LOW = this.low;
    const HIGH = this.high;
    const to = this.#offset[level]!;
    const count = this.blocks(level);
    // Of an odd number the last has no partner, and is its own.
    const last = this.blocks(level - 1) - 1;
    if (level === 1) {
      const X = this.#values;
      const from = this.#from;
      for (let b = 0; b < count; b++) {
        const left = X[from + 2 * b]!;
        const right = X[from + Math.min(2 * b + 1, last)]!;
        LOW[to + b] = Math.min(left, right);
        HIGH[to + b] = Math.max(left, right);
      }
      return;
    }
    const from = this.#offset[level - 1]!;
    for (let b = 0; b < count; b++) {
      const left = from + 2 * b;
      const right = from + Math.min(2 * b + 1, last);
      LOW[to + b] = Math.min(LOW[left]!, LOW[right]!);
      HIGH[to + b] = Math.max(HIGH[left]!, HIGH[right]!);
    }
  }
}

// Functions of their own, with nothing else in them: this is where a scan spends its time.
function firstEither(
  LOW: Float64Array,
  HIGH: Float64Array,
  a: number,
  end: number,
  d: number,
  needed: number,
): number {
  while (a < end && !(HIGH[a + d]! - LOW[a]! >= needed || HIGH[a]! - LOW[a + d]! >= needed)) a++;
  return a;
}

function firstUp(
  LOW: Float64Array,
  HIGH: Float64Array,
  a: number,
  end: number,
  d: number,
  needed: number,
): number {
  while (a < end && !(HIGH[a + d]! - LOW[a]! >= needed)) a++;
  return a;
}
