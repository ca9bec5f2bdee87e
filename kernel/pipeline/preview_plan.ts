import type { Manifest } from "../contract/manifest.ts";
import type { ReportPlanEntry } from "../contract/report.ts";
import { openPack } from "../store/pack_reader.ts";
import { packPath } from "../store/appdata.ts";
import type { RunDataset } from "./collate_report.ts";
import { keyStep } from "./perform_step.ts";
import type { StepWork } from "./step_work.ts";
import type { RunContext } from "./run_context.ts";
import {
  type Assignment,
  newProgress,
  plannedLayers,
  planRun,
  type Progress,
} from "./run_pipeline.ts";
import { inTurn } from "./in_turn.ts";
import { dataWork } from "./step_inputs.ts";
import { isUsable } from "./step_record.ts";
import { pluginsOfType } from "./workshop.ts";
import type { ReadyPlugin } from "./ready_plugin.ts";

/** Whether a run would start a plugin's process. */
export type Foresight =
  /** It was run just now, because planning needs it. */
  | "run now"
  /** Its result is known and would be used again. */
  | "reuse"
  | "run"
  /** Its key is known only when what it builds on has run. */
  | "run unless upstream gives what it gave before"
  /** It may not run; the reason is in `error`. */
  | "refused"
  /** What it depends on may not run. */
  | "skipped";

/** One step of the plan that a run would follow. */
export interface PreviewedStep {
  readonly plugin_id: string;
  readonly type: Manifest["type"];
  /** Steps of one layer wait for nothing but the layers before. From 0. */
  readonly layer: number;
  readonly foresight: Foresight;
  /** Run whose result would be used again. */
  readonly reused_from: string | null;
  readonly depends_on: readonly string[];
  /** What it may read; nothing may write, or reach a network. */
  readonly may_read: readonly string[];
  readonly limits: Manifest["sandbox"]["limits"];
  readonly reason: string;
  readonly error: string | null;
}

/** A plan and what it would cost. */
export interface Preview {
  readonly steps: readonly PreviewedStep[];
  /** Plugins that would not run, and why. */
  readonly left_out: readonly Pick<ReportPlanEntry, "plugin_id" | "reason">[];
}

/** A result as far as it can be foreseen. */
interface Foreseen {
  readonly layer: number;
  /** Hash of its result; null when only running it can tell. */
  readonly result_hash: string | null;
}

/**
 * Plans a run and says what it would do. Runs what planning needs (ingest, profiles, planner)
 * unless its results are known, and nothing else.
 * @param run the run's shared parts
 * @param assignment what would be run
 * @throws CodedError E_STEP_MISSING
 */
export async function previewPlan(run: RunContext, assignment: Assignment): Promise<Preview> {
  const progress = newProgress();
  await planRun(run, assignment, progress);
  const selected = progress.plan.filter((entry) => entry.selected);
  const steps: PreviewedStep[] = progress.steps.map((record) => ({
    ...about(assignment.workshop.get(record.manifest.id)!),
    layer: LAYER_OF_PLANNING[record.manifest.type] ?? 0,
    foresight: record.error !== null
      ? "refused"
      : record.reused_from === null
      ? "run now"
      : "reuse",
    reused_from: record.reused_from?.run_id ?? null,
    reason: "planning needs it",
    error: record.error?.message ?? null,
  }));
  steps.push(...await foreseeSelected(run, assignment, progress, selected));
  const last = Math.max(0, ...steps.map(({ layer }) => layer));
  for (const plugin of pluginsOfType(assignment.workshop, "report")) {
    steps.push({
      ...about(plugin),
      layer: last + 1,
      foresight: plugin.refusal === null
        ? "run unless upstream gives what it gave before"
        : "refused",
      reused_from: null,
      reason: "renders the report",
      error: plugin.refusal?.message ?? null,
    });
  }
  return { steps, left_out: progress.plan.filter((entry) => !entry.selected) };
}

const LAYER_OF_PLANNING: Readonly<Partial<Record<Manifest["type"], number>>> = {
  ingest: 0,
  profile: 1,
  planner: 2,
};

