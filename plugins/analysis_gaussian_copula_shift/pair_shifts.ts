import { isMissing, maxT, type Rng, sha256Hex } from "harness/sdk";
import { dealRows } from "./deal_rows.ts";
import { PairGroup } from "./pair_group.ts";

/** A pair that so many of the first permutations have reached has had enough of them. */
const ENOUGH_REACHED = 10;

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
  /** Behind `p_value`. */
  readonly permutations: number | null;
  /** Adjusted for all pairs: Westfall–Young, single step. */
  readonly p_value_family: number | null;
}

/** All pairs, and the permutations behind their p-values. */
export interface PairShifts {
  readonly pairs: readonly PairShift[];
  /** Behind every `p_value_family`, and a `p_value` that they settled; 0 when none was tested. */
  readonly permutations_first: number;
  /** Behind the other p-values. */
  readonly permutations: number;
}

/** How to test. */
export interface ShiftOptions {
  /** Permutations of all pairs, and most for those that then need more. */
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
 * taken within each segment, which carry the copula and nothing of continuous margins (up to O(1/n)).
 * Ties do show in scores: a column whose share of ties differs between the segments is not compared.
 * A permutation deals the rows, with all their scores, to two segments of the same sizes; there
 * they are ranked and scored anew, so that the permuted statistic is what the observed one is.
 *
 * One random order of the rows serves all pairs: where cells are missing, the first `n_before` of
 * the order's rows that are complete in the pair are its first segment, which is as uniform a
 * dealing of those rows.
 *
 * The permutations come in two rounds, after Besag & Clifford 1991 (doi:10.1093/biomet/78.2.301):
 * all pairs have the first, and those that few of them have reached have the second as well, to tell
 * how small their p-values are. Every p-value stays valid: with c the smallest a pair can have that
 * stops, p ≤ t implies for t < c that the p-value of all permutations is ≤ t, and for t ≥ c that the
 * one of the first round is.
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
  const rows = Uint32Array.from(segment.keys()).filter((row) => segment[row]! <= 1);
  if (rows.length < segment.length) {
    const own = columns.map((values) => Float64Array.from(rows, (row) => values[row]!));
    const ownSegment = Uint8Array.from(rows, (row) => segment[row]!);
    return pairShifts(own, ownSegment, options, rng, onPermutation);
  }
  const groups = new Map<string, PairGroup>();
  const pairs: { a: number; b: number; group: PairGroup }[] = [];
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      const complete = completeRows(columns[a]!, columns[b]!);
      const key = sha256Hex(new Uint8Array(complete.buffer));
      const group = groups.get(key) ?? new PairGroup(columns, complete, segment);
      groups.set(key, group);
      pairs.push({ a, b, group });
    }
  }
  const observed = pairs.map(({ a, b, group }) => group.test(a, b, options.min_rows));
  const tested = [...pairs.keys()].filter((i) => observed[i]!.reason === null);
  if (tested.length === 0) return { pairs: observed, permutations_first: 0, permutations: 0 };
  const first = options.n_permutations;
  const all = permutationsFor(tested.length, options);
  for (const group of groups.values()) group.poolScores();
  const order = rng.permutation(segment.length);
  const before = segment.filter((one) => one === 0).length;
  let done = 0;
  const round = (chosen: readonly number[], permutations: number) => {
    for (const group of groups.values()) {
      const own = chosen.flatMap((i, at) =>
        pairs[i]!.group === group ? [{ ...pairs[i]!, at }] : []
      );
      group.follow(own);
    }
    const withoutGaps = chosen.every((i) => pairs[i]!.group.rows === segment.length);
    const statistics = Float64Array.from(chosen, (i) => Math.abs(observed[i]!.z!));
    return maxT(statistics, permutations, (_, out) => {
      // A pair with gaps takes the first complete rows of the order, which must be random as a whole.
      if (done > 0) withoutGaps ? dealRows(order, before, rng) : rng.shuffle(order);
      for (const group of groups.values()) group.deal(order, out);
      onPermutation(++done, all);
    });
  };
  const { adjusted, unadjusted } = round(tested, first);
  tested.forEach((i, t) => {
    const [p_value, p_value_family] = [unadjusted[t]!, adjusted[t]!];
    observed[i] = { ...observed[i]!, p_value, permutations: first, p_value_family };
  });
  const open = tested.filter((i) => reachedBy(observed[i]!.p_value!, first) < ENOUGH_REACHED);
  if (all > first && open.length > 0) {
    const more = round(open, all - first).unadjusted;
    open.forEach((i, t) => {
      const reached = reachedBy(observed[i]!.p_value!, first) + reachedBy(more[t]!, all - first);
      observed[i] = { ...observed[i]!, p_value: (1 + reached) / (1 + all), permutations: all };
    });
  }
  return { pairs: observed, permutations_first: first, permutations: all };
}

/** How many of the permutations reached the observed statistic. */
function reachedBy(p_value: number, permutations: number): number {
  return Math.round(p_value * (1 + permutations)) - 1;
}

/** In both rounds: enough that the smallest p-value, times the number of pairs, is at most alpha / 2. */
function permutationsFor(pairs: number, options: ShiftOptions): number {
  const { n_permutations, max_permutations, alpha } = options;
  return Math.max(n_permutations, Math.min(max_permutations, Math.ceil(2 * pairs / alpha)));
}

function completeRows(x: Float64Array, y: Float64Array): Uint32Array {
  const rows = new Uint32Array(x.length);
  let count = 0;
  for (let row = 0; row < x.length; row++) {
    if (isMissing(x[row]!) || isMissing(y[row]!)) continue;
    rows[count++] = row;
  }
  return rows.slice(0, count);
}
