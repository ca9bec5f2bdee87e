import { hashOf } from "../canonical/hash.ts";
import { CodedError } from "../contract/coded_error.ts";
import type { Report, ReportPlanEntry, RunError } from "../contract/report.ts";
import type { AnalysisInput, StepInput } from "../contract/request.ts";
import { runGraph, type Workers } from "../schedule/run_graph.ts";
import type { StoredUpload } from "../store/upload_store.ts";
import { type Choice, chooserOf, planByHand, planByPlanner } from "./choose_plan.ts";
import { collateReport, type Collation, type RunDataset } from "./collate_report.ts";
import { missingStep } from "./errors.ts";
import { inTurn } from "./in_turn.ts";
import { reportError } from "./accept_answer.ts";
import { performStep, type StepEnd } from "./perform_step.ts";
import type { RunContext } from "./run_context.ts";
import type { SettingsLayer } from "./settings_layers.ts";
import { skippedRecord } from "./skipped_record.ts";
import {
  catalogueOf,
  datasetInputs,
  dataWork,
  hashesOf,
  planNodes,
  resultsOf,
} from "./step_inputs.ts";
import { isUsable, type StepRecord } from "./step_record.ts";
import { pluginsOfType } from "./workshop.ts";
import type { ReadyPlugin, Workshop } from "./ready_plugin.ts";

/** What is to be run. */
export interface Assignment {
  readonly upload: StoredUpload;
  /** Makes sure that the kept copy is the upload; called before something reads it. */
  readonly ensureUpload: () => Promise<void>;
  readonly choice: Choice;
  /** Settings of the user, weakest first. */
  readonly layers: readonly SettingsLayer[];
  readonly workshop: Workshop;
  readonly workers: Workers;
  readonly network_allowed: boolean;
}

/** A run's steps and its report, which is always there and always whole. */
export interface PipelineEnd {
  readonly report: Report;
  readonly steps: readonly StepRecord[];
}

/** How far a run has come; filled as it goes, so that what threw takes nothing with it. */
export interface Progress {
  steps: StepRecord[];
  datasets: readonly RunDataset[];
  profiles: readonly StepRecord[];
  plan: readonly ReportPlanEntry[];
}

/** Nothing done yet. */
export function newProgress(): Progress {
  return { steps: [], datasets: [], profiles: [], plan: [] };
}

/**
 * Runs every step but the reports: ingest, profiles, planner, transforms, analyses. A failed step
 * skips what depends on it and nothing else; a missing kind of step fails the run closed.
 * @param run the run's shared parts
 * @param assignment what is to be run
 */
export async function runPipeline(run: RunContext, assignment: Assignment): Promise<PipelineEnd> {
  const errors: RunError[] = [];
  const progress = newProgress();
  try {
    await planRun(run, assignment, progress);
    await performPlan(run, assignment, progress);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    errors.push({ plugin_id: null, ...reportError(error) });
  }
  const { steps, datasets, plan } = progress;
  const collation: Collation = {
    seed: run.seed,
    network_allowed: assignment.network_allowed,
    inputs: [{ filename: assignment.upload.filename, sha256: assignment.upload.sha256 }],
    datasets,
    plan,
    steps,
    errors,
  };
  return { report: collateReport(collation), steps };
}

/**
 * Runs what comes before the plan, and the planner.
 * @param run the run's shared parts
 * @param assignment what is to be run
 * @param progress filled with what came of it
 * @throws CodedError E_STEP_MISSING
 */
export async function planRun(
  run: RunContext,
  assignment: Assignment,
  progress: Progress,
): Promise<void> {
  const ingest = await performIngest(run, assignment);
  progress.steps.push(ingest.record);
  if (ingest.dataset === null) return;
  progress.datasets = [ingest.dataset];
  progress.profiles = await performProfiles(run, assignment, progress.datasets);
  progress.steps.push(...progress.profiles);
  const { datasets, profiles } = progress;
  const planned = await performPlanning(run, assignment, datasets, profiles);
  progress.steps.push(...planned.steps);
  progress.plan = planned.plan;
}

async function performIngest(run: RunContext, assignment: Assignment): Promise<StepEnd> {
  const { upload, workshop, choice, layers } = assignment;
  const [plugin] = preferred(pluginsOfType(workshop, "ingest"), choice);
  if (plugin === undefined) throw missingStep("ingest");
  return await performStep(run, {
    plugin,
    input: { type: "ingest", file: "upload", filename: upload.filename },
    sources: [{ name: "upload", source: upload.path }],
    input_hashes: [upload.sha256],
    upstream_hashes: {},
    datasets: [],
    layers,
    extra: hashOf(upload.filename),
    prepare: assignment.ensureUpload,
  });
}

async function performProfiles(
  run: RunContext,
  assignment: Assignment,
  datasets: readonly RunDataset[],
): Promise<readonly StepRecord[]> {
  const plugins = pluginsOfType(assignment.workshop, "profile");
  if (plugins.length === 0) throw missingStep("profile");
  const ends = await runGraph(
    plugins.map((plugin) => ({
      id: plugin.manifest.id,
      depends_on: [],
      memory_mb: memoryOf(plugin),
      run: () =>
        performStep(run, {
          plugin,
          input: { type: "profile", datasets: datasetInputs(datasets) },
          ...dataWork(run, datasets),
          upstream_hashes: {},
          layers: assignment.layers,
          extra: null,
        }),
    })),
    assignment.workers,
  );
  return [...ends.values()].map(({ record }) => record);
}

