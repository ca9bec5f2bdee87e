import { isMissing, maxT, type Rng, sha256Hex } from "harness/sdk";
import { fisherShift } from "./fisher_shift.ts";
import { NormalScores, ScoreTables } from "./normal_scores.ts";
import { tieShare } from "./tie_share.ts";

/**
 * How far apart the shares of ties in the two segments may be: by this much, or by what chance
 * explains. Ties weaken the correlation of scores, so where only one segment is rounded or clipped,
 * the same dependence looks changed.
 */
const MAX_TIE_DIFFERENCE = 0.02;
const MAX_TIE_ERRORS = 3;

/** One pair of columns, tested or not. */
export interface PairShift {
  /** Numbers of the columns, the lower first. */
  readonly a: number;
  readonly b: number;
  readonly n_before: number;
  readonly n_after: number;
  /** Why it was not tested; null when it was, and only then the rest are numbers. */
  readonly reason: string | null;
  /** Correlations of the normal scores. */
  readonly before: number | null;
  readonly after: number | null;
  /** Their difference on Fisher's scale, in standard errors. */
  readonly z: number | null;
  /** Of this pair by itself. */
  readonly p_value: number | null;
  /** Adjusted for all pairs: Westfall–Young, single step. */
  readonly p_value_family: number | null;
}

/** All pairs, and the permutations behind their p-values. */
export interface PairShifts {
  readonly pairs: readonly PairShift[];
  /** 0 when no pair could be tested. */
  readonly permutations: number;
}

/** How to test. */
export interface ShiftOptions {
  /** Fewest permutations, and most where many pairs need more. */
  readonly n_permutations: number;
  readonly max_permutations: number;
  /** q-value that one changed pair must be able to reach twice over. */
  readonly alpha: number;
  /** Fewest complete rows a pair must have in each segment; at least 4. */
  readonly min_rows: number;
}

/**
 * Tests every pair of columns for a change of dependence between two segments.
 *
 * The null hypothesis of a pair is that its copula is the same in both segments; the columns' own
 * distributions may differ. So it is not the values that are permuted but their normal scores,
 * taken within each segment, which carry the copula and nothing of continuous margins (up to O(1/n)). Ties do show in
 * scores: a column whose share of ties differs between the segments is not compared.
 * A permutation deals the rows, with all their scores, to two segments of the same sizes; there
 * they are ranked and scored anew, so that the permuted statistic is what the observed one is.
 *
 * One random order of the rows serves all pairs: where cells are missing, the first `n_before` of
 * the order's rows that are complete in the pair are its first segment, which is as uniform a
 * dealing of those rows.
 * @param columns one number a row, NaN where missing
 * @param segment 0 (before) or 1 (after) of every row; rows with another number take no part
 * @param rng permutations come from it
 * @param onPermutation called after every permutation
 */
export function pairShifts(
  columns: readonly Float64Array[],
  segment: Uint8Array,
  options: ShiftOptions,
  rng: Rng,
  onPermutation: (done: number, total: number) => void = () => {},
): PairShifts {
  const groups = new Map<string, PairGroup>();
  const pairs: { a: number; b: number; group: PairGroup }[] = [];
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      const rows = completeRows(columns[a]!, columns[b]!, segment);
      const key = sha256Hex(new Uint8Array(rows.buffer));
      const group = groups.get(key) ?? new PairGroup(columns, rows, segment);
      groups.set(key, group);
      pairs.push({ a, b, group });
    }
  }
  const observed = pairs.map(({ a, b, group }) => group.test(a, b, options.min_rows));
  const tested = [...pairs.keys()].filter((i) => observed[i]!.reason === null);
  if (tested.length === 0) return { pairs: observed, permutations: 0 };
  const permutations = permutationsFor(tested.length, options);
  for (const group of groups.values()) group.poolScores();
  const order = rng.permutation(segment.length);
  const { adjusted, unadjusted } = maxT(
    Float64Array.from(tested, (i) => Math.abs(observed[i]!.z!)),
    permutations,
    (done, out) => {
      if (done > 0) rng.shuffle(order);
      for (const group of groups.values()) group.deal(order);
      for (let t = 0; t < tested.length; t++) {
        const { a, b, group } = pairs[tested[t]!]!;
        out[t] = Math.abs(group.shift(a, b));
      }
      onPermutation(done + 1, permutations);
    },
  );
  tested.forEach((i, t) => {
    observed[i] = {
      ...observed[i]!,
      p_value: unadjusted[t]!,
      p_value_family: adjusted[t]!,
    };
  });
  return { pairs: observed, permutations };
}

/** Enough that the smallest p-value, times the number of pairs, is at most alpha / 2. */
function permutationsFor(pairs: number, options: ShiftOptions): number {
  const { n_permutations, max_permutations, alpha } = options;
  return Math.max(n_permutations, Math.min(max_permutations, Math.ceil(2 * pairs / alpha)));
}

/** Pairs that are complete in the same rows, with the scores of their columns. */
class PairGroup {
  readonly #columns: readonly Float64Array[];
  readonly #rows: Uint32Array;
  readonly #slot: Uint32Array;
  readonly #tables: ScoreTables;
  readonly #itemOfRow: Int32Array;
  readonly #n1: number;
  readonly #n2: number;
  readonly #scores = new Map<number, NormalScores>();

