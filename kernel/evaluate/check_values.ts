import type { Report } from "../contract/report.ts";
import { shortValue } from "../diagnostics/describe_violations.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { testCondition } from "./condition.ts";
import { pathStep, splitPath, valueAtPath } from "./dotted_path.ts";
import type { NearMiss, Verdict } from "./evaluation.ts";
import { unmetConditions, whyNotJudged } from "./select_findings.ts";
import type { BudgetEntry, Condition } from "./truth_schema.ts";

/** Names listed when one is not there. */
const MAX_LISTED = 12;

/**
 * Whether a metric meets a condition.
 * @param path the plugin's id, then the path in its metrics
 */
export function checkMetric(path: string, condition: Condition, report: Report): Verdict {
  const [pluginId = "", ...rest] = splitPath(path) ?? [];
  const step = Object.hasOwn(report.plugins, pluginId) ? report.plugins[pluginId] : undefined;
  const metric = rest.map(pathStep).join(".");
  const value = rest.length === 0 ? undefined : valueAtPath(step?.metrics, metric);
  const tests = testCondition(value, condition);
  const unknown = whyNotJudged(report, pluginId);
  const failed = tests.filter(({ passed }) => !passed);
  return {
    title: path,
    passed: failed.length === 0 && unknown === undefined,
    wanted: tests.map(({ wanted }) => wanted).join(", "),
    found: unknown === undefined ? shortValue(value) : `${shortValue(value)} (${unknown})`,
    near_misses: value === undefined && step !== undefined
      ? [{ what: missingMetric(metric, step.metrics), differences: [] }]
      : failed.filter(({ off_by }) => off_by !== null).map(({ wanted, off_by }): NearMiss => ({
        what: pluginId,
        differences: [{ path: metric, wanted, found: shortValue(value), off_by }],
      })),
  };
}

function missingMetric(metric: string, metrics: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(metrics).sort();
  const meant = nearest(metric, names);
  if (meant !== undefined) return `there is a metric ${meant}`;
  if (names.length === 0) return "the step has no metrics";
  const more = names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : "";
  return `its metrics are ${names.slice(0, MAX_LISTED).join(", ")}${more}`;
}

/** Whether what a step's result rests on meets conditions. */
export function checkBudget(entry: BudgetEntry, report: Report): Verdict {
  const { plugin_id, where } = entry;
  const budget = Object.hasOwn(report.plugins, plugin_id)
    ? report.plugins[plugin_id]!.budget
    : null;
  const differences = unmetConditions(budget ?? {}, where);
  const unknown = whyNotJudged(report, plugin_id) ??
    (budget === null ? `${plugin_id} states no budget` : undefined);
  const wanted = Object.entries(where).flatMap(([path, condition]) =>
    testCondition(undefined, condition).map((test) => `${path} ${test.wanted}`)
  ).join(", ");
  return {
    title: entry.note ?? `budget of ${plugin_id}`,
    passed: differences.length === 0 && unknown === undefined,
    wanted,
    found: unknown ??
      (differences.length === 0
        ? "so it is"
        : differences.map(({ path, found }) => `${path} ${found}`).join(", ")),
    near_misses: differences.length === 0 ? [] : [{ what: plugin_id, differences }],
  };
}
