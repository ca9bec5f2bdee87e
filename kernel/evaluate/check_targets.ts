import type { Report } from "../contract/report.ts";
import { covering } from "./covering.ts";
import type { NearMiss, Verdict } from "./evaluation.ts";
import { kindOf, type Match, matchTarget, type Target, type TargetSort } from "./match_target.ts";
import { whyNotJudged } from "./select_findings.ts";
import { type HitEntry, targetOf } from "./targets.ts";
import type { ScoreEntry } from "./truth_schema.ts";

/** Items listed in one line. */
const MAX_LISTED = 8;

/** Whether enough of what an entry lists was found, and not too much else. */
export function checkHits(of: TargetSort, entry: HitEntry[TargetSort], report: Report): Verdict {
  const target = targetOf(of, entry);
  const match = matchTarget(report, target);
  const listed = match.hits.length + match.missed.length;
  const least = entry.min_hits ?? listed;
  const most = entry.max_extra ?? Infinity;
  const unknown = whyNotJudged(report, entry.plugin_id);
  const enough = match.hits.length >= least;
  // Nothing found by a plugin that failed is no sign that there is nothing.
  const clean = match.extra.length <= most && (most === Infinity || unknown === undefined);
  const extra = `${match.extra.length} other${match.extra.length === 1 ? "" : "s"}`;
  return {
    title: entry.note ?? describeTarget(target),
    passed: enough && clean,
    wanted: `at least ${least} of ${listed} found` +
      (most === Infinity ? "" : `, at most ${most} other${most === 1 ? "" : "s"}`),
    found: `${match.hits.length} found, ${extra}` +
      (enough && clean || unknown === undefined ? "" : ` (${unknown})`),
    near_misses: enough && clean
      ? []
      : [...(enough ? [] : missedItems(target, match)), ...(clean ? [] : extraItems(match))],
  };
}

/** Whether a plugin's findings score as well as an entry asks. */
export function checkScore(entry: ScoreEntry, report: Report): Verdict {
  const target = targetOf(entry.of, entry);
  const match = matchTarget(report, target);
  const unknown = whyNotJudged(report, entry.plugin_id);
  const scores = scoresOf(match, entry, report);
  const asked = Object.entries(scores).flatMap(([name, score]) => {
    const least = entry[name as keyof typeof entry];
    return typeof least === "number" ? [{ name, score, least }] : [];
  });
  const failed = asked.filter(({ score, least }) => !(score >= least));
  const passed = failed.length === 0 && unknown === undefined;
  return {
    title: entry.note ?? `score of ${describeTarget(target)}`,
    passed,
    wanted: asked.map(({ name, least }) => `${name} at least ${least}`).join(", "),
    found: asked.map(({ name, score }) => `${name} ${Number(score.toPrecision(4))}`).join(", ") +
      (unknown === undefined ? "" : ` (${unknown})`),
    near_misses: passed ? [] : [...missedItems(target, match), ...extraItems(match)],
  };
}

/**
 * Nothing found of something is precision 0; nothing expected is recall 1; and where nothing is
 * expected and nothing found, all is well.
 */
function scoresOf(match: Match, entry: ScoreEntry, report: Report): Record<string, number> {
  const hits = match.hits.length;
  const expected = hits + match.missed.length;
  const found = match.found.length;
  const precision = found > 0 ? hits / found : expected === 0 ? 1 : 0;
  const recall = expected > 0 ? hits / expected : 1;
  // The harmonic mean by counts: by the two shares it is often a rounding below what is asked for.
  const f1 = expected + found > 0 ? 2 * hits / (expected + found) : 1;
  const scores = { precision, recall, f1 };
  if (entry.of !== "changepoints") return scores;
  const rows = report.datasets[0]?.rows ?? 0;
  const truth = [...new Set(entry.at)].sort((a, b) => a - b);
  const segments = rows > 0 ? covering(truth, match.found as number[], rows) : 0;
  return { ...scores, covering: segments };
}

function missedItems(target: Target, match: Match): NearMiss[] {
  return match.missed.slice(0, MAX_LISTED).map((item) => {
    const wanted = typeof item === "number" && target.margin > 0
      ? `${item} ± ${target.margin}`
      : String(item);
    const [first] = typeof item === "number"
      ? (match.extra as number[])
        .map((row) => ({ row, off_by: Math.abs(row - item) }))
        .sort((a, b) => a.off_by - b.off_by)
      : [];
    return {
      what: `${item} was not found`,
      differences: first === undefined
        ? []
        : [{ path: "nearest", wanted, found: String(first.row), off_by: first.off_by }],
    };
  });
}

function extraItems(match: Match): NearMiss[] {
  if (match.extra.length === 0) return [];
  const more = match.extra.length > MAX_LISTED
    ? ` and ${match.extra.length - MAX_LISTED} more`
    : "";
  return [{
    what: `found beside: ${match.extra.slice(0, MAX_LISTED).join(", ")}${more}`,
    differences: [],
  }];
}

function describeTarget({ of, plugin_id, about, expected }: Target): string {
  const whose = plugin_id === undefined ? "" : ` of ${plugin_id}`;
  const column = about === undefined ? "" : `, ${about}`;
  const more = expected.length > MAX_LISTED ? ", …" : "";
  return `${kindOf(of)}${whose}${column}: ${expected.slice(0, MAX_LISTED).join(", ")}${more}`;
}
