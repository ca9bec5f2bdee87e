import { runIdInvalid, storeIo } from "./errors.ts";
import { notFound } from "./state_errors.ts";

/** Where everything lies under one appdata folder; nothing is made until it is needed. */
export interface Appdata {
  readonly root: string;
  /** The SQLite database. */
  readonly state: string;
  readonly trust: string;
  /** `<sha256>/<name>` of every file a run was given. */
  readonly uploads: string;
  /** `<version_id>.pack` of every dataset. */
  readonly datasets: string;
  readonly bundles: string;
  /** `<step_key>/<artifact>`: artifacts of results that can be reused. */
  readonly results: string;
  /** `<run_id>/` of every run. */
  readonly runs: string;
}

/**
 * The layout of an appdata folder.
 * @param root absolute path
 */
export function appdataLayout(root: string): Appdata {
  const folder = root.length > 1 ? root.replace(/[/\\]+$/, "") : root;
  return {
    root: folder,
    state: `${folder}/state.sqlite`,
    trust: `${folder}/trust.json`,
    uploads: `${folder}/uploads`,
    datasets: `${folder}/datasets`,
    bundles: `${folder}/cache/bundles`,
    results: `${folder}/cache/results`,
    runs: `${folder}/runs`,
  };
}

/**
 * Makes a folder and those above it, unless it is there.
 * @param path absolute
 * @returns the same path
 * @throws CodedError E_STORE_*
 */
export function ensureFolder(path: string): string {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (error) {
    throw storeIo("make a folder", path, error);
  }
  return path;
}

/** Form of a run's id: sorts by time, and never has a comma, a space or a separator. */
export const RUN_ID_PATTERN = /^[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}$/;

/**
 * A new run's id: the moment to the millisecond, then 32 random bits.
 * @param now the moment it starts
 */
export function newRunId(now: Date): string {
  const random = crypto.getRandomValues(new Uint8Array(4)).toHex();
  return `${now.toISOString().replace(/[-:.]/g, "")}-${random}`;
}

/**
 * Folder of a run.
 * @param appdata layout
 * @param run_id untrusted
 * @throws CodedError E_RUN_ID
 */
export function runPath(appdata: Appdata, run_id: string): string {
  if (!RUN_ID_PATTERN.test(run_id)) throw runIdInvalid(run_id);
  return `${appdata.runs}/${run_id}`;
}

/**
 * Pack file of a dataset version.
 * @param appdata layout
 * @param version_id 16 hex digits, from the database or a footer's hash
 * @throws CodedError E_DATASET_NOT_FOUND when it does not have that form
 */
export function packPath(appdata: Pick<Appdata, "datasets">, version_id: string): string {
  if (!/^[0-9a-f]{16}$/.test(version_id)) throw notFound("dataset", version_id);
  return `${appdata.datasets}/${version_id}.pack`;
}
