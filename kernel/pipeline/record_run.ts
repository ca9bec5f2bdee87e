import { CodedError } from "../contract/coded_error.ts";
import type { PluginType } from "../contract/manifest.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { checkWalls } from "../sandbox/canary.ts";
import { detectWalls } from "../sandbox/walls.ts";
import type { Walls, WallsMode } from "../sandbox/standing_walls.ts";
import type { Workers } from "../schedule/run_graph.ts";
import { type Appdata, ensureFolder, newRunId } from "../store/appdata.ts";
import { storeIo } from "../store/errors.ts";
import { ownRunFolder } from "../store/run_folder.ts";
import type { StateStore } from "../store/state_store.ts";
import { ensureUpload, type StoredUpload, storeUpload } from "../store/upload_store.ts";
import { listed, reportError } from "./accept_answer.ts";
import type { Choice } from "./choose_plan.ts";
import { interrupted, invalidSettings, unknownPlugin } from "./errors.ts";
import type { RunContext } from "./run_context.ts";
import { runLog } from "./run_log.ts";
import type { RunObserver } from "./run_observer.ts";
import type { Assignment } from "./run_pipeline.ts";
import { effectiveSettings, type SettingsLayer } from "./settings_layers.ts";
import type { Workshop } from "./ready_plugin.ts";

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

/**
 * Does work as a run: checks what the user can mend before anything is recorded, keeps the file,
 * makes the run's folder and row, and, however the work ends, lets go of the folder and says in
 * the row how it ended. Work that ends well has finished the row itself.
 * @param request see {@link RunRequest}
 * @param work what the run does
 * @throws CodedError E_PLUGIN_UNKNOWN, E_SETTINGS_INVALID, E_WALLS_MISSING, E_INPUT_*, E_STORE_*,
 *   and what `work` throws
 */
export async function withRecordedRun<T>(
  request: RunRequest,
  work: (run: RunContext, assignment: Assignment) => Promise<T>,
): Promise<T> {
  const { workshop, appdata, observer, state, choice, layers, file } = request;
  const transition = request.onTransition ?? (() => {});
  checkChoice(choice, workshop);
  await checkSettings(layers, workshop);
  const walls = await detectWalls(request.walls);
  await tryWalls(walls, ensureFolder(`${appdata.root}/cache`));
  for (const { name, why, how } of walls.missing) observer.note(`${name}: ${why}; ${how}`);
  const run_id = newRunId(new Date());
  const folder = await ownRunFolder(appdata, run_id);
  transition("run folder made");
  let upload: StoredUpload;
  try {
    upload = typeof file !== "string"
      ? file
      : await storeUpload(appdata, file, folder.staging, () => {
        if (request.signal.aborted) throw interrupted();
      });
    transition("upload stored");
  } catch (error) {
    folder.discard();
    throw error;
  }
  const log = runLog(`${folder.path}/run.log.jsonl`);
  try {
    const ids = recordRun(request, run_id, upload);
    transition("run recorded");
    const run: RunContext = {
      run_id,
      ...ids,
      seed: request.seed,
      walls,
      signal: request.signal,
      state,
      appdata,
      folder,
      observer,
      network_allowed: request.network_allowed,
      reuse: request.reuse,
      transition,
      log: log.write,
    };
    return await work(run, {
      upload,
      ensureUpload: async () => {
        if (upload.unverified !== true) return;
        await ensureUpload(appdata, upload, typeof file === "string" ? file : null);
      },
      choice,
      layers,
      workshop,
      workers: request.workers,
      network_allowed: request.network_allowed,
    });
  } catch (error) {
    endFailed(state, run_id, error);
    throw error;
  } finally {
    log.close();
    folder.release();
  }
}

/** No stranger's code runs behind walls that have not been tried on this machine. */
async function tryWalls(walls: Walls, cache_dir: string): Promise<void> {
  try {
    await checkWalls(walls, cache_dir);
  } catch (error) {
    throw storeIo("try the walls in", cache_dir, error);
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
    if (id === "auto" || id === "all") continue;
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
