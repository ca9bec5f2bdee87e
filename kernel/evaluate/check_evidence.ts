import type { Report } from "../contract/report.ts";
import type { RowRange } from "../contract/result.ts";
import type { NearMiss, Verdict } from "./evaluation.ts";
import {
  describeSelection,
  nameOfFinding,
  nearestFindings,
  type OwnedFinding,
  selectFindings,
  whyNotJudged,
} from "./select_findings.ts";
import type { EvidenceEntry, RowsOrRange } from "./truth_schema.ts";

/** Rows listed in one line. */
const MAX_LISTED = 8;

/**
 * Whether the findings that fit cite the rows they must, between them, and none of those they must
 * not. Without a finding that fits, it fails.
 */
export function checkEvidence(entry: EvidenceEntry, report: Report): Verdict {
  const fitting = selectFindings(report, entry);
  const must = joined(entry.must_cite ?? []);
  const mustNot = joined(entry.must_not_cite ?? []);
  const uncited = minus(must, joined(fitting.flatMap(citedBy)));
  const wrong = fitting.map((owned) => ({ owned, rows: common(joined(citedBy(owned)), mustNot) }))
    .filter(({ rows }) => rows.length > 0);
  const none = fitting.length === 0;
  const passed = !none && uncited.length === 0 && wrong.length === 0;
  const near: NearMiss[] = [
    ...(uncited.length > 0 ? [{ what: `not cited: ${listRows(uncited)}`, differences: [] }] : []),
    ...wrong.map(({ owned, rows }) => ({
      what: `${nameOfFinding(owned)} cites ${listRows(rows)}`,
      differences: [],
    })),
  ];
  return {
    title: entry.note ?? `evidence of ${describeSelection(entry)}`,
    passed,
    wanted: [
      must.length > 0 ? `cites ${listRows(must)}` : "",
      mustNot.length > 0 ? `does not cite ${listRows(mustNot)}` : "",
    ].filter((part) => part !== "").join(", "),
    found: none
      ? `no finding fits${because(whyNotJudged(report, entry.plugin_id))}`
      : passed
      ? "so it is"
      : `${size(uncited)} rows not cited, ${
        wrong.reduce((sum, { rows }) => sum + size(rows), 0)
      } ` +
        `cited that must not be`,
    near_misses: passed ? [] : none ? nearestFindings(report, entry) : near,
  };
}

function because(why: string | undefined): string {
  return why === undefined ? "" : ` (${why})`;
}

function citedBy({ finding }: OwnedFinding): RowsOrRange[] {
  return [...finding.evidence.row_ids ?? [], ...finding.evidence.row_ranges ?? []];
}

/** Rows and ranges as disjoint ranges in rising order. */
function joined(rows: readonly RowsOrRange[]): RowRange[] {
  const out: { start: number; end: number }[] = [];
  const ranges = rows.map((one) => typeof one === "number" ? { start: one, end: one + 1 } : one)
    .sort((a, b) => a.start - b.start);
  for (const { start, end } of ranges) {
    const last = out.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}

function common(a: readonly RowRange[], b: readonly RowRange[]): RowRange[] {
  return a.flatMap((one) =>
    b.map((other) => ({
      start: Math.max(one.start, other.start),
      end: Math.min(one.end, other.end),
    })).filter(({ start, end }) => start < end)
  );
}

function minus(a: readonly RowRange[], b: readonly RowRange[]): RowRange[] {
  return b.reduce<RowRange[]>((left, hole) =>
    left.flatMap((one) =>
      [
        { start: one.start, end: Math.min(one.end, hole.start) },
        { start: Math.max(one.start, hole.end), end: one.end },
      ].filter(({ start, end }) => start < end)
    ), [...a]);
}

function size(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** `rows 3, 7 to 12` */
function listRows(ranges: readonly RowRange[]): string {
  const shown = ranges.slice(0, MAX_LISTED)
    .map(({ start, end }) => end === start + 1 ? `${start}` : `${start} to ${end - 1}`);
  return `rows ${shown.join(", ")}${ranges.length > MAX_LISTED ? ", …" : ""}`;
}