async function foreseeSelected(
  run: RunContext,
  assignment: Assignment,
  { datasets, profiles, plan }: Progress,
  selected: readonly ReportPlanEntry[],
): Promise<readonly PreviewedStep[]> {
  const { workshop } = assignment;
  const layers = plannedLayers(plan, assignment.layers);
  const known = new Map<string, Foreseen>(
    profiles.filter(isUsable).map(({ manifest, result_hash }) => [
      manifest.id,
      { layer: 1, result_hash },
    ]),
  );
  const steps: PreviewedStep[] = [];
  let current: readonly RunDataset[] | null = datasets;
  let floor = plan.some(({ decided_by }) => decided_by === "planner") ? 2 : 1;
  const reasons = new Map(selected.map(({ plugin_id, reason }) => [plugin_id, reason]));
  const stopped = new Set<string>();
  for (const plugin of inTurn(selected.map(({ plugin_id }) => workshop.get(plugin_id)!))) {
    const { id, type, depends_on } = plugin.manifest;
    const broken = depends_on.find((needed) => stopped.has(needed));
    if (plugin.refusal !== null || broken !== undefined) stopped.add(id);
    const upstream = [...new Set([...profiles.map(({ manifest }) => manifest.id), ...depends_on])]
      .sort().flatMap((needed) => known.has(needed) ? [[needed, known.get(needed)!] as const] : []);
    const layer = 1 + Math.max(floor, ...upstream.map(([, foreseen]) => foreseen.layer));
    const unknown = current === null ||
      upstream.some(([, { result_hash }]) => result_hash === null);
    const seen = unknown ? null : await lookUp(run, {
      plugin,
      input: { type: "analysis", datasets: [], upstream: {} },
      ...dataWork(run, current!),
      upstream_hashes: Object.fromEntries(
        upstream.map(([needed, { result_hash }]) => [needed, result_hash!]),
      ),
      layers,
      extra: null,
    });
    known.set(id, { layer, result_hash: seen?.result_hash ?? null });
    if (type === "transform" && !stopped.has(id)) {
      // Later steps read what it makes.
      floor = layer;
      current = datasetOf(run, seen?.version_id ?? null);
    }
    steps.push({
      ...about(plugin),
      layer,
      foresight: plugin.refusal === null && broken !== undefined
        ? "skipped"
        : seen === null
        ? plugin.refusal === null ? "run unless upstream gives what it gave before" : "refused"
        : seen.foresight,
      reused_from: seen?.reused_from ?? null,
      reason: reasons.get(id)!,
      error: seen?.error ?? plugin.refusal?.message ??
        (broken === undefined ? null : `upstream failed: ${broken}`),
    });
  }
  return steps;
}

async function lookUp(run: RunContext, work: StepWork) {
  const keyed = await keyStep(run, work);
  const nothing = { result_hash: null, version_id: null, reused_from: null };
  if ("record" in keyed) {
    return {
      ...nothing,
      foresight: "refused" as const,
      error: keyed.record.error?.message ?? null,
    };
  }
  const stored = run.reuse ? run.state.getResult(keyed.step_key) : undefined;
  const origin = stored && run.state.originOf(keyed.step_key, stored.sha256);
  if (stored === undefined || origin === undefined) {
    return { ...nothing, foresight: "run" as const, error: null };
  }
  return {
    foresight: "reuse" as const,
    result_hash: stored.sha256,
    version_id: stored.version_id,
    reused_from: origin.run_id,
    error: null,
  };
}

function datasetOf(run: RunContext, version_id: string | null): readonly RunDataset[] | null {
  if (version_id === null) return null;
  try {
    using pack = openPack(packPath(run.appdata, version_id));
    return [{ version_id, sha256: pack.sha256, footer: pack.footer }];
  } catch {
    return null; // It would be made again.
  }
}

function about({ manifest }: ReadyPlugin) {
  return {
    plugin_id: manifest.id,
    type: manifest.type,
    depends_on: manifest.depends_on,
    may_read: manifest.sandbox.fs_allowlist,
    limits: manifest.sandbox.limits,
  };
}
