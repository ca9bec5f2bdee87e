import { count, type Evidence } from "harness/sdk";

const MOST_SHOWN = 6;

/**
 * Says which rows a finding rests on: `rows 28–99 (72 rows)`, `row 7`, `rows 3, 7 and 12`,
 * `all rows`. Numbers count from 0 and both ends are meant, unlike the half-open ranges of
 * report.json.
 * @param evidence
 */
export function describeRows(evidence: Evidence): string {
  const ranges = evidence.row_ranges ?? [];
  const ids = evidence.row_ids ?? [];
  if (evidence.row_ranges === undefined && evidence.row_ids === undefined) return "all rows";
  const total = ranges.reduce((sum, r) => sum + Math.max(0, r.end - r.start), 0) + ids.length;
  if (total === 0) return "no rows";
  const parts = [
    ...ranges.filter((r) => r.end > r.start).map((r) => describeRange(r.start, r.end)),
    ...ids.map(String),
  ];
  const shown = parts.slice(0, MOST_SHOWN).join(", ");
  const word = total === 1 ? "row" : "rows";
  if (parts.length > MOST_SHOWN) return `${word} ${shown}, … (${count(total, "row")})`;
  return total > 1 && ranges.length > 0
    ? `${word} ${shown} (${count(total, "row")})`
    : `${word} ${shown}`;
}

/**
 * A half-open range as a person says it: `28–99` for {28, 100}.
 * @param start first row
 * @param end row after the last
 */
export function describeRange(start: number, end: number): string {
  return end - start <= 1 ? String(start) : `${start}–${end - 1}`;
}
