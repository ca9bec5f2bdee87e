import {
  autocorrelation,
  type ColumnInfo,
  dateText,
  isMissing,
  moments,
  type Table,
  timestampText,
} from "harness/sdk";
import {
  type ColumnFacts,
  finiteOrNull,
  type Measured,
  QUANTILES,
  type Shown,
} from "./column_statistics.ts";
import { type DistinctValues, distinctValues } from "./distinct_values.ts";
import type { ValueCount } from "./keep_top.ts";
import type { ColumnMemory } from "./column_memory.ts";
import { GRIDS, sortColumn, type SortedColumn } from "./sort_column.ts";
import { sortedHistogram } from "./sorted_histogram.ts";
import { sortedQuantile } from "./sorted_quantile.ts";

/** Different values up to which a column may be made of levels. */
export const MOST_LEVELS = 20;

/** How much of a column its profile keeps. */
export interface ProfileSizes {
  readonly top_values: number;
  readonly histogram_bins: number;
}

/** A numeric column's statistics, facts and sorted values. */
export interface NumberProfile {
  readonly measured: Measured;
  readonly facts: ColumnFacts;
  readonly column: SortedColumn;
}

/**
 * Profiles a column of numbers, days or moments. One sort gives the quantiles, the different
 * values, their counts, the histogram and the ranks; the moments take two passes. O(n log n).
 * @param table the dataset
 * @param column of type int64, float64, date or timestamp
 * @param sizes see {@link ProfileSizes}
 * @param memory overwritten
 * @param ranked whether ranks will be asked for
 */
export function profileNumbers(
  table: Table,
  column: ColumnInfo,
  sizes: ProfileSizes,
  memory: ColumnMemory,
  ranked: boolean,
): NumberProfile {
  const values = table.numeric(column.name, memory.values);
  const order = orderOf(values);
  const sortable = sortColumn(values, memory, {
    present: table.rows - column.null_count,
    ascending: order.ascending,
    bounds: boundsOf(column),
    ranked,
  });
  const { sorted } = sortable;
  const most = Math.max(sizes.top_values, MOST_LEVELS);
  const distinct = isExact(column) ? distinctValues(sorted, most) : null;
  const shown = distinct === null
    ? inShownForm(distinctValues(exactSorted(table, column), most), String)
    : inShownForm(distinct, shower(column));
  const isTime = column.type === "date" || column.type === "timestamp";
  const few = shown.distinct <= MOST_LEVELS && shown.distinct > 0;
  return {
    measured: {
      distinct: shown.distinct,
      distinct_error: 0,
      min: bound(column, column.min),
      max: bound(column, column.max),
      quantiles: quantilesOf(sorted, isTime ? shower(column) : finiteOrNull),
      numeric: isTime ? null : statistics(values, sorted, shown, sizes.histogram_bins),
      text: null,
      top_values: shown.top.slice(0, sizes.top_values),
    },
    facts: {
      ...order,
      least: sorted[0] ?? NaN,
      greatest: sorted.at(-1) ?? NaN,
      rarest: few ? shown.top.at(-1)!.count : 0,
      commonest: few ? shown.top[0]!.count : 0,
    },
    column: sortable,
  };
}

function statistics(
  values: Float64Array,
  sorted: Float64Array,
  { zeros, negatives }: DistinctValues<Shown>,
  bins: number,
): Measured["numeric"] {
  const [min, max] = [sorted[0] ?? NaN, sorted.at(-1) ?? NaN];
  const known = moments(values, { count: sorted.length, min, max });
  const { mean, sd, skewness, kurtosis } = known;
  return {
    mean: finiteOrNull(mean),
    sd: finiteOrNull(sd),
    skewness: finiteOrNull(skewness),
    kurtosis: finiteOrNull(kurtosis),
    zeros,
    negatives,
    autocorrelation_1: finiteOrNull(autocorrelation(values, 1, known)),
    histogram: sorted.length === 0
      ? { edges: [], counts: [] }
      : sortedHistogram(sorted, bins, GRIDS),
  };
}

function quantilesOf(
  sorted: Float64Array,
  show: (value: number) => Shown | null,
): Measured["quantiles"] {
  const entries = QUANTILES.map((q): [string, Shown | null] => [
    String(q),
    sorted.length === 0 ? null : show(sortedQuantile(sorted, q)),
  ]);
  return Object.fromEntries(entries);
}

/** Whether doubles hold every value of the column exactly. */
function isExact(column: ColumnInfo): boolean {
  if (column.type === "float64" || column.type === "date") return true;
  return Number.isSafeInteger(Number(column.min)) && Number.isSafeInteger(Number(column.max));
}

/** The least and the greatest value where doubles hold all of them exactly; null elsewhere. */
function boundsOf(column: ColumnInfo): { min: number; max: number } | null {
  if (column.min === null || column.max === null || !isExact(column)) return null;
  return { min: Number(column.min), max: Number(column.max) };
}

function exactSorted(table: Table, column: ColumnInfo): BigInt64Array {
  const all = table.int64(column.name);
  const gaps = column.null_count === 0 ? null : table.numeric(column.name);
  const present = gaps === null ? all : all.filter((_, row) => !isMissing(gaps[row]!));
  return present.sort();
}

function shower(column: ColumnInfo): (value: number) => Shown {
  if (column.type === "date") return (days) => dateText(Math.floor(days));
  if (column.type === "timestamp") return (micros) => timestampText(BigInt(Math.floor(micros)));
  return (value) => value;
}

function bound(column: ColumnInfo, decimal: string | null): Shown | null {
  if (decimal === null) return null;
  if (column.type === "date") return dateText(Number(decimal));
  if (column.type === "timestamp") return timestampText(BigInt(decimal));
  return column.type === "float64" || Number.isSafeInteger(Number(decimal))
    ? Number(decimal)
    : decimal;
}

function inShownForm<T extends number | bigint>(
  values: DistinctValues<T>,
  show: (value: T) => Shown,
): DistinctValues<Shown> {
  const top = values.top.map(({ value, count }): ValueCount<Shown> => ({
    value: show(value),
    count,
  }));
  return { ...values, top };
}

/** How the present values follow each other in row order. */
function orderOf(values: Float64Array): Pick<ColumnFacts, "counts_up" | "ascending"> {
  let last = NaN;
  let step = 0;
  let pairs = 0;
  let counts_up = true;
  let ascending = true;
  for (let row = 0; row < values.length && (counts_up || ascending); row++) {
    const value = values[row]!;
    if (isMissing(value)) continue;
    const gap = value - last;
    if (!isMissing(last)) {
      pairs++;
      if (gap < 0) ascending = false;
      if (pairs === 1) step = gap;
      if (!(gap === step && (step === 1 || step === -1))) counts_up = false;
    }
    last = value;
  }
  return { counts_up: counts_up && pairs > 0, ascending: ascending && pairs > 0 };
}
