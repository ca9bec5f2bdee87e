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
  readonly #order: Uint32Array;
  /** End of each run of equal values, in the sorted order. */
  readonly #ends: Uint32Array;
  readonly #tables: ScoreTables;

  /**
   * @param values finite numbers, one an item
   * @param tables for the sizes of the segments
   */
  constructor(values: Float64Array, tables: ScoreTables) {
    this.#order = radixArgsort(values);
    this.#ends = runEnds(values, this.#order);
    this.#tables = tables;
    this.scores = new Float64Array(values.length);
  }

  /**
   * Scores every item anew.
   * @param slot position of each item, from 0; those below the first segment's size are in it
   */
  deal(slot: Uint32Array): void {
    const ORDER = this.#order;
    const ENDS = this.#ends;
    const S = this.scores;
    const first = this.#tables.before;
    const second = this.#tables.after;
    const n1 = this.#tables.n_before;
    let below1 = 0;
    let below2 = 0;
    let start = 0;
    for (let run = 0; run < ENDS.length; run++) {
      const end = ENDS[run]!;
      if (end === start + 1) {
        // Most values are alone: this is where the time goes.
        const at = slot[ORDER[start]!]!;
        S[at] = at < n1 ? first[2 * ++below1]! : second[2 * ++below2]!;
        start = end;
        continue;
      }
      let in1 = 0;
      for (let i = start; i < end; i++) if (slot[ORDER[i]!]! < n1) in1++;
      const in2 = end - start - in1;
      // Twice the mid-rank: (below + 1) + (below + count).
      const score1 = first[2 * below1 + in1 + 1]!;
      const score2 = second[2 * below2 + in2 + 1]!;
      for (let i = start; i < end; i++) {
        const at = slot[ORDER[i]!]!;
        S[at] = at < n1 ? score1 : score2;
      }
      below1 += in1;
      below2 += in2;
      start = end;
    }
    sumInto(this.before, S, 0, n1);
    sumInto(this.after, S, n1, S.length);
  }
}

/** Scores of every mid-rank in segments of two sizes, by twice the mid-rank. */
export class ScoreTables {
  readonly n_before: number;
  readonly before: Float64Array;
  readonly after: Float64Array;

  /** @param n_before, n_after values in each segment */
  constructor(n_before: number, n_after: number) {
    this.n_before = n_before;
    this.before = scoreTable(n_before);
    this.after = n_after === n_before ? this.before : scoreTable(n_after);
  }
}

function scoreTable(n: number): Float64Array {
  const table = new Float64Array(2 * n + 2);
  for (let twice = 2; twice <= 2 * n; twice++) {
    table[twice] = normalQuantile(twice / (2 * (n + 1)));
  }
  return table;
}

function runEnds(values: Float64Array, order: Uint32Array): Uint32Array {
  const ends = new Uint32Array(values.length);
  let runs = 0;
  for (let i = 1; i <= order.length; i++) {
    if (i === order.length || values[order[i]!] !== values[order[i - 1]!]) ends[runs++] = i;
  }
  return ends.slice(0, runs);
}

function sumInto(out: SegmentSums, S: Float64Array, start: number, end: number): void {
  let sum = 0;
  for (let i = start; i < end; i++) sum += S[i]!;
  const mean = sum / (end - start);
  let squares = 0;
  for (let i = start; i < end; i++) {
    const d = S[i]! - mean;
    squares += d * d;
  }
  out.mean = mean;
  // Equal values have equal scores; what rounding leaves of their squares is nothing.
  out.squares = squares > 1e-12 ? squares : 0;
}
