import { BlockExtremes } from "./block_extremes.ts";

/** One window of a series: items `start` to `end` (exclusive) and its scan statistic. */
export interface BestWindow {
  readonly start: number;
  readonly end: number;
  /** |S| / √(k·(n − k)), S the sum of the window's k centred values. */
  readonly statistic: number;
}

/** Half-open range of items in which a window must lie as a whole. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * The Gaussian scan statistic over every window of a series, exactly, without visiting most of
 * them.
 *
 * For a window of k of n values, with one mean inside, one outside and a common variance, the
 * log-likelihood ratio against one mean for all is (n/2)·ln(TSS / (TSS − n·S² / (k·(n − k)))),
 * S being the sum of the window's values after the mean of all is taken off (Kulldorff, Huang &
 * Konty 2009, doi:10.1186/1476-072X-8-58). TSS is the same for all windows and all orders of the
 * values, so the ratio grows with |S| / √(k·(n − k)) alone: no logarithm is needed to compare.
 *
 * With P the prefix sums, S = P[end] − P[start]. Lengths are taken in classes [s, 2s), s a power
 * of two, with P in blocks of s positions. For a block of starts and a block of ends, no window
 * between them can pass (max P of one − min P of the other) / min √(k·(n − k)); pairs of blocks
 * whose bound is below the best so far are dropped whole, the others split. Rounding is
 * monotone, so no window that beats the best is ever dropped. Memory O(n); time O(n) for each order of
 * values with nothing in it, O(n · max_window) at worst.
 */
export class WindowScan {
  readonly #values: Float64Array;
  readonly #largest: number;
  readonly #pieces: readonly Piece[];
  readonly #min: number;
  readonly #max: number;
  readonly #two: boolean;
  /** √(k·(n − k)) by k: rises to n/2, then falls. */
  readonly #root: Float64Array;
  readonly #prefix: Float64Array;
  readonly #extremes: BlockExtremes;
  /** What a window must reach to be looked at. */
  #best = 0;
  #bestStart = -1;
  #bestEnd = -1;
  #bestStatistic = 0;
  /** `largest` raises `#best` as it goes, `first` takes what it meets, `earliest` sees all. */
  #seek: "largest" | "first" | "earliest" = "largest";
  #from = 0;
  #kMin = 0;
  #kMax = 0;

  /**
   * @param values numbers with mean 0, in the order observed
   * @param pieces where windows may lie, ascending, not overlapping
   * @param minWindow shortest window, ≥ 1
   * @param maxWindow longest window, ≥ minWindow and < values.length
   * @param direction `high` and `low` look only for a mean above or below the rest
   * @throws RangeError when the window lengths do not fit
   */
  constructor(
    values: Float64Array,
    pieces: readonly Piece[],
    minWindow: number,
    maxWindow: number,
    direction: "both" | "high" | "low",
  ) {
    const n = values.length;
    if (!(minWindow >= 1 && minWindow <= maxWindow && maxWindow < n)) {
      throw new RangeError(`windows of ${minWindow} to ${maxWindow} do not fit ${n} values`);
    }
    this.#values = direction === "low" ? values.map((x) => -x) : values;
    this.#largest = largestSize(values);
    this.#pieces = pieces;
    this.#min = minWindow;
    this.#max = maxWindow;
    this.#two = direction === "both";
    this.#root = new Float64Array(maxWindow + 1);
    for (let k = 1; k <= maxWindow; k++) this.#root[k] = Math.sqrt(k * (n - k));
    this.#prefix = new Float64Array(n + 1);
    this.#extremes = new BlockExtremes(this.#prefix);
  }

