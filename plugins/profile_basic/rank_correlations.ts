import type { ColumnMemory } from "./column_memory.ts";
import { pairIndex } from "./pair_index.ts";

/** Ranked columns of one number of rows. */
export interface RankedColumns {
  readonly rows: number;
  /** By column: twice the mid-rank of each row's value among the present ones, 0 where missing. */
  readonly doubled: readonly Int32Array[];
  /** By column: those with the same number are missing in the same rows. */
  readonly gap_groups: readonly number[];
}

/** Ranked columns, and by column how many values are present. */
type Counted = RankedColumns & { readonly present: readonly number[] };

/** Rows of a block: with 16 columns a block stays in a processor's second cache. */
const BLOCK_ROWS = 4096;

/**
 * Spearman's correlations (doi:10.2307/1412159) of all pairs of columns over the rows where both
 * are present, ranked again among those where different rows are missing; without sorting.
 * O(rows · columns²).
 * @param columns see {@link RankedColumns}
 * @param memory of at least as many rows; overwritten
 * @returns by {@link pairIndex}: in [−1, 1]; NaN for fewer than two such rows or a constant
 */
export function rankCorrelations(columns: RankedColumns, memory: ColumnMemory): Float64Array {
  const source: Counted = { ...columns, present: columns.doubled.map(countPresent) };
  const k = source.doubled.length;
  const r = new Float64Array(k * (k - 1) / 2).fill(NaN);
  withinGroups(source, r);
  const groups = new Map<number, number[]>();
  for (let c = 0; c < k; c++) {
    const group = groups.get(source.gap_groups[c]!) ?? [];
    group.push(c);
    groups.set(source.gap_groups[c]!, group);
  }
  if (groups.size < 2) return r;
  const { rows } = source;
  const scratch = {
    one: new Int32Array(memory.values.buffer, 0, rows),
    other: new Int32Array(memory.values.buffer, 4 * rows, rows),
    // A rank may be as high as there are rows.
    places: new Int32Array(memory.keys.buffer, 0, rows + 1),
  };
  const members = [...groups.values()];
  for (const [g, group] of members.entries()) {
    for (const others of members.slice(g + 1)) betweenGroups(source, group, others, scratch, r);
  }
  return r;
}

interface Scratch {
  /** One per row. */
  readonly one: Int32Array;
  readonly other: Int32Array;
  /** One per rank. */
  readonly places: Int32Array;
}

/** Pairs that are missing in the same rows: their ranks are right as they are. */
function withinGroups({ rows, doubled, present, gap_groups }: Counted, r: Float64Array): void {
  const k = doubled.length;
  const products = new Float64Array(r.length);
  const squares = new Float64Array(k);
  const centred = doubled.map(() => new Float64Array(Math.min(rows, BLOCK_ROWS)));
  // A power of two keeps the ranks exact.
  const scales = present.map((n) => 2 ** -Math.ceil(Math.log2(Math.max(1, n))));
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const length = Math.min(BLOCK_ROWS, rows - start);
    for (let c = 0; c < k; c++) {
      centre(doubled[c]!, start, length, present[c]! + 1, scales[c]!, centred[c]!);
      squares[c]! += dot(centred[c]!, centred[c]!, length);
    }
    for (let i = 0, p = 0; i < k; i++) {
      for (let j = i + 1; j < k; j++, p++) {
        if (gap_groups[i] !== gap_groups[j]) continue;
        products[p]! += dot(centred[i]!, centred[j]!, length);
      }
    }
  }
  for (let i = 0, p = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++, p++) {
      if (gap_groups[i] === gap_groups[j]) r[p] = ratio(products[p]!, squares[i]!, squares[j]!);
    }
  }
}

function countPresent(doubled: Int32Array): number {
  let n = 0;
  for (let row = 0; row < doubled.length; row++) if (doubled[row] !== 0) n++;
  return n;
}

