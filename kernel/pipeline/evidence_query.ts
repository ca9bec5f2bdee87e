import type { RowRange } from "../contract/result.ts";
import { quoteIdentifier } from "./sql_columns.ts";

/**
 * The rows a finding cites, sorted, without repeats, runs of neighbours joined.
 * @param rowIds 0-based row numbers, any order
 * @param ranges half-open ranges, any order, may overlap
 * @returns disjoint half-open ranges in rising order
 */
export function citedRanges(
  rowIds: readonly number[],
  ranges: readonly RowRange[],
): readonly RowRange[] {
  const all = [...ranges, ...rowIds.map((row) => ({ start: row, end: row + 1 }))]
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of all) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/**
 * SQL over `data(row_index, …columns)` that returns exactly the given rows, in order.
 * @param ranges disjoint, rising, as {@link citedRanges} gives them
 * @param columns SQL names of the columns to show
 */
export function evidenceQuery(ranges: readonly RowRange[], columns: readonly string[]): string {
  const single = ranges.filter(({ start, end }) => end === start + 1).map(({ start }) => start);
  const conditions = ranges
    .filter(({ start, end }) => end > start + 1)
    .map(({ start, end }) => `row_index >= ${start} AND row_index < ${end}`);
  if (single.length > 0) conditions.push(`row_index IN (${single.join(", ")})`);
  const where = conditions.length === 0
    ? "0"
    : conditions.length === 1
    ? conditions[0]!
    : conditions.map((condition) => `(${condition})`).join(" OR ");
  const shown = ["row_index", ...columns.map(quoteIdentifier)].join(", ");
  return `SELECT ${shown} FROM data WHERE ${where} ORDER BY row_index`;
}
