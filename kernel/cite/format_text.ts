import type { RowRange } from "../contract/result.ts";
import type { Citation, CitedPlugin } from "./citation.ts";
import { referenceText } from "./reference_text.ts";

/** Most row ranges written out. */
const SHOWN_RANGES = 12;

/**
 * A citation as lines for a person, each fact with its name. Not escaped for a terminal.
 * @param citation of a finding or a run
 */
export function formatText(citation: Citation): readonly string[] {
  const { finding, run } = citation;
  const names = citation.inputs.map(({ filename }) => filename).join(", ");
  const head = finding === null
    ? `Run ${run.run_id} of Statistic Harness ${run.kernel_version} on ${names}.`
    : `Finding ${finding.id}: ${finding.kind} of ${finding.columns.join(", ")} in ${names}.`;
  const facts: (readonly [string, string])[] = [];
  if (finding !== null) {
    facts.push(["rows", rowsText(finding.ranges, finding.rows)], ["query", finding.query]);
  }
  for (const plugin of citation.plugins) facts.push(...pluginFacts(plugin));
  for (const { filename, sha256 } of citation.inputs) {
    facts.push(["file", `${filename}, SHA-256 ${sha256}`]);
  }
  for (const { version_id, sha256 } of citation.datasets) {
    facts.push(["dataset", `${version_id}, SHA-256 ${sha256}`]);
  }
  facts.push(
    ["seed", String(citation.seed)],
    ["run", `${run.run_id}, ${run.started_at.slice(0, 10)}, key ${citation.run_key}`],
    ["program", `Statistic Harness ${run.kernel_version}`],
    ["replay", citation.replay],
    ["elsewhere", `${citation.repeat} (settings.json is in the report's provenance)`],
  );
  const width = Math.max(...facts.map(([name]) => name.length));
  return [head, ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)];
}

function pluginFacts(plugin: CitedPlugin): (readonly [string, string])[] {
  return [
    ["plugin", `${plugin.name} (${plugin.id}) ${plugin.version}`],
    [
      "code",
      plugin.code_hash === null ? "none: it was not started" : `SHA-256 ${plugin.code_hash}`,
    ],
    ["settings", `SHA-256 ${plugin.settings_hash}`],
    ...plugin.references.map((reference) => ["method", referenceText(reference)] as const),
  ];
}

/** `12 to 19, 40 (9 rows)`: both ends are of them. */
function rowsText(ranges: readonly RowRange[], rows: number): string {
  const shown = ranges.slice(0, SHOWN_RANGES).map(({ start, end }) =>
    end === start + 1 ? String(start) : `${start} to ${end - 1}`
  );
  const more = ranges.length > SHOWN_RANGES
    ? ` and ${ranges.length - SHOWN_RANGES} more ranges`
    : "";
  return `${shown.join(", ")}${more} (${rows} ${rows === 1 ? "row" : "rows"}, counted from 0)`;
}
