import type { PairShift } from "./pair_shifts.ts";
import { fisherShift } from "./fisher_shift.ts";
import { NormalScores, ScoreTables, type SegmentSums } from "./normal_scores.ts";
import { poolScores } from "./pool_scores.ts";
import { segmentProducts } from "./segment_products.ts";
import { tieShare } from "./tie_share.ts";

/**
 * How far apart the shares of ties in the two segments, and their skews, may be: by this much, or by
 * what chance explains. Ties weaken the correlation of scores, so where only one segment is rounded
 * or clipped, or each on another side, the same dependence looks changed.
 */
const MAX_TIE_DIFFERENCE = 0.02;
const MAX_TIE_ERRORS = 3;

const UNTESTED = { p_value: null, permutations: null, p_value_family: null };

/** A pair whose shift is wanted of every dealing, and where it is to be written. */
export interface FollowedPair {
  readonly a: number;
  readonly b: number;
  readonly at: number;
}

/** One column with those it is compared to. */
interface Comparisons {
  readonly scores: NormalScores;
  readonly partners: readonly NormalScores[];
  readonly partner_scores: readonly Float64Array[];
  /** Where the shift of each is written. */
  readonly at: readonly number[];
}

/** Pairs that are complete in the same rows, with the scores of their columns. */
export class PairGroup {
  readonly #columns: readonly Float64Array[];
  readonly #rows: Uint32Array;
  readonly #slot: Int32Array;
  readonly #tables: ScoreTables;
  readonly #itemOfRow: Int32Array;
  readonly #n1: number;
  readonly #n2: number;
  readonly #scores = new Map<number, NormalScores>();
  #followed: readonly Comparisons[] = [];
  #dealt: readonly NormalScores[] = [];
  #products = new Float64Array(0);

  /**
   * @param columns one number a row, NaN where missing
   * @param rows those that are complete in the group's pairs, ascending
   * @param segment 0 (before) or 1 (after) of every one of these rows
   */
  constructor(columns: readonly Float64Array[], rows: Uint32Array, segment: Uint8Array) {
    this.#columns = columns;
    this.#rows = rows;
    this.#slot = new Int32Array(rows.length);
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

  /** How many rows are complete. */
  get rows(): number {
    return this.#rows.length;
  }

  /** The observed shift of a pair, or why there is none. */
  test(a: number, b: number, minRows: number): PairShift {
    const sizes = { a, b, n_before: this.#n1, n_after: this.#n2 };
    const none = { before: null, after: null, z: null, ...UNTESTED };
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
    const n = this.#n1 + this.#n2;
    const products = new Float64Array(2);
    segmentProducts(left.scores, [right.scores], 0, this.#n1, products, 0);
    segmentProducts(left.scores, [right.scores], this.#n1, n, products, 1);
    const before = correlation(products[0]!, this.#n1, left.before, right.before);
    const after = correlation(products[1]!, this.#n2, left.after, right.after);
    const z = fisherShift(before, after, this.#n1, this.#n2);
    return { ...sizes, before, after, z, ...UNTESTED, reason: null };
  }

  /** From here on, what is dealt are the observed scores instead of the values. */
  poolScores(): void {
    for (const [column, { scores }] of this.#scores) {
      const bySlot = poolScores(scores, this.#n1);
      const pooled = Float64Array.from(this.#slot, (slot) => bySlot[slot]!);
      this.#scores.set(column, new NormalScores(pooled, this.#tables));
    }
  }

  /** Whose shifts `deal()` writes from now on. */
  follow(pairs: readonly FollowedPair[]): void {
    const byColumn = new Map<number, FollowedPair[]>();
    for (const pair of pairs) byColumn.set(pair.a, [...byColumn.get(pair.a) ?? [], pair]);
    this.#followed = [...byColumn].map(([a, own]) => {
      const partners = own.map(({ b }) => this.#scores.get(b)!);
      return {
        scores: this.#scores.get(a)!,
        partners,
        partner_scores: partners.map(({ scores }) => scores),
        at: own.map(({ at }) => at),
      };
    });
    this.#dealt = [
      ...new Set(this.#followed.flatMap(({ scores, partners }) => [scores, ...partners])),
    ];
    this.#products = new Float64Array(
      2 * Math.max(0, ...this.#followed.map(({ at }) => at.length)),
    );
  }

  /**
   * Deals the rows anew, the first of `order` to the first segment, and writes the absolute shift of
   * every followed pair; 0 where a segment's values are all equal.
   */
  deal(order: Uint32Array, out: Float64Array): void {
    if (this.#followed.length === 0) return;
    const SLOT = this.#slot;
    const ITEM = this.#itemOfRow;
    let next = 0;
    for (let i = 0; i < order.length; i++) {
      const item = ITEM[order[i]!]!;
      if (item >= 0) SLOT[item] = next++;
    }
    for (const scores of this.#dealt) scores.deal(SLOT);
    const n1 = this.#n1;
    const n2 = this.#n2;
    const products = this.#products;
    for (const { scores: x, partners, partner_scores, at } of this.#followed) {
      segmentProducts(x.scores, partner_scores, 0, n1, products, 0);
      segmentProducts(x.scores, partner_scores, n1, n1 + n2, products, at.length);
      for (let j = 0; j < at.length; j++) {
        const y = partners[j]!;
        const before = correlation(products[j]!, n1, x.before, y.before);
        const after = correlation(products[at.length + j]!, n2, x.after, y.after);
        out[at[j]!] = Math.abs(fisherShift(before, after, n1, n2));
      }
    }
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
    return (["share", "skew"] as const).some((of) => {
      const [a, b] = [before[of], after[of]];
      // By the larger of the variances a row: of few rows it may come out as 0 by chance.
      const perRow = Math.max(a.variance * this.#n1, b.variance * this.#n2);
      const error = Math.sqrt(perRow * (1 / this.#n1 + 1 / this.#n2));
      return !(Math.abs(a.value - b.value) <=
        Math.max(MAX_TIE_DIFFERENCE, MAX_TIE_ERRORS * error));
    });
  }
}

/** Of n pairs of scores, by the sum of their products. */
function correlation(products: number, n: number, x: SegmentSums, y: SegmentSums): number {
  const squares = x.squares * y.squares;
  if (!(squares > 0)) return 0;
  return Math.max(-1, Math.min(1, (products - n * (x.mean * y.mean)) / Math.sqrt(squares)));
}