  /**
   * The window with the largest statistic; of those equal to it within 10^−12, so that rounding
   * does not choose, the first to start, then the shortest.
   * Undefined when no piece is long enough or no window leans the asked way.
   */
  maximum(): BestWindow | undefined {
    const P = this.#prefix;
    const X = this.#values;
    let sum = 0;
    for (let i = 0; i < X.length; i++) {
      sum += X[i]!;
      P[i + 1] = sum;
    }
    this.#seek = "largest";
    this.#best = 0;
    this.#search();
    if (this.#bestStart < 0) return undefined;
    this.#seek = "earliest";
    this.#best *= EQUAL;
    this.#search();
    return { start: this.#bestStart, end: this.#bestEnd, statistic: this.#bestStatistic };
  }

  /**
   * Whether, with the values in another order, any window's statistic is at least `level`.
   * @param order a permutation of 0 … m − 1 with m ≥ values.length; entries that number no value
   *   are passed over, which leaves a uniformly random order uniformly random
   * @param level statistic to reach, > 0
   */
  reaches(order: Uint32Array, level: number): boolean {
    const P = this.#prefix;
    const X = this.#values;
    const n = X.length;
    let sum = 0;
    if (order.length === n) {
      for (let i = 0; i < n; i++) {
        sum += X[order[i]!]!;
        P[i + 1] = sum;
      }
    } else {
      let count = 0;
      for (let i = 0; i < order.length; i++) {
        const item = order[i]!;
        if (item >= n) continue;
        sum += X[item]!;
        P[++count] = sum;
      }
    }
    this.#seek = "first";
    this.#best = level;
    this.#search();
    return this.#bestStart >= 0;
  }

  #search(): void {
    this.#bestStart = -1;
    for (const { start, end } of this.#pieces) {
      if (end - start < this.#min) continue;
      this.#searchPiece(start, end);
      if (this.#seek === "first" && this.#bestStart >= 0) return;
    }
  }

  #searchPiece(start: number, end: number): void {
    const P = this.#prefix;
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i <= end; i++) {
      const p = P[i]!;
      if (p < low) low = p;
      if (p > high) high = p;
    }
    const range = high - low;
    this.#from = start;
    this.#extremes.cover(start, end);
    const longest = Math.min(this.#max, end - start);
    for (let level = 0; 1 << level <= longest; level++) {
      this.#kMin = Math.max(this.#min, 1 << level);
      this.#kMax = Math.min(longest, (2 << level) - 1);
      if (this.#kMin > this.#kMax) continue;
      if (range < this.#best * this.#lowestRoot(this.#kMin, this.#kMax)) continue;
      // k / √(k·(n − k)) grows with k: if the longest window cannot reach it, none can.
      const most = slack(this.#kMax * this.#largest);
      if (most < this.#best * this.#root[this.#kMax]!) continue;
      if (level === 0) this.#scanSingles(start, end);
      else this.#scanClass(level);
      if (this.#seek === "first" && this.#bestStart >= 0) return;
    }
  }

  /** Every window of one value. */
  #scanSingles(start: number, end: number): void {
    this.#from = 0;
    for (let i = start; i < end; i++) this.#tryWindow(i, i + 1);
    this.#from = start;
  }

  /** Every window of kMin to kMax values in one piece, by pairs of blocks. */
  #scanClass(level: number): void {
    const extremes = this.#extremes;
    const size = 1 << level;
    const blocks = extremes.blocks(level);
    // Blocks d apart hold windows of d·size − (size − 1) to d·size + (size − 1) values.
    const farthest = Math.min(blocks - 1, (this.#kMax + size - 1) >> level);
    for (let d = this.#kMin >> level; d <= farthest; d++) {
      const lowest = this.#lowestRoot(
        Math.max(this.#kMin, d * size - size + 1),
        Math.min(this.#kMax, d * size + size - 1),
      );
      for (let a = 0;; a++) {
        a = extremes.nextPair(level, a, d, this.#best * lowest, this.#two);
        if (a < 0) break;
        this.#split(level, a, a + d);
        if (this.#seek === "first" && this.#bestStart >= 0) return;
      }
    }
  }

  /** Looks into the four pairs of half blocks. */
  #split(level: number, a: number, b: number): void {
    const below = level - 1;
    if (below === 0) {
      const last = this.#extremes.blocks(0) - 1;
      for (let i = 2 * a; i <= 2 * a + 1; i++) {
        for (let j = 2 * b; j <= 2 * b + 1 && j <= last; j++) this.#tryWindow(i, j);
      }
      return;
    }
    const size = 1 << below;
    const { low, high } = this.#extremes;
    const offset = this.#extremes.build(below);
    const last = this.#extremes.blocks(below) - 1;
    for (let i = 2 * a; i <= 2 * a + 1; i++) {
      for (let j = 2 * b; j <= 2 * b + 1 && j <= last; j++) {
        const shortest = Math.max(this.#kMin, (j - i) * size - size + 1);
        const longest = Math.min(this.#kMax, (j - i) * size + size - 1);
        if (shortest > longest) continue;
        let bound = high[offset + j]! - low[offset + i]!;
        if (this.#two) bound = Math.max(bound, high[offset + i]! - low[offset + j]!);
        if (bound >= this.#best * this.#lowestRoot(shortest, longest)) {
          this.#split(below, i, j);
          if (this.#seek === "first" && this.#bestStart >= 0) return;
        }
      }
    }
  }

  #tryWindow(i: number, j: number): void {
    const k = j - i;
    if (k < this.#kMin || k > this.#kMax) return;
    const start = this.#from + i;
    const end = this.#from + j;
    let d = this.#prefix[end]! - this.#prefix[start]!;
    if (this.#two && d < 0) d = -d;
    if (d >= this.#best * this.#root[k]!) this.#offer(start, end, d);
  }

  #offer(start: number, end: number, sum: number): void {
    const statistic = sum / this.#root[end - start]!;
    if (!(statistic > 0)) return;
    if (this.#seek === "largest") {
      if (!(statistic > this.#best)) return;
      this.#best = statistic;
    } else if (this.#bestStart >= 0) {
      const earlier = start < this.#bestStart || (start === this.#bestStart && end < this.#bestEnd);
      if (!earlier) return;
    }
    this.#bestStatistic = statistic;
    this.#bestStart = start;
    this.#bestEnd = end;
  }

  /** √(k·(n − k)) is concave in k: over a range it is lowest at an end. */
  #lowestRoot(shortest: number, longest: number): number {
    return Math.min(this.#root[shortest]!, this.#root[longest]!);
  }
}

/** Statistics this near to the largest equal it: sums of the same values round differently. */
const EQUAL = 1 - 1e-12;

/** Room for the rounding of prefix sums where a bound comes from single values. */
function slack(bound: number): number {
  return bound * (1 + 1e-9);
}

/** The largest |value|. */
function largestSize(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > most) most = size;
  }
  return most;
}
