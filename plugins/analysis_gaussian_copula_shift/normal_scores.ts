import { normalQuantile, radixArgsort } from "harness/sdk";

/** Sums over the scores of one segment. */
export interface SegmentSums {
  mean: number;
  /** Sum of squared deviations from the mean; 0 when all values are equal. */
  squares: number;
}

/**
 * Normal scores of one column within each of two segments, for any way of dealing the rows to
 * them: the score of a value is Φ⁻¹(rank / (n + 1)), its mid-rank taken among the n values of its
 * own segment (van der Waerden scores; Liu, Lafferty & Wasserman 2009, arXiv:0903.0649).
 *
 * The column is sorted once; each dealing then costs O(rows).
 */
export class NormalScores {
  /** Scores by slot: those of the first segment, then those of the second. */
  readonly scores: Float64Array;
  readonly before: SegmentSums = { mean: 0, squares: 0 };
  readonly after: SegmentSums = { mean: 0, squares: 0 };
  readonly #order: Int32Array;
  /** Where the run of equal values of each item begins and ends, in the sorted order. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** Slot of each item in the sorted order, and how many before it are in the first segment. */
  readonly #dealt: Int32Array;
  readonly #below: Int32Array;
  readonly #tables: ScoreTables;

  /**
   * @param values finite numbers, one an item
   * @param tables for the sizes of the segments
   */
  constructor(values: Float64Array, tables: ScoreTables) {
    const order = radixArgsort(values);
    this.#order = Int32Array.from(order);
    [this.#starts, this.#ends] = runsOf(values, order);
    this.#dealt = new Int32Array(values.length);
    this.#below = new Int32Array(values.length + 1);
    this.#tables = tables;
    this.scores = new Float64Array(values.length);
  }

  /**
   * Scores every item anew. Which segment an item is in is as random as a coin, and runs are of any
   * length: a branch on either would be mispredicted half of the time, so there is none.
   * @param slot position of each item, from 0; those below the first segment's size are in it
   */
  deal(slot: Int32Array): void {
    const ORDER = this.#order;
    const STARTS = this.#starts;
    const ENDS = this.#ends;
    const DEALT = this.#dealt;
    const BELOW = this.#below;
    const S = this.scores;
    const T = this.#tables.scores;
    const n1 = this.#tables.n_before;
    let below = 0;
    for (let i = 0; i < ORDER.length; i++) {
      const at = slot[ORDER[i]!]!;
      DEALT[i] = at;
      // 1 in the first segment, else 0.
      below += (at - n1) >>> 31;
      BELOW[i + 1] = below;
    }
    // Twice the mid-rank of a run is (below + 1) + (below + count), in each segment by itself.
    const base = this.#tables.after_at;
    for (let i = 0; i < ORDER.length; i++) {
      const at = DEALT[i]!;
      const start = STARTS[i]!;
      const end = ENDS[i]!;
      const first = BELOW[start]! + BELOW[end]! + 1;
      const second = base + start + end - first + 2;
      S[at] = T[second + ((first - second) & -((at - n1) >>> 31))]!;
    }
    sumInto(this.before, S, 0, n1);
    sumInto(this.after, S, n1, S.length);
  }
}

/** Scores of every mid-rank in segments of two sizes, by twice the mid-rank. */
export class ScoreTables {
  readonly n_before: number;
  /** Those of the first segment from 0, those of the second from `after_at`. */
  readonly scores: Float64Array;
  readonly after_at: number;

  /** @param n_before, n_after values in each segment */
  constructor(n_before: number, n_after: number) {
    this.n_before = n_before;
    this.after_at = 2 * n_before + 2;
    this.scores = new Float64Array(this.after_at + 2 * n_after + 2);
    scoreTable(this.scores.subarray(0, this.after_at), n_before);
    scoreTable(this.scores.subarray(this.after_at), n_after);
  }
}

function scoreTable(out: Float64Array, n: number): void {
  for (let twice = 2; twice <= 2 * n; twice++) out[twice] = normalQuantile(twice / (2 * (n + 1)));
}

/** Where the run of equal values of each item begins and ends, in the sorted order. */
function runsOf(values: Float64Array, order: Uint32Array): [starts: Int32Array, ends: Int32Array] {
  const n = order.length;
  const starts = new Int32Array(n);
  const ends = new Int32Array(n);
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && values[order[end]!] === values[order[start]!]) end++;
    starts.fill(start, start, end);
    ends.fill(end, start, end);
    start = end;
  }
  return [starts, ends];
}

/** One pass loses nothing here: scores are below 9, and those of equal values exactly 0. */
function sumInto(out: SegmentSums, S: Float64Array, start: number, end: number): void {
  let sum0 = 0;
  let sum1 = 0;
  let squares0 = 0;
  let squares1 = 0;
  let i = start;
  for (; i + 2 <= end; i += 2) {
    const s0 = S[i]!;
    const s1 = S[i + 1]!;
    sum0 += s0;
    sum1 += s1;
    squares0 += s0 * s0;
    squares1 += s1 * s1;
  }
  if (i < end) {
    sum0 += S[i]!;
    squares0 += S[i]! * S[i]!;
  }
  const mean = (sum0 + sum1) / (end - start);
  const squares = squares0 + squares1 - (end - start) * mean * mean;
  out.mean = mean;
  out.squares = squares > 1e-12 ? squares : 0;
}
