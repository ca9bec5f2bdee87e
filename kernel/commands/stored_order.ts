import type { Choice } from "../pipeline/choose_plan.ts";
import type { SettingsLayer } from "../pipeline/settings_layers.ts";
import { type Appdata, appdataLayout } from "../store/appdata.ts";
import { inputDamaged, runOwned } from "../store/errors.ts";
import { isRunOwned } from "../store/run_folder.ts";
import { openState, type ShownRun } from "../store/state_store.ts";
import { type StoredUpload, verifyUpload } from "../store/upload_store.ts";
import { networkNotAsked, otherPlugins } from "./errors.ts";
import type { RunOptions } from "./run_options.ts";

/** What a run was asked for, as it was recorded. */
export interface StoredOrder {
  readonly run: ShownRun;
  readonly file: StoredUpload;
  readonly choice: Choice;
  readonly layers: readonly SettingsLayer[];
  readonly seed: number;
  readonly network_allowed: boolean;
}

/**
 * What a run was asked for, with its input, looked at byte by byte.
 * @param given of the command line: the plugin folders must be those the run had, and a network
 *   that was open is opened again only when it is asked for again
 * @param id of a run that has ended, or whose process died
 * @throws CodedError E_RUN_NOT_FOUND, E_RUN_OWNED, E_RUN_PLUGINS, E_RUN_NETWORK, E_INPUT_DAMAGED,
 *   E_DB_*
 */
export async function storedOrder(
  given: Pick<RunOptions, "appdata" | "plugin_folders" | "network_allowed">,
  id: string,
): Promise<StoredOrder> {
  const { plugin_folders } = given;
  const appdata = appdataLayout(given.appdata);
  const run = await shownRun(appdata, id);
  if (run.status === "running" && isRunOwned(appdata, run.run_id)) throw runOwned(run.run_id);
  const { plugin_folders: before = [] } = run.options as { plugin_folders?: readonly string[] };
  if (JSON.stringify([...before].sort()) !== JSON.stringify([...plugin_folders].sort())) {
    throw otherPlugins(run.run_id, before);
  }
  if (run.network_allowed && !given.network_allowed) throw networkNotAsked(run.run_id);
  const sha256 = run.upload_sha256 ?? "";
  const path = await verifyUpload(appdata, sha256);
  if (path === undefined) throw inputDamaged(`${appdata.uploads}/${sha256}`);
  return {
    run,
    file: { sha256, path, bytes: Deno.statSync(path).size, filename: run.filename ?? "" },
    choice: run.choice as Choice,
    layers: run.settings as readonly SettingsLayer[],
    seed: run.seed,
    network_allowed: run.network_allowed,
  };
}

/**
 * A run as the database has it.
 * @param appdata layout
 * @param id run id or the beginning of one
 * @throws CodedError E_RUN_NOT_FOUND, E_ID_AMBIGUOUS, E_DB_*
 */
export async function shownRun(appdata: Appdata, id: string): Promise<ShownRun> {
  const state = await openState(appdata);
  try {
    return state.showRun(id);
  } finally {
    state.close();
  }
}