/** The planner's plan, or the user's own; without a usable planner there is no plan. */
async function performPlanning(
  run: RunContext,
  assignment: Assignment,
  datasets: readonly RunDataset[],
  profiles: readonly StepRecord[],
): Promise<{ readonly steps: readonly StepRecord[]; readonly plan: readonly ReportPlanEntry[] }> {
  const { workshop, choice, layers } = assignment;
  const catalogue = catalogueOf(workshop);
  const nodes = planNodes(workshop, catalogue);
  const chooser = chooserOf(choice);
  const named = typeof choice === "string" ? [] : choice;
  if (chooser === "all") return { steps: [], plan: planByHand(nodes, "all") };
  if (chooser === "named") {
    const ids = new Set(catalogue.map(({ id }) => id));
    return { steps: [], plan: planByHand(nodes, named.filter((id) => ids.has(id))) };
  }
  const [plugin] = pluginsOfType(workshop, "planner");
  if (plugin === undefined) throw missingStep("planner");
  const upstream = profiles.filter(isUsable);
  const { record } = await performStep(run, {
    plugin,
    input: {
      type: "planner",
      datasets: datasetInputs(datasets),
      upstream: resultsOf(upstream),
      catalogue,
    },
    ...dataWork(run, datasets),
    upstream_hashes: hashesOf(upstream),
    layers,
    extra: hashOf(catalogue),
    demand: ({ plan }) => void planByPlanner(nodes, plan, named),
  });
  return {
    steps: [record],
    plan: isUsable(record) ? planByPlanner(nodes, record.result.plan, named) : [],
  };
}

/** Transforms one after another, each on what the one before made; then the analyses. */
async function performPlan(
  run: RunContext,
  assignment: Assignment,
  { steps, datasets, profiles, plan }: Progress,
): Promise<void> {
  const { workshop, workers } = assignment;
  const selected = plan.filter((entry) => entry.selected).map(({ plugin_id }) =>
    workshop.get(plugin_id)!
  );
  const layers = plannedLayers(plan, assignment.layers);
  const known = new Map(profiles.map((record) => [record.manifest.id, record]));

  const stepFor = async (
    plugin: ReadyPlugin,
    on: readonly RunDataset[],
    ended: ReadonlyMap<string, StepRecord>,
  ): Promise<StepEnd> => {
    const { depends_on, type } = plugin.manifest;
    const records = [...new Set([...known.keys(), ...depends_on])].sort()
      .map((needed) => known.get(needed) ?? ended.get(needed));
    const broken = depends_on.find((needed) => !isUsable(known.get(needed) ?? ended.get(needed)));
    if (broken !== undefined && plugin.refusal === null) {
      return skip(run, plugin, layers, `upstream failed: ${broken}`);
    }
    const upstream = records.filter(isUsable);
    const input: StepInput = {
      type: type as AnalysisInput["type"],
      datasets: datasetInputs(on),
      upstream: resultsOf(upstream),
    };
    return await performStep(run, {
      plugin,
      input,
      ...dataWork(run, on),
      upstream_hashes: hashesOf(upstream),
      layers,
      extra: null,
    });
  };

  let current = datasets;
  for (const plugin of inTurn(selected).filter(({ manifest }) => manifest.type === "transform")) {
    const end = await stepFor(plugin, current, known);
    steps.push(end.record);
    known.set(plugin.manifest.id, end.record);
    if (end.dataset !== null) current = [end.dataset];
  }
  const analyses = selected.filter(({ manifest }) => manifest.type === "analysis");
  const ends = await runGraph(
    analyses.map((plugin) => ({
      id: plugin.manifest.id,
      // What is refused waits for nothing: it may well wait for itself.
      depends_on: plugin.refusal === null ? plugin.manifest.depends_on : [],
      memory_mb: memoryOf(plugin),
      run: (results: ReadonlyMap<string, StepEnd>) => {
        const ended = new Map([...results].map(([id, { record }]) => [id, record]));
        return stepFor(plugin, current, ended);
      },
    })),
    workers,
  );
  steps.push(...[...ends.values()].map(({ record }) => record));
}

/** Settings of the plan's own, weaker than those of the user. */
export function plannedLayers(
  plan: readonly ReportPlanEntry[],
  layers: readonly SettingsLayer[],
): readonly SettingsLayer[] {
  const settings = Object.fromEntries(
    plan.flatMap(({ plugin_id, settings }) =>
      settings === undefined ? [] : [[plugin_id, settings]]
    ),
  );
  return [{ source: "the planner", settings }, ...layers];
}

function skip(
  run: RunContext,
  plugin: ReadyPlugin,
  layers: readonly SettingsLayer[],
  reason: string,
): StepEnd {
  return { record: skippedRecord(run, plugin, layers, reason), dataset: null };
}

/** Plugins of one type, one the user named first. */
function preferred(plugins: readonly ReadyPlugin[], choice: Choice): readonly ReadyPlugin[] {
  if (typeof choice === "string") return plugins;
  const named = plugins.filter(({ manifest }) => choice.includes(manifest.id));
  return [...named, ...plugins.filter((plugin) => !named.includes(plugin))];
}

/** Memory that the scheduler charges a step: its own limit and what the runtime takes. */
function memoryOf({ manifest }: ReadyPlugin): number {
  return manifest.sandbox.limits.memory_mb + 100;
}
