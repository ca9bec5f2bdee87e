import type { Appdata } from "../store/appdata.ts";
import { runOwned } from "../store/errors.ts";
import { isRunOwned } from "../store/run_folder.ts";
import { openState } from "../store/state_store.ts";

/**
 * Refuses what may not happen while a run of this appdata is going on.
 * @param appdata layout
 * @throws CodedError E_RUN_OWNED, E_DB_*
 */
export async function refuseWhileRunning(appdata: Appdata): Promise<void> {
  const state = await openState(appdata);
  try {
    const owned = state.runningRuns().find((run_id) => isRunOwned(appdata, run_id));
    if (owned !== undefined) throw runOwned(owned);
  } finally {
    state.close();
  }
}
