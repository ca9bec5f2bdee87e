import { type Appdata, packPath } from "../store/appdata.ts";
import { openPack, type PackReader } from "../store/pack_reader.ts";
import { openState } from "../store/state_store.ts";

/**
 * Opens a dataset version for reading.
 * @param appdata layout
 * @param id version id or the beginning of one
 * @throws CodedError E_DATASET_NOT_FOUND, E_ID_AMBIGUOUS, E_PACK_*, E_DB_*
 */
export async function openDataset(appdata: Appdata, id: string): Promise<PackReader> {
  const state = await openState(appdata);
  try {
    return openPack(packPath(appdata, state.getDatasetVersion(id).version_id));
  } finally {
    state.close();
  }
}
