import type { Report, ReportPlugin } from "../contract/report.ts";
import type { Finding } from "../contract/result.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { pathStep } from "./dotted_path.ts";

/** Findings of one plugin that a draft names. */
const MAX_FINDINGS = 10;
/** Rows a draft allows a row number to move. */
const MARGIN = 3;
/** Fields that say what a finding is about, over all kinds; `row` fields get a margin. */
const ABOUT: Readonly<Record<string, "value" | "row">> = {
  column: "value",
  start: "row",
  end: "row",
  index: "row",
  row_index: "row",
  target: "value",
  feature: "value",
  selected: "value",
  source: "value",
  pair: "value",
  metric: "value",
};

/**
 * A first truth file that a report satisfies: its best findings by what they are about, without
 * scores and p-values, and the whole numbers among its metrics. For a person to cut down to what
 * they would defend.
 * @param report a valid report.json
 * @returns YAML
 */
export function draftTruth(report: Report): string {
  const input = report.inputs[0]?.filename;
  const chosen = report.plan.filter(({ selected, decided_by }) =>
    selected && decided_by === "user"
  );
  const steps = Object.entries(report.plugins).sort(([a], [b]) => a < b ? -1 : 1)
    .filter(([, step]) => step.status === "ok");
  const found = steps.flatMap(([id, step]) => findingEntries(id, step));
  const metrics = steps.flatMap(([id, step]) => metricEntries(id, step));
  return [
    "# A draft made from a run. Keep what you would defend, loosen what may vary, and add",
    "# forbidden_findings for what must not appear.",
    ...(input === undefined ? [] : [`input: ${yaml(input)}`]),
    ...(chosen.length === 0
      ? []
      : [`plugins: [${chosen.map(({ plugin_id }) => plugin_id).join(", ")}]`]),
    `seed: ${report.seed}`,
    ...(found.length === 0 ? [] : ["", "expected_findings:", ...found]),
    ...(metrics.length === 0 ? [] : ["", "expected_metrics:", ...metrics]),
    "",
  ].join("\n");
}

function findingEntries(pluginId: string, step: ReportPlugin): string[] {
  const shown = step.findings.slice(0, MAX_FINDINGS);
  const left = step.findings.length - shown.length;
  return [
    ...shown.flatMap((finding) => [
      `  - plugin_id: ${pluginId}`,
      `    kind: ${yaml(finding.kind)}`,
      "    where:",
      ...conditionsOf(finding).map((line) => `      ${line}`),
    ]),
    ...(left > 0 ? [`  # and ${left} more of ${pluginId}`] : []),
  ];
}

function conditionsOf(finding: Finding): string[] {
  const own = Object.entries(ABOUT).flatMap(([name, sort]) => {
    const value = Object.hasOwn(finding, name) ? finding[name] : undefined;
    if (value === undefined || !isPlain(value)) return [];
    return sort === "row" && typeof value === "number"
      ? [`${name}: { equals: ${value}, margin: ${MARGIN} }`]
      : [`${name}: ${yaml(value)}`];
  });
  return own.length > 0 ? own : [`columns: ${yaml(finding.columns)}`];
}

function metricEntries(pluginId: string, step: ReportPlugin): string[] {
  return Object.entries(step.metrics).sort(([a], [b]) => a < b ? -1 : 1)
    .filter(([, value]) => Number.isSafeInteger(value))
    .map(([name, value]) => `  ${yaml(`${pluginId}.${pathStep(name)}`)}: ${value}`);
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every((item) => typeof item !== "object" || item === null)
    : typeof value !== "object" || value === null;
}

/**
 * JSON is YAML; what YAML would not take in it unescaped is escaped, and what a terminal would obey
 * or a reader could not see.
 */
function yaml(value: unknown): string {
  if (typeof value === "string" && /^[a-z][a-z0-9_.]*$/.test(value) && !RESERVED.has(value)) {
    return value;
  }
  return jsonText(value).replace(
    /[\uFFFE\uFFFF]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16)}`,
  );
}

/** Words that YAML reads as something else than text. */
const RESERVED: ReadonlySet<string> = new Set(["true", "false", "null", "yes", "no", "on", "off"]);
