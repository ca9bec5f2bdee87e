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
  /** End of each run of equal values, in the sorted order. */
  readonly #ends: Int32Array;
  readonly #tables: ScoreTables;

  /**
   * @param values finite numbers, one an item
   * @param tables for the sizes of the segments
   */
  constructor(values: Float64Array, tables: ScoreTables) {
    const order = radixArgsort(values);
    this.#order = Int32Array.from(order);
    this.#ends = runEnds(values, order);
    this.#tables = tables;
    this.scores = new Float64Array(values.length);
  }

  /**
   * Scores every item anew. Which segment an item is in is as random as a coin: a branch on it would
   * be mispredicted half of the time, so it is arithmetic instead, 1 in the first segment and else 0.
   * @param slot position of each item, from 0; those below the first segment's size are in it
   */
  deal(slot: Int32Array): void {
    const ORDER = this.#order;
    const ENDS = this.#ends;
    const S = this.scores;
    const T = this.#tables.scores;
    const n1 = this.#tables.n_before;
    const base = this.#tables.after_at;
    let below = 0;
    let start = 0;
    for (let run = 0; run < ENDS.length; run++) {
      const end = ENDS[run]!;
      // Twice the mid-rank of a run is (below + 1) + (below + count), in each segment by itself.
      if (end === start + 1) {
        const at = slot[ORDER[start]!]!;
        const isFirst = (at - n1) >>> 31;
        below += isFirst;
        const second = base + 2 * (end - below);
        S[at] = T[second + ((2 * below - second) & -isFirst)]!;
      } else if (end === start + 2) {
        // Dealt scores come in twos when the segments are of equal size.
        const at = slot[ORDER[start]!]!;
        const next = slot[ORDER[start + 1]!]!;
        const isFirst = (at - n1) >>> 31;
        const nextIsFirst = (next - n1) >>> 31;
        const in1 = isFirst + nextIsFirst;
        const first = 2 * below + in1 + 1;
        const second = base + 2 * (start - below) + 3 - in1;
        S[at] = T[second + ((first - second) & -isFirst)]!;
        S[next] = T[second + ((first - second) & -nextIsFirst)]!;
        below += in1;
      } else {
        let in1 = 0;
        for (let i = start; i < end; i++) in1 += (slot[ORDER[i]!]! - n1) >>> 31;
        const second = base + 2 * (start - below) + end - start - in1 + 1;
        const toFirst = 2 * below + in1 + 1 - second;
        for (let i = start; i < end; i++) {
          const at = slot[ORDER[i]!]!;
          S[at] = T[second + (toFirst & -((at - n1) >>> 31))]!;
        }
        below += in1;
      }
      start = end;
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

function runEnds(values: Float64Array, order: Uint32Array): Int32Array {
  const ends = new Int32Array(values.length);
  let runs = 0;
  for (let i = 1; i <= order.length; i++) {
    if (i === order.length || values[order[i]!] !== values[order[i - 1]!]) ends[runs++] = i;
  }
  return ends.slice(0, runs);
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
