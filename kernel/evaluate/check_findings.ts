import type { Report } from "../contract/report.ts";
import type { Verdict } from "./evaluation.ts";
import {
  describeSelection,
  nameOfFinding,
  nearestFindings,
  selectFindings,
  whyNotJudged,
} from "./select_findings.ts";
import type { ExpectedFinding, ForbiddenFinding } from "./truth_schema.ts";

/** Findings shown of too many. */
const MAX_SHOWN = 5;

/** Whether as many findings fit an entry of `expected_findings` as it says. */
export function checkExpectedFinding(entry: ExpectedFinding, report: Report): Verdict {
  const { min_count = 1, max_count = Infinity } = entry;
  const fitting = selectFindings(report, entry);
  const count = fitting.length;
  const unknown = whyNotJudged(report, entry.plugin_id);
  const tooFew = count < min_count;
  // That a plugin which failed found no more is no sign that there is no more.
  const passed = !tooFew && count <= max_count && (max_count === Infinity || unknown === undefined);
  return {
    title: entry.note ?? describeSelection(entry),
    passed,
    wanted: countWords(min_count, max_count),
    found: passed ? found(count) : found(count, unknown),
    near_misses: passed
      ? []
      : tooFew
      ? nearestFindings(report, entry)
      : fitting.slice(0, MAX_SHOWN).map((one) => ({ what: nameOfFinding(one), differences: [] })),
  };
}

/** Whether no finding fits an entry of `forbidden_findings`, by a plugin that did look. */
export function checkForbiddenFinding(entry: ForbiddenFinding, report: Report): Verdict {
  const fitting = selectFindings(report, entry);
  const unknown = whyNotJudged(report, entry.plugin_id);
  return {
    title: entry.note ?? describeSelection(entry),
    passed: fitting.length === 0 && unknown === undefined,
    wanted: "none",
    found: found(fitting.length, unknown),
    near_misses: fitting.slice(0, MAX_SHOWN)
      .map((one) => ({ what: nameOfFinding(one), differences: [] })),
  };
}

function found(count: number, why?: string): string {
  return why === undefined ? `${count} found` : `${count} found (${why})`;
}

function countWords(least: number, most: number): string {
  if (least === most) return `exactly ${least}`;
  if (most === Infinity) return `at least ${least}`;
  return least === 0 ? `at most ${most}` : `${least} to ${most}`;
}
