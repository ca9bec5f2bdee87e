import { hashOf } from "../canonical/hash.ts";
import { PROTOCOL_VERSION } from "../contract/request.ts";
import type { PackFooter } from "../contract/dataset.ts";
import {
  type Report,
  REPORT_SCHEMA_VERSION,
  type ReportDataset,
  type ReportPlanEntry,
  type ReportPlugin,
  type RunError,
  type RunStatus,
} from "../contract/report.ts";
import type { ColumnProfile } from "../contract/result.ts";
import { isFine, type StepRecord } from "./step_record.ts";

/** A dataset of a run: its footer and its hashes. */
export interface RunDataset {
  readonly version_id: string;
  readonly sha256: string;
  readonly footer: PackFooter;
}

/** Everything a report is collated from. */
export interface Collation {
  readonly seed: number;
  readonly network_allowed: boolean;
  readonly inputs: Report["inputs"];
  readonly datasets: readonly RunDataset[];
  readonly plan: readonly ReportPlanEntry[];
  /** Every step but report and llm. */
  readonly steps: readonly StepRecord[];
  /** Errors that belong to no step. */
  readonly errors: readonly RunError[];
}

/** Collates report.json: puts together what the steps found, adding no opinion. */
export function collateReport(collation: Collation): Report {
  const { seed, network_allowed, inputs, datasets, plan, errors } = collation;
  const steps = [...collation.steps].sort((a, b) => compare(a.manifest.id, b.manifest.id));
  const profiles = columnProfiles(steps);
  return {
    schema_version: REPORT_SCHEMA_VERSION,
    run_key: runKey(collation),
    seed,
    status: runStatus(collation),
    network_allowed,
    inputs,
    datasets: datasets.map((dataset) => reportDataset(dataset, profiles)),
    plan,
    plugins: Object.fromEntries(steps.map((step) => [step.manifest.id, reportPlugin(step)])),
    errors: [
      ...errors,
      ...steps.flatMap(({ manifest, error }) =>
        error === null ? [] : [{ plugin_id: manifest.id, ...error }]
      ),
    ],
  };
}

/**
 * Key of a run: what was asked, of which data, with which code. Known after planning, and given
 * to no plugin.
 */
export function runKey(collation: Collation): string {
  const { seed, network_allowed, inputs, datasets, plan, steps } = collation;
  return hashOf({
    protocol: PROTOCOL_VERSION,
    seed,
    network_allowed,
    inputs,
    datasets: datasets.map(({ sha256 }) => sha256),
    plan,
    steps: Object.fromEntries(
      steps.map(({ manifest, code_hash, settings_hash }) => [
        manifest.id,
        { code_hash, settings_hash },
      ]),
    ),
  });
}

/** `failed` without a dataset or a plan, `partial` when some step failed, else `completed`. */
export function runStatus(collation: Collation): RunStatus {
  const { datasets, errors, steps } = collation;
  if (datasets.length === 0 || errors.length > 0) return "failed";
  const planners = steps.filter(({ manifest }) => manifest.type === "planner");
  if (planners.some((step) => !isFine(step))) return "failed";
  return steps.every(isFine) ? "completed" : "partial";
}

function columnProfiles(steps: readonly StepRecord[]): ReadonlyMap<string, ColumnProfile> {
  const profiles = new Map<string, ColumnProfile>();
  for (const { manifest, result } of steps) {
    if (manifest.type !== "profile") continue;
    for (const column of result?.columns ?? []) {
      if (!profiles.has(column.name)) profiles.set(column.name, column);
    }
  }
  return profiles;
}

function reportDataset(
  { version_id, sha256, footer }: RunDataset,
  profiles: ReadonlyMap<string, ColumnProfile>,
): ReportDataset {
  return {
    version_id,
    sha256,
    rows: footer.rows,
    columns: footer.columns.map(({ name, type, null_count }) => ({
      name,
      type,
      role: profiles.get(name)?.role ?? null,
      missing: null_count,
    })),
  };
}

function reportPlugin(step: StepRecord): ReportPlugin {
  const { manifest, result } = step;
  return {
    name: manifest.name,
    type: manifest.type,
    version: manifest.version,
    code_hash: step.code_hash,
    settings: step.settings,
    settings_hash: step.settings_hash,
    status: step.status,
    summary: result?.summary ?? (step.skip_reason || step.error?.message || ""),
    metrics: result?.metrics ?? {},
    findings: result?.findings ?? [],
    artifacts: result?.artifacts ?? [],
    budget: result?.budget ?? null,
    error: step.error,
    references: manifest.references,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
