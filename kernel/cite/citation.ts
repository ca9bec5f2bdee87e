import { CodedError } from "../contract/coded_error.ts";
import type { Reference } from "../contract/manifest.ts";
import type { Report, ReportPlugin } from "../contract/report.ts";
import { repeatCommand } from "../contract/repeat_command.ts";
import type { Finding, RowRange } from "../contract/result.ts";

/** A run as it is cited: what report.json does not say of it. */
export interface CitedRun {
  readonly run_id: string;
  /** ISO moment. */
  readonly started_at: string;
  readonly kernel_version: string;
}

/** A step that a citation names. */
export interface CitedPlugin {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly code_hash: string | null;
  readonly settings_hash: string;
  readonly references: readonly Reference[];
}

/** Everything that a reader needs to find a finding, or a whole run, again. */
export interface Citation {
  readonly run: CitedRun;
  readonly run_key: string;
  readonly seed: number;
  readonly inputs: Report["inputs"];
  readonly datasets: readonly { readonly version_id: string; readonly sha256: string }[];
  readonly plugins: readonly CitedPlugin[];
  /** Null when the whole run is cited. */
  readonly finding: CitedFinding | null;
  /** Repeats the run where it was made, from what is stored. */
  readonly replay: string;
  /** Repeats it anywhere, with the file and the settings of report.json. */
  readonly repeat: string;
}

/** A finding as it is cited. */
export interface CitedFinding {
  readonly id: string;
  readonly kind: string;
  readonly columns: readonly string[];
  readonly ranges: readonly RowRange[];
  readonly rows: number;
  readonly query: string;
}

/**
 * The citation of a finding, or of a run when no finding is given.
 * @param report of the run
 * @param run as the database has it
 * @param finding_id whole id of a finding of this report
 * @throws CodedError E_FINDING_NOT_FOUND when the report has no such finding
 */
export function citationOf(report: Report, run: CitedRun, finding_id: string | null): Citation {
  const found = finding_id === null ? null : findingOf(report, finding_id);
  if (finding_id !== null && found === null) throw findingNotFound(finding_id);
  const steps = Object.entries(report.plugins);
  const datasets = found === null
    ? report.datasets
    : report.datasets.filter(({ version_id }) =>
      version_id === found.finding.evidence.dataset_version_id
    );
  return {
    run,
    run_key: report.run_key,
    seed: report.seed,
    inputs: report.inputs,
    datasets: datasets.map(({ version_id, sha256 }) => ({ version_id, sha256 })),
    plugins: (found === null ? steps : [[found.plugin_id, found.plugin] as const])
      .map(([id, plugin]) => citedPlugin(id, plugin)),
    finding: found === null ? null : citedFinding(found.finding),
    replay: `deno task harness replay ${run.run_id}`,
    repeat: repeatCommand(report),
  };
}

/**
 * A finding of a report and the plugin that found it; null when it has no such finding.
 * @param report to look through
 * @param id whole id
 */
export function findingOf(
  report: Report,
  id: string,
): { readonly plugin_id: string; readonly plugin: ReportPlugin; readonly finding: Finding } | null {
  for (const [plugin_id, plugin] of Object.entries(report.plugins)) {
    const finding = plugin.findings.find((each) => each.id === id);
    if (finding !== undefined) return { plugin_id, plugin, finding };
  }
  return null;
}

/** The rows a finding's evidence names, as disjoint rising ranges. */
export function evidenceRanges({ evidence }: Finding): readonly RowRange[] {
  if (evidence.row_ranges !== undefined) return evidence.row_ranges;
  const ranges: { start: number; end: number }[] = [];
  for (const row of [...(evidence.row_ids ?? [])].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && row <= last.end) last.end = Math.max(last.end, row + 1);
    else ranges.push({ start: row, end: row + 1 });
  }
  return ranges;
}

/** No run of this appdata has a finding of this id. */
export function findingNotFound(id: string): CodedError {
  return new CodedError(
    "E_FINDING_NOT_FOUND",
    `There is no finding or run ${JSON.stringify(id)}`,
    "ids of findings are in report.html and report.json; runs: deno task harness runs list",
  );
}

function citedPlugin(id: string, plugin: ReportPlugin): CitedPlugin {
  const { name, version, code_hash, settings_hash, references } = plugin;
  return { id, name, version, code_hash, settings_hash, references };
}

function citedFinding(finding: Finding): CitedFinding {
  const ranges = evidenceRanges(finding);
  return {
    id: finding.id,
    kind: finding.kind,
    columns: finding.columns,
    ranges,
    rows: ranges.reduce((sum, { start, end }) => sum + end - start, 0),
    query: finding.evidence.query,
  };
}
