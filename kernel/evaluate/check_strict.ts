import type { Report } from "../contract/report.ts";
import { splitPath } from "./dotted_path.ts";
import type { Verdict } from "./evaluation.ts";
import { candidatesOf, itemOf, matchTarget } from "./match_target.ts";
import {
  allFindings,
  nameOfFinding,
  type OwnedFinding,
  selectFindings,
} from "./select_findings.ts";
import { targetsOf } from "./targets.ts";
import type { TruthSpec } from "./truth_schema.ts";

/** Unexpected findings shown. */
const MAX_SHOWN = 10;

/**
 * The two checks of `strict: true`: that the run is completed, and that every finding of an
 * analysis plugin, or of a plugin the file names, fits an entry that expects it. What says that it
 * could not be analysed (`not_applicable`) is no finding here.
 */
export function checkStrict(spec: TruthSpec, report: Report): Verdict[] {
  const named = pluginsNamed(spec);
  const expected = expectedIds(spec, report);
  const unexpected = allFindings(report).filter(({ plugin_id, finding }) =>
    finding.measurement_type !== "not_applicable" && !expected.has(key(plugin_id, finding.id)) &&
    (report.plugins[plugin_id]!.type === "analysis" || named.has(plugin_id))
  );
  return [
    {
      title: "the run is completed",
      passed: report.status === "completed",
      wanted: "completed",
      found: report.status,
      near_misses: report.status === "completed" ? [] : report.errors.slice(0, MAX_SHOWN)
        .map(({ plugin_id, code, message }) => ({
          what: `${plugin_id ?? "the run"}: ${code} ${message}`,
          differences: [],
        })),
    },
    {
      title: "every finding is expected",
      passed: unexpected.length === 0,
      wanted: "no other",
      found: `${unexpected.length} unexpected`,
      near_misses: unexpected.slice(0, MAX_SHOWN)
        .map((owned) => ({ what: nameOfFinding(owned), differences: [] })),
    },
  ];
}

function pluginsNamed(spec: TruthSpec): ReadonlySet<string | undefined> {
  const entries = [
    ...spec.expected_findings ?? [],
    ...spec.forbidden_findings ?? [],
    ...spec.evidence ?? [],
    ...spec.budgets ?? [],
    ...targetsOf(spec),
  ];
  const metrics = Object.keys(spec.expected_metrics ?? {}).map((path) => splitPath(path)?.[0]);
  return new Set([...entries.map(({ plugin_id }) => plugin_id), ...metrics]);
}

/** Findings that some entry asks for. */
function expectedIds(spec: TruthSpec, report: Report): ReadonlySet<string> {
  const fitting: OwnedFinding[] = [
    ...(spec.expected_findings ?? []).flatMap((entry) => selectFindings(report, entry)),
    ...(spec.evidence ?? []).flatMap((entry) => selectFindings(report, entry)),
  ];
  for (const target of targetsOf(spec)) {
    const extra = new Set(matchTarget(report, target).extra);
    fitting.push(
      ...candidatesOf(report, target).filter((one) => !extra.has(itemOf(target.of, one)!)),
    );
  }
  return new Set(fitting.map(({ plugin_id, finding }) => key(plugin_id, finding.id)));
}

function key(pluginId: string, findingId: string): string {
  return `${pluginId}/${findingId}`;
}
