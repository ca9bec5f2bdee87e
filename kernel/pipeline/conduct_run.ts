import { CodedError } from "../contract/coded_error.ts";
import type { PluginType } from "../contract/manifest.ts";
import type { Report, RunStatus } from "../contract/report.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { detectWalls, type WallsMode } from "../sandbox/walls.ts";
import type { Workers } from "../schedule/run_graph.ts";
import { type Appdata, newRunId } from "../store/appdata.ts";
import { ownRunFolder } from "../store/run_folder.ts";
import type { StateStore } from "../store/state_store.ts";
import { ensureUpload, type StoredUpload, storeUpload } from "../store/upload_store.ts";
import type { Choice } from "./choose_plan.ts";
import { interrupted, invalidSettings, unknownPlugin } from "./errors.ts";
import { listed, reportError } from "./accept_answer.ts";
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
  /** Absolute path of the file, or an upload that is kept from an earlier run. */
  readonly file: string | StoredUpload;
  readonly choice: Choice;
  /** Settings of the user, weakest first. */
  readonly layers: readonly SettingsLayer[];
  readonly seed: number;
  readonly workers: Workers;
  readonly walls: WallsMode;
  readonly network_allowed: boolean;
  /** Whether results that are there may be used again. */
  readonly reuse: boolean;
  /** Other options of the command, to be recorded. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly workshop: Workshop;
  readonly state: StateStore;
  readonly appdata: Appdata;
  readonly observer: RunObserver;
  readonly signal: AbortSignal;
  /** Told of every change of what is on the disk, right after it; tests inject faults here. */
  readonly onTransition?: (name: string) => void;
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
  const { workshop, appdata, observer, choice, layers, file } = request;
  const transition = request.onTransition ?? (() => {});
  checkChoice(choice, workshop);
  await checkSettings(layers, workshop);
  const walls = await detectWalls(request.walls);
  for (const { name, why, how } of walls.missing) observer.note(`${name}: ${why}; ${how}`);
  const run_id = newRunId(new Date());
  const folder = await ownRunFolder(appdata, run_id);
  transition("run folder made");
  let upload: StoredUpload;
  try {
    upload = typeof file === "string" ? await storeUpload(appdata, file, folder.staging) : file;
    transition("upload stored");
  } catch (error) {
    folder.discard();
    throw error;
  }
  try {
    const ids = recordRun(request, run_id, upload);
    transition("run recorded");
    return await conductRecorded(request, upload, {
      run_id,
      ...ids,
      seed: request.seed,
      walls,
      signal: request.signal,
      state: request.state,
      appdata,
      folder,
      observer,
      reuse: request.reuse,
      transition,
    });
  } finally {
    folder.release();
  }
}

function recordRun(
  { state, seed, choice, layers, walls, workers, reuse, network_allowed, options }: RunRequest,
  run_id: string,
  upload: StoredUpload,
): { readonly project_id: number; readonly upload_id: number } {
  return state.transaction(() => {
    const project_id = state.ensureProject(PROJECT_NAME);
    const upload_id = state.recordUpload(upload);
    state.createRun({
      run_id,
      project_id,
      upload_id,
      seed,
      choice,
      settings: layers.map(({ source, settings }) => ({ source, settings })),
      options: { ...options, walls, jobs: workers.jobs, reuse },
      network_allowed,
      kernel_version: KERNEL_VERSION,
    });
    return { project_id, upload_id };
  });
}

/** The run from its row on: whatever happens, the row says in the end how it ended. */
async function conductRecorded(
  request: RunRequest,
  upload: StoredUpload,
  parts: Omit<RunContext, "log">,
): Promise<RunEnd> {
  const { state, file, workshop, choice, layers } = request;
  const { run_id } = parts;
  const log = runLog(`${parts.folder.path}/run.log.jsonl`);
  try {
    const run: RunContext = { ...parts, log: log.write };
    const { report, steps } = await runPipeline(run, {
      upload,
      ensureUpload: async () => {
        if (upload.unverified !== true) return;
        await ensureUpload(parts.appdata, upload, typeof file === "string" ? file : null);
      },
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
    const files = writeRunJson(run, { report, status, steps: all });
    run.transition("run.json written");
    const exit_code = status === "completed" ? 0 : 1;
    state.finishRun(run_id, { status, run_key: report.run_key, exit_code }, files);
    run.transition("run ended");
    return { run_id, report, status, ...written, steps: all };
  } catch (error) {
    endFailed(state, run_id, error);
    throw error;
  } finally {
    log.close();
  }
}

/** Says in the run's row why it has no report, where the row can still be written. */
function endFailed(state: StateStore, run_id: string, error: unknown): void {
  if (error instanceof CodedError && error.code === "E_RUN_INTERRUPTED") return;
  const shown = error instanceof CodedError ? reportError(error) : null;
  try {
    state.finishRun(run_id, { status: "failed", error: shown });
  } catch {
    // A full or broken disk: the next start finds the run without an owner and marks it.
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