/** Less the mean, 0 where missing: sums over all rows are then sums over the present ones. */
function centre(
  doubled: Int32Array,
  start: number,
  length: number,
  mean: number,
  scale: number,
  out: Float64Array,
): void {
  for (let i = 0; i < length; i++) {
    const rank = doubled[start + i]!;
    out[i] = rank === 0 ? 0 : (rank - mean) * scale;
  }
}

/** Pairs of which different rows are missing: each column is ranked again in the other's rows. */
function betweenGroups(
  { doubled, rows, present }: Counted,
  group: readonly number[],
  others: readonly number[],
  { one, other, places }: Scratch,
  r: Float64Array,
): void {
  const [complete, gapped] = present[group[0]!] === rows ? [group, others] : [others, group];
  const isComplete = present[complete[0]!] === rows;
  const k = doubled.length;
  for (const i of complete) {
    rankAgain(doubled[i]!, doubled[gapped[0]!]!, one, places);
    const xx = dotRanks(one, one);
    for (const j of gapped) {
      // Against a complete column the other one's ranks stay what they are.
      if (isComplete) centreRanks(doubled[j]!, present[j]! + 1, other);
      else rankAgain(doubled[j]!, doubled[i]!, other, places);
      const yy = dotRanks(other, other);
      r[pairIndex(Math.min(i, j), Math.max(i, j), k)] = ratio(dotRanks(one, other), xx, yy);
    }
  }
}

/**
 * Writes twice the mid-rank among the rows where another column is present, less twice the mean of
 * all such ranks; 0 elsewhere. Ranks fall by the values that are left out below them.
 */
function rankAgain(
  doubled: Int32Array,
  others: Int32Array,
  out: Int32Array,
  places: Int32Array,
): void {
  places.fill(0);
  let n = 0;
  for (let row = 0; row < doubled.length; row++) {
    const rank = doubled[row]!;
    if (rank === 0) continue;
    n++;
    if (others[row] !== 0) continue;
    n--;
    // Half of it, since twice the mid-ranks of two values lie at least 2 apart.
    const place = rank >> 1;
    places[place] = places[place]! + 1;
  }
  for (let place = 0, left_out = 0; place < places.length; place++) {
    const here = places[place]!;
    places[place] = 2 * left_out + here + n + 1;
    left_out += here;
  }
  for (let row = 0; row < doubled.length; row++) {
    const rank = doubled[row]!;
    out[row] = rank === 0 || others[row] === 0 ? 0 : rank - places[rank >> 1]!;
  }
}

function centreRanks(doubled: Int32Array, mean: number, out: Int32Array): void {
  for (let row = 0; row < doubled.length; row++) {
    const rank = doubled[row]!;
    out[row] = rank === 0 ? 0 : rank - mean;
  }
}

function ratio(xy: number, xx: number, yy: number): number {
  if (!(xx > 0 && yy > 0)) return NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Four sums at a time, so that no addition waits for the one before. */
function dot(a: Float64Array, b: Float64Array, length: number): number {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  const end = length - length % 4;
  for (let k = 0; k < end; k += 4) {
    s0 += a[k]! * b[k]!;
    s1 += a[k + 1]! * b[k + 1]!;
    s2 += a[k + 2]! * b[k + 2]!;
    s3 += a[k + 3]! * b[k + 3]!;
  }
  for (let k = end; k < length; k++) s0 += a[k]! * b[k]!;
  return (s0 + s1) + (s2 + s3);
}

/** The same of integers, apart because one loop over both kinds is slow over either. */
function dotRanks(a: Int32Array, b: Int32Array): number {
  let s0 = 0, s1 = 0;
  const end = a.length - a.length % 2;
  for (let k = 0; k < end; k += 2) {
    s0 += a[k]! * b[k]!;
    s1 += a[k + 1]! * b[k + 1]!;
  }
  for (let k = end; k < a.length; k++) s0 += a[k]! * b[k]!;
  return s0 + s1;
}
