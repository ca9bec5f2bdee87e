import { isMissing } from "harness/sdk";
import type { ColumnMemory } from "./column_memory.ts";
import { sortDoubles } from "./sort_doubles.ts";
import { sortWithRows } from "./sort_with_rows.ts";

/** What is known of a column before it is sorted. */
export interface ColumnOrder {
  /** Cells that are there. */
  readonly present: number;
  /** No value is below the one before, in row order. */
  readonly ascending: boolean;
  /** The least and the greatest value where known, as doubles hold them; else null. */
  readonly bounds: { readonly min: number; readonly max: number } | null;
  /** Whether ranks will be asked for. */
  readonly ranked: boolean;
}

/** A column's values in order; what it holds lasts until its memory is used again. */
export interface SortedColumn {
  /** Present values, ascending, −0 as 0. */
  readonly sorted: Float64Array;
  /** See {@link doubledRanks}; only for a column that was sorted to be ranked. */
  ranks(): Int32Array;
}

/** Most places on a grid of numbers that are counted, not sorted; and most for each value. */
const MOST_PLACES = 1 << 22;
const PLACES_PER_VALUE = 2;

/** Steps of a grid are one over these: integers, and decimals of up to four places. */
export const GRIDS: readonly number[] = [1, 10, 100, 1000, 10_000];
/** Values that choose the grid. */
const GRID_PROBE = 64;

/**
 * Puts a column's values in order, by the way that costs least: none for what is in order already,
 * counting for integers and short decimals close together, a sort for the rest. O(n log n) at most.
 * @param values one per row, NaN where missing, for instance `memory.values`; left as they are
 * @param memory its keys, and for ranks its order, are overwritten
 * @param about see {@link ColumnOrder}
 */
export function sortColumn(
  values: Float64Array,
  memory: ColumnMemory,
  about: ColumnOrder,
): SortedColumn {
  const keys = memory.keys.subarray(0, values.length);
  if (about.ascending) return inOrder(values, keys, about, memory);
  const onGrid = counted(values, keys, about);
  if (onGrid !== null) return onGrid;
  if (about.ranked) {
    const { sorted, order } = sortWithRows(values, keys, memory.order(values.length));
    return { sorted, ranks: () => doubledRanks(sorted, order, values.length) };
  }
  const sorted = keys.subarray(0, presentValues(values, keys));
  sortDoubles(sorted);
  return { sorted, ranks: notRanked };
}

function inOrder(
  values: Float64Array,
  keys: Float64Array,
  { ranked }: ColumnOrder,
  memory: ColumnMemory,
): SortedColumn {
  const sorted = keys.subarray(0, presentValues(values, keys));
  if (!ranked) return { sorted, ranks: notRanked };
  return {
    sorted,
    ranks() {
      const order = memory.order(values.length);
      for (let row = 0, next = 0; row < values.length; row++) {
        if (!isMissing(values[row]!)) order[next++] = row;
      }
      return doubledRanks(sorted, order, values.length);
    },
  };
}

/**
 * Sorts numbers that are whole on a grid by counting each (Knuth, The Art of Computer Programming 3,
 * section 5.2); null for other numbers, and for those too far apart.
 */
function counted(
  values: Float64Array,
  keys: Float64Array,
  { bounds, present }: ColumnOrder,
): SortedColumn | null {
  const grid = bounds === null ? undefined : gridOf(values);
  if (bounds === null || grid === undefined) return null;
  const least = Math.round(bounds.min * grid);
  const span = Math.round(bounds.max * grid) - least + 1;
  if (!(span >= 1 && span <= MOST_PLACES && span <= PLACES_PER_VALUE * present)) return null;
  const counts = new Int32Array(span);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (isMissing(value)) continue;
    const place = Math.round(value * grid);
    if (place / grid !== value) return null;
    counts[place - least] = counts[place - least]! + 1;
  }
  let end = 0;
  for (let at = 0; at < span; at++) {
    const start = end;
    end += counts[at]!;
    // Adding 0 turns −0 into 0.
    if (end > start) keys.fill((least + at) / grid + 0, start, end);
  }
  return {
    sorted: keys.subarray(0, end),
    ranks() {
      const doubled = new Int32Array(span);
      for (let at = 0, before = 0; at < span; at++) {
        doubled[at] = 2 * before + counts[at]! + 1;
        before += counts[at]!;
      }
      const ranks = new Int32Array(values.length);
      for (let row = 0; row < values.length; row++) {
        const value = values[row]!;
        if (!isMissing(value)) ranks[row] = doubled[Math.round(value * grid) - least]!;
      }
      return ranks;
    },
  };
}

/** The coarsest grid on which the first values lie. */
function gridOf(values: Float64Array): number | undefined {
  const probe = values.subarray(0, GRID_PROBE);
  return GRIDS.find((grid) =>
    probe.every((value) => isMissing(value) || Math.round(value * grid) / grid === value)
  );
}

/**
 * Twice the mid-rank (Kendall 1945, doi:10.1093/biomet/33.3.239, for ties) of each row's value among
 * the present ones, from 2; 0 where missing. Half of it, rounded down, still tells values apart.
 */
function doubledRanks(sorted: Float64Array, order: Uint32Array, rows: number): Int32Array {
  const ranks = new Int32Array(rows);
  for (let start = 0; start < sorted.length;) {
    const value = sorted[start]!;
    let end = start + 1;
    while (end < sorted.length && sorted[end] === value) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = start + 1 + end;
    start = end;
  }
  return ranks;
}

/** Writes the present values one behind the other, −0 as 0. */
function presentValues(values: Float64Array, out: Float64Array): number {
  let next = 0;
  for (let row = 0; row < values.length; row++) {
    if (!isMissing(values[row]!)) out[next++] = values[row]! + 0;
  }
  return next;
}

function notRanked(): never {
  throw new Error("the column was not sorted to be ranked");
}
