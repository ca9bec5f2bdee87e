import { type Appdata, RUN_ID_PATTERN } from "./appdata.ts";
import { storeIo } from "./errors.ts";
import { isRunOwned, isStaging, removeAbandonedFolder, sweepRunFolder } from "./run_folder.ts";
import type { StateStore } from "./state_store.ts";

/**
 * Puts right what kernels that died left behind: their runs become interrupted, their staging
 * folders go, and so do the folders of runs that were never recorded. What belongs to a living
 * process is left alone.
 * @param state open
 * @param appdata layout
 * @returns ids of the runs that are interrupted now
 * @throws CodedError E_STORE_*, E_DB_*
 */
export function recoverRuns(state: StateStore, appdata: Appdata): readonly string[] {
  const interrupted = state.markInterruptedRuns((id) => isRunOwned(appdata, id));
  for (const run_id of runFolders(appdata)) {
    // Also of runs that ended: their owner can die right before it sweeps its own folder.
    if (isStaging(appdata, run_id)) sweepRunFolder(appdata, run_id);
    if (!state.hasRun(run_id)) removeAbandonedFolder(appdata, run_id, () => state.hasRun(run_id));
  }
  return interrupted;
}

function runFolders({ runs }: Appdata): string[] {
  try {
    return [...Deno.readDirSync(runs)]
      .filter(({ name, isDirectory }) => isDirectory && RUN_ID_PATTERN.test(name))
      .map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw storeIo("look for runs", runs, error);
  }
}