  constructor(columns: readonly Float64Array[], rows: Uint32Array, segment: Uint8Array) {
    this.#columns = columns;
    this.#rows = rows;
    this.#slot = new Uint32Array(rows.length);
    this.#itemOfRow = new Int32Array(segment.length).fill(-1);
    let n1 = 0;
    for (let i = 0; i < rows.length; i++) {
      this.#itemOfRow[rows[i]!] = i;
      if (segment[rows[i]!] === 0) n1++;
    }
    this.#n1 = n1;
    this.#n2 = rows.length - n1;
    this.#tables = new ScoreTables(this.#n1, this.#n2);
    let next1 = 0;
    let next2 = n1;
    for (let i = 0; i < rows.length; i++) {
      this.#slot[i] = segment[rows[i]!] === 0 ? next1++ : next2++;
    }
  }

  /** The observed shift of a pair, or why there is none. */
  test(a: number, b: number, minRows: number): PairShift {
    const sizes = { a, b, n_before: this.#n1, n_after: this.#n2 };
    const none = { before: null, after: null, z: null, p_value: null, p_value_family: null };
    if (!(Math.min(this.#n1, this.#n2) >= minRows)) {
      const reason = `${this.#n1} rows before and ${this.#n2} after are complete: ` +
        `${minRows} of each are needed`;
      return { ...sizes, ...none, reason };
    }
    const left = this.#scored(a);
    const right = this.#scored(b);
    for (const scores of [left, right]) {
      if (scores.before.squares > 0 && scores.after.squares > 0) continue;
      const side = scores.before.squares > 0 ? "after" : "before";
      return { ...sizes, ...none, reason: `one of the columns is constant ${side} the cut` };
    }
    if (this.#tiesDiffer(left) || this.#tiesDiffer(right)) {
      const reason = "one of the columns is rounded or clipped differently before and after the " +
        "cut, which changes a correlation by itself";
      return { ...sizes, ...none, reason };
    }
    const { before, after } = this.#correlations(left, right);
    const z = fisherShift(before, after, this.#n1, this.#n2);
    return { ...sizes, before, after, z, p_value: null, p_value_family: null, reason: null };
  }

  /** From here on, what is dealt are the observed scores instead of the values. */
  poolScores(): void {
    for (const [column, { scores }] of this.#scores) {
      const pooled = Float64Array.from(this.#slot, (slot) => scores[slot]!);
      this.#scores.set(column, new NormalScores(pooled, this.#tables));
    }
  }

  /** Deals the rows anew: the first of `order` are the first segment. */
  deal(order: Uint32Array): void {
    const SLOT = this.#slot;
    const ITEM = this.#itemOfRow;
    let next = 0;
    for (let i = 0; i < order.length; i++) {
      const item = ITEM[order[i]!]!;
      if (item >= 0) SLOT[item] = next++;
    }
    for (const scores of this.#scores.values()) scores.deal(SLOT);
  }

  /** The shift of a pair as the rows are dealt; 0 where a segment's values are all equal. */
  shift(a: number, b: number): number {
    const { before, after } = this.#correlations(this.#scores.get(a)!, this.#scores.get(b)!);
    return fisherShift(before, after, this.#n1, this.#n2);
  }

  #scored(column: number): NormalScores {
    let scores = this.#scores.get(column);
    if (scores === undefined) {
      const values = this.#columns[column]!;
      const own = Float64Array.from(this.#rows, (row) => values[row]!);
      scores = new NormalScores(own, this.#tables);
      scores.deal(this.#slot);
      this.#scores.set(column, scores);
    }
    return scores;
  }

  #tiesDiffer({ scores }: NormalScores): boolean {
    const before = tieShare(scores, 0, this.#n1);
    const after = tieShare(scores, this.#n1, this.#n1 + this.#n2);
    const difference = Math.abs(before.share - after.share);
    const error = Math.sqrt(before.variance + after.variance);
    return !(difference <= Math.max(MAX_TIE_DIFFERENCE, MAX_TIE_ERRORS * error));
  }

  #correlations(x: NormalScores, y: NormalScores): { before: number; after: number } {
    const n1 = this.#n1;
    const n = n1 + this.#n2;
    const before = dot(x.scores, y.scores, 0, n1) - n1 * x.before.mean * y.before.mean;
    const after = dot(x.scores, y.scores, n1, n) - this.#n2 * x.after.mean * y.after.mean;
    return {
      before: correlation(before, x.before.squares * y.before.squares),
      after: correlation(after, x.after.squares * y.after.squares),
    };
  }
}

/** Four sums side by side: the processor adds them at once, where one would wait for itself. */
function dot(X: Float64Array, Y: Float64Array, start: number, end: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    sum0 += X[i]! * Y[i]!;
    sum1 += X[i + 1]! * Y[i + 1]!;
    sum2 += X[i + 2]! * Y[i + 2]!;
    sum3 += X[i + 3]! * Y[i + 3]!;
  }
  for (; i < end; i++) sum0 += X[i]! * Y[i]!;
  return sum0 + sum1 + (sum2 + sum3);
}

function correlation(products: number, squares: number): number {
  return squares > 0 ? Math.max(-1, Math.min(1, products / Math.sqrt(squares))) : 0;
}

function completeRows(x: Float64Array, y: Float64Array, segment: Uint8Array): Uint32Array {
  const rows = new Uint32Array(segment.length);
  let count = 0;
  for (let row = 0; row < segment.length; row++) {
    if (segment[row]! > 1 || isMissing(x[row]!) || isMissing(y[row]!)) continue;
    rows[count++] = row;
  }
  return rows.slice(0, count);
}
