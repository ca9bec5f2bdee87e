import type { RowRange } from "../../kernel/contract/result.ts";

/** Beyond this many ranges the evidence is one range, missing cells included. */
export const MAX_RANGES = 500;

/**
 * Runs of consecutive numbers as half-open ranges, or the one range around them all when there
 * are more than {@link MAX_RANGES} runs.
 * @param rows ascending row numbers, at least one
 */
export function rowRanges(rows: Int32Array): RowRange[] {
  const ranges: RowRange[] = [];
  let start = rows[0]!;
  for (let i = 1; i <= rows.length; i++) {
    const last = rows[i - 1]!;
    if (i < rows.length && rows[i] === last + 1) continue;
    if (ranges.length === MAX_RANGES) return [{ start: rows[0]!, end: rows.at(-1)! + 1 }];
    ranges.push({ start, end: last + 1 });
    start = rows[i] ?? 0;
  }
  return ranges;
}
