import type { PluginFinding, PluginResult } from "../../../kernel/contract/result.ts";

/** A rule of plugins/README.md that a result breaks. */
export interface BrokenRule {
  /** Name of the rule, as plugins/README.md lists it. */
  readonly rule: string;
  readonly message: string;
}

/**
 * The rules that a result breaks by itself, whatever it was made of.
 * @param result of an analysis
 */
export function brokenRules(result: PluginResult): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const say = (rule: string, message: string) => broken.push({ rule, message });
  result.findings.forEach((finding, i) => {
    for (const { rule, message } of findingRules(finding)) {
      say(rule, `finding ${i} (${finding.kind}) ${message}`);
    }
  });
  const scores = result.findings.map(({ score }) => score ?? -Infinity);
  const late = scores.findIndex((score, i) => i > 0 && score > scores[i - 1]!);
  if (late > 0) say("ranking", `finding ${late} has a higher score than the one before it`);
  const tie = result.findings.findIndex((finding, i) =>
    i > 0 && finding.score !== null && finding.score === result.findings[i - 1]!.score &&
    isReal(finding) && isReal(result.findings[i - 1]!) &&
    placeOrder(result.findings[i - 1]!, finding) > 0
  );
  if (tie > 0) {
    say(
      "ranking",
      `finding ${tie} has the score of the one before it, and comes before it by column and row`,
    );
  }
  if (result.summary.trim() === "") say("summary", "the summary is empty");
  if (result.status === "skipped" && result.findings.some(isReal)) {
    say("not-applicable", "the status is skipped and there are findings");
  }
  if (result.budget?.sampled === true && !/sampl|block/i.test(result.summary)) {
    say("cost", "budget.sampled is true and the summary does not say so");
  }
  for (const { p_value, permutations } of result.findings) {
    // Of its own, where findings differ in that.
    const B = permutations ?? result.metrics.permutations;
    if (typeof B !== "number" || !(B > 0) || typeof p_value !== "number") continue;
    const count = p_value * (B + 1);
    if (Math.abs(count - Math.round(count)) < 1e-6 * count && count > 0.5) continue;
    say("permutation-p", `p_value ${p_value} is not (1 + count) / (1 + ${B})`);
  }
  return broken;
}

/** By the names of the columns, then by the first row that is cited. */
function placeOrder(a: PluginFinding, b: PluginFinding): number {
  const [left, right] = [a, b].map(({ columns }) => columns.join("\0")) as [string, string];
  if (left !== right) return left < right ? -1 : 1;
  return (firstRow(a) ?? 0) - (firstRow(b) ?? 0);
}

function firstRow({ evidence }: PluginFinding): number | undefined {
  return evidence?.row_ids?.[0] ?? evidence?.row_ranges?.[0]?.start;
}

/** Whether a finding says something was found. */
export function isReal(finding: PluginFinding): boolean {
  return finding.measurement_type === "measured" || finding.measurement_type === "modeled";
}

function findingRules(finding: PluginFinding): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const say = (rule: string, message: string) => broken.push({ rule, message });
  if (!isReal(finding)) {
    if (finding.measurement_type === "not_applicable" && !finding.reason) {
      say("not-applicable", "has no reason");
    }
    return broken;
  }
  if (finding.score === null) say("ranking", "has no score to be ranked by");
  if (finding.columns.length === 0) say("columns", "names no columns");
  if (finding.measurement_type === "modeled" && !finding.assumption) {
    say("assumption", "is modeled and has no assumption");
  }
  const p = typeof finding.p_value === "number";
  const q = typeof finding.q_value === "number";
  if (p && !q) say("multiple-testing", "has a p_value and no q_value");
  if (p && q && finding.q_value! < finding.p_value! * (1 - 1e-9)) {
    say("multiple-testing", "has a q_value below its p_value");
  }
  if ("confidence" in finding) {
    say("multiple-testing", "has a confidence; give p_value and q_value");
  }
  return broken;
}
