import type { Report, ReportPlugin } from "../contract/report.ts";
import type { Finding } from "../contract/result.ts";
import { shortValue } from "../diagnostics/describe_violations.ts";
import { containsAll, testCondition } from "./condition.ts";
import { valueAtPath } from "./dotted_path.ts";
import type { Difference, NearMiss } from "./evaluation.ts";
import type { Conditions, Selection } from "./truth_schema.ts";

/** A finding and whose it is. */
export interface OwnedFinding {
  readonly plugin_id: string;
  readonly finding: Finding;
}

/** Near misses that are told of at most. */
const MAX_NEAR_MISSES = 3;

/**
 * Every finding of a report, by plugin id, in each plugin's order.
 * @param pluginId only this plugin's
 */
export function allFindings(report: Report, pluginId?: string): OwnedFinding[] {
  return Object.keys(report.plugins).sort()
    .filter((id) => pluginId === undefined || id === pluginId)
    .flatMap((plugin_id) =>
      report.plugins[plugin_id]!.findings.map((finding) => ({ plugin_id, finding }))
    );
}

/**
 * Whether a finding says that something was found, not that it could not be looked at: a plugin can
 * give either any kind and any fields.
 */
export function isAnswer({ measurement_type }: Finding): boolean {
  return measurement_type !== "not_applicable" && measurement_type !== "error";
}

/**
 * The findings that fit a selection: plugin, kind and every condition. What could not be analysed
 * fits only a selection that asks for it, by the kind not_applicable or by its measurement_type.
 */
export function selectFindings(report: Report, selection: Selection): OwnedFinding[] {
  const { kind, where = {}, contains = {} } = selection;
  const asksForAll = kind === "not_applicable" || "measurement_type" in where ||
    "measurement_type" in contains;
  return allFindings(report, selection.plugin_id).filter(({ finding }) =>
    (kind === undefined || finding.kind === kind) && (asksForAll || isAnswer(finding)) &&
    differencesOf(finding, selection).length === 0
  );
}

/** What keeps a value from meeting conditions, one difference an operator that fails. */
export function unmetConditions(value: unknown, where: Conditions): Difference[] {
  return Object.entries(where).flatMap(([path, condition]) => {
    const found = valueAtPath(value, path);
    return testCondition(found, condition)
      .filter(({ passed }) => !passed)
      .map(({ wanted, off_by }) => ({ path, wanted, found: shortValue(found), off_by }));
  });
}

/** What keeps a finding from fitting, beside its plugin and kind. */
function differencesOf(
  finding: Finding,
  { where = {}, contains = {} }: Selection,
): Difference[] {
  return [
    ...unmetConditions(finding, where),
    ...Object.entries(contains).flatMap(([path, parts]) => {
      const found = valueAtPath(finding, path);
      if (containsAll(found, parts)) return [];
      return [{
        path,
        wanted: `contains ${shortValue(parts)}`,
        found: shortValue(found),
        off_by: null,
      }];
    }),
  ];
}

/**
 * The findings of the right plugin and kind that came nearest to fitting: fewest differences
 * first, then the smaller distance. When there is none of that kind, says which kinds there are.
 */
export function nearestFindings(report: Report, selection: Selection): NearMiss[] {
  const candidates = allFindings(report, selection.plugin_id);
  const ofKind = candidates.filter(({ finding }) =>
    selection.kind === undefined || finding.kind === selection.kind
  );
  if (ofKind.length === 0) {
    const kinds = [...new Set(candidates.map(({ finding }) => finding.kind))].sort();
    const whose = selection.plugin_id === undefined ? "the report" : selection.plugin_id;
    return [{
      what: kinds.length === 0
        ? `${whose} has no findings`
        : `${whose} has findings of kind ${kinds.slice(0, 12).join(", ")}`,
      differences: [],
    }];
  }
  return ofKind
    .map((owned) => ({ owned, differences: differencesOf(owned.finding, selection) }))
    .filter(({ differences }) => differences.length > 0)
    .sort((a, b) =>
      a.differences.length - b.differences.length ||
      distanceOf(a.differences) - distanceOf(b.differences)
    )
    .slice(0, MAX_NEAR_MISSES)
    .map(({ owned, differences }) => ({ what: nameOfFinding(owned), differences }));
}

/** `finding 3f2a… of analysis_scan_statistics (cluster, flow)` */
export function nameOfFinding({ plugin_id, finding }: OwnedFinding): string {
  const about = [finding.kind, ...finding.columns.slice(0, 3)].join(", ");
  return `finding ${finding.id} of ${plugin_id} (${about})`;
}

/** What an entry selects, in words: `cluster of analysis_scan_statistics, column "flow"`. */
export function describeSelection(selection: Selection): string {
  const { plugin_id, kind, where = {}, contains = {} } = selection;
  const conditions = [
    ...Object.entries(where).flatMap(([path, condition]) =>
      testCondition(undefined, condition).map(({ wanted }) => `${path} ${wanted}`)
    ),
    ...Object.entries(contains).map(([path, parts]) => `${path} contains ${shortValue(parts)}`),
  ];
  const whose = plugin_id === undefined ? "" : ` of ${plugin_id}`;
  return [`${kind ?? "any finding"}${whose}`, ...conditions].join(", ");
}

/**
 * Why nothing can be said of what a plugin did not find: its step is missing or did not end well.
 * @param pluginId undefined asks for all steps of the report
 * @returns undefined when the step was done
 */
export function whyNotJudged(report: Report, pluginId: string | undefined): string | undefined {
  const ids = pluginId === undefined ? Object.keys(report.plugins).sort() : [pluginId];
  if (ids.length === 0) return "the report has no steps";
  for (const id of ids) {
    const step: ReportPlugin | undefined = Object.hasOwn(report.plugins, id)
      ? report.plugins[id]
      : undefined;
    if (step === undefined) return `the report has no step ${id}`;
    // A plugin may skip data it has no use for; one skipped for a failure before it saw none.
    if (step.status === "ok" || (step.status === "skipped" && step.error === null)) continue;
    const why = step.error === null ? "" : `: ${step.error.code} ${step.error.message}`;
    return `${id} ended as ${step.status}${why}`;
  }
  return undefined;
}

/** Total distance; a difference without one counts as farther than any number. */
function distanceOf(differences: readonly Difference[]): number {
  return differences.reduce((sum, { off_by }) => sum + (off_by ?? Number.MAX_VALUE), 0);
}
