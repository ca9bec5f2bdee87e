import type { PluginType } from "../contract/manifest.ts";
import type { Report, RunStatus } from "../contract/report.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { detectWalls, type WallsMode } from "../sandbox/walls.ts";
import type { Workers } from "../schedule/run_graph.ts";
import { type Appdata, newRunId } from "../store/appdata.ts";
import { ownRunFolder } from "../store/run_folder.ts";
import type { StateStore } from "../store/state_store.ts";
import { storeUpload } from "../store/upload_store.ts";
import type { Choice } from "./choose_plan.ts";
import { interrupted, invalidSettings, unknownPlugin } from "./errors.ts";
import { listed } from "./accept_answer.ts";
import type { RunContext } from "./run_context.ts";
import { runLog } from "./run_log.ts";
import type { RunObserver } from "./run_observer.ts";
import { runPipeline } from "./run_pipeline.ts";
import { effectiveSettings, type SettingsLayer } from "./settings_layers.ts";
import { isFine, type StepRecord } from "./step_record.ts";
import { pluginsOfType, type Workshop } from "./workshop.ts";
import { writeReports, type WrittenReports } from "./write_reports.ts";
import { writeRunJson } from "./write_run_json.ts";

/** Version of the kernel, as runs record it. */
export const KERNEL_VERSION = "0.1.0";

/** Project of runs that name none. */
const PROJECT_NAME = "default";

/** What is to be run, and with what. */
export interface RunRequest {
  /** Absolute path of the file. */
  readonly file: string;
  readonly choice: Choice;
  /** Settings of the user, weakest first. */
  readonly layers: readonly SettingsLayer[];
  readonly seed: number;
  readonly workers: Workers;
  readonly walls: WallsMode;
  readonly network_allowed: boolean;
  readonly workshop: Workshop;
  readonly state: StateStore;
  readonly appdata: Appdata;
  readonly observer: RunObserver;
  readonly signal: AbortSignal;
}

/** A run that has ended. */
export interface RunEnd extends Omit<WrittenReports, "steps"> {
  readonly run_id: string;
  readonly report: Report;
  /** The report's status, or `partial` when only a report step failed. */
  readonly status: RunStatus;
  readonly steps: readonly StepRecord[];
}

/**
 * Runs a file from upload to report. What the user can mend is thrown before anything is
 * recorded; from then on the run has a row, a folder and, whatever happens, a report.
 * @param request see {@link RunRequest}
 * @throws CodedError E_PLUGIN_UNKNOWN, E_SETTINGS_INVALID, E_WALLS_MISSING, E_INPUT_*, E_STORE_*;
 *   E_RUN_INTERRUPTED once `signal` is aborted and every process has ended
 */
export async function conductRun(request: RunRequest): Promise<RunEnd> {
  const { workshop, state, appdata, observer, choice, layers } = request;
  checkChoice(choice, workshop);
  await checkSettings(layers, workshop);
  const walls = await detectWalls(request.walls);
  for (const { name, why, how } of walls.missing) observer.note(`${name}: ${why}; ${how}`);
  const upload = await storeUpload(appdata, request.file);
  const run_id = newRunId(new Date());
  const folder = await ownRunFolder(appdata, run_id);
  const log = runLog(`${folder.path}/run.log.jsonl`);
  try {
    const project_id = state.ensureProject(PROJECT_NAME);
    const upload_id = state.recordUpload(upload);
    state.createRun({
      run_id,
      project_id,
      upload_id,
      seed: request.seed,
      choice,
      settings: layers.map(({ source, settings }) => ({ source, settings })),
      options: { walls: request.walls, jobs: request.workers.jobs },
      network_allowed: request.network_allowed,
      kernel_version: KERNEL_VERSION,
    });
    const run: RunContext = {
      run_id,
      project_id,
      upload_id,
      seed: request.seed,
      walls,
      signal: request.signal,
      state,
      appdata,
      folder,
      observer,
      log: log.write,
    };
    const { report, steps } = await runPipeline(run, {
      upload,
      choice,
      layers,
      workshop,
      workers: request.workers,
      network_allowed: request.network_allowed,
    });
    if (request.signal.aborted) {
      state.finishRun(run_id, { status: "interrupted", run_key: report.run_key, exit_code: 130 });
      throw interrupted();
    }
    const renderers = [
      ...pluginsOfType(workshop, "report"),
      ...pluginsOfType(workshop, "llm").filter(({ manifest }) =>
        typeof choice !== "string" && choice.includes(manifest.id)
      ),
    ];
    const written = await writeReports(run, report, renderers, layers);
    const reportFailed = renderers.length === 0 || !written.steps.every(isFine);
    const status = report.status === "completed" && reportFailed ? "partial" : report.status;
    const all = [...steps, ...written.steps];
    writeRunJson(run, { report, status, steps: all });
    const exit_code = status === "completed" ? 0 : 1;
    state.finishRun(run_id, { status, run_key: report.run_key, exit_code });
    return { run_id, report, status, ...written, steps: all };
  } finally {
    log.close();
    folder.release();
  }
}

/** Ids that `--plugins` may name: the kernel decides about the others itself. */
const NAMEABLE: readonly PluginType[] = ["ingest", "transform", "analysis", "llm"];

function checkChoice(choice: Choice, workshop: Workshop): void {
  if (typeof choice === "string") return;
  const known = [...workshop.values()]
    .filter(({ manifest }) => NAMEABLE.includes(manifest.type))
    .map(({ manifest }) => manifest.id);
  for (const id of choice) {
    if (!known.includes(id)) throw unknownPlugin(id, "--plugins", nearest(id, known));
  }
}

/** Checks the user's settings before anything runs, so that a typing error costs nothing. */
async function checkSettings(
  layers: readonly SettingsLayer[],
  workshop: Workshop,
): Promise<void> {
  for (const { settings } of layers) {
    for (const id of Object.keys(settings)) {
      const { manifest, bundle, refusal } = workshop.get(id)!;
      if (refusal !== null) continue;
      const merged = effectiveSettings(id, manifest.settings.defaults, layers);
      const problems = await bundle.validateSettings(merged);
      if (problems.length > 0) throw invalidSettings(id, listed(problems));
    }
  }
}
