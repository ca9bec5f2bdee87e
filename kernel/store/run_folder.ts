import { type Appdata, ensureFolder, runPath } from "./appdata.ts";
import { runOwned, storeIo } from "./errors.ts";
import { safePath } from "./safe_path.ts";
import { removeQuietly } from "./write_beside.ts";

const LOCK = "owner.lock";
const STAGING = "staging";
/** Who asks whether a run is owned holds its lock for microseconds: the owner tries again. */
const LOCK_ATTEMPTS = 200;
const LOCK_PAUSE_MS = 5;

/** Folder of a run that this process owns. */
export interface RunFolder {
  readonly run_id: string;
  readonly path: string;
  /** `artifacts/<plugin>/…` of the run. */
  readonly artifacts: string;
  /** For unfinished files, on the same file system as everything else; swept with the run. */
  readonly staging: string;
  /** Ends the ownership and removes what is still staged. */
  release(): void;
  /** Ends the ownership and removes the folder with all in it. */
  discard(): void;
}

/**
 * Makes the folder of a run, or opens that of one whose owner is gone, and takes its lock. The
 * operating system lets go of the lock when this process ends, however it ends.
 * @param appdata layout
 * @param run_id see `newRunId()`
 * @throws CodedError E_RUN_ID, E_RUN_OWNED, E_STORE_*
 */
export async function ownRunFolder(appdata: Appdata, run_id: string): Promise<RunFolder> {
  const path = runPath(appdata, run_id);
  const lock = await takeLock(path, run_id);
  try {
    const staging = `${path}/${STAGING}`;
    removeQuietly(staging);
    return {
      run_id,
      path,
      artifacts: ensureFolder(`${path}/artifacts`),
      staging: ensureFolder(staging),
      release: () => {
        removeQuietly(staging);
        lock.close();
      },
      discard: () => {
        // Before the lock is let go, so that nobody takes over what is about to go.
        removeQuietly(path);
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw storeIo("lock a run", path, error);
  }
}

/** Makes the folder and holds its lock. Whoever sweeps may remove a folder just before that. */
async function takeLock(path: string, run_id: string): Promise<Deno.FsFile> {
  for (let attempt = 1;; attempt++) {
    ensureFolder(path);
    let lock: Deno.FsFile | undefined;
    try {
      lock = openLock(path, true);
      if (lock.tryLockSync(true)) {
        if (Deno.statSync(`${path}/${LOCK}`).ino === lock.statSync().ino) return lock;
      }
      lock.close();
    } catch (error) {
      lock?.close();
      if (!(error instanceof Deno.errors.NotFound)) throw storeIo("lock a run", path, error);
    }
    if (attempt === LOCK_ATTEMPTS) throw runOwned(run_id);
    await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
  }
}

/**
 * Folder for the artifacts of one plugin in a run.
 * @param folder of the run
 * @param plugin_id a valid plugin id
 * @throws CodedError E_PATH_UNSAFE
 */
export function artifactFolder(folder: Pick<RunFolder, "artifacts">, plugin_id: string): string {
  return safePath(folder.artifacts, plugin_id);
}

/**
 * Whether a living process owns a run.
 * @param appdata layout
 * @param run_id of a run, whose folder may be gone
 * @throws CodedError E_RUN_ID, E_STORE_*
 */
export function isRunOwned(appdata: Appdata, run_id: string): boolean {
  return withoutOwner(runPath(appdata, run_id), () => {}) === "owned";
}

/**
 * Whether a run's folder has unfinished files, of a living process or a dead one.
 * @param appdata layout
 * @param run_id of a run, whose folder may be gone
 * @throws CodedError E_RUN_ID
 */
export function isStaging(appdata: Appdata, run_id: string): boolean {
  try {
    Deno.lstatSync(`${runPath(appdata, run_id)}/${STAGING}`);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw storeIo("look at a run", run_id, error);
  }
}

/**
 * Removes what a dead owner left unfinished. Nothing happens when a living process owns the run.
 * @param appdata layout
 * @param run_id of a run, whose folder may be gone
 * @throws CodedError E_RUN_ID, E_STORE_*
 */
export function sweepRunFolder(appdata: Appdata, run_id: string): void {
  const path = runPath(appdata, run_id);
  // Under the lock: a new owner makes its staging folder only when it has it.
  withoutOwner(path, () => removeQuietly(`${path}/${STAGING}`));
}

/**
 * Removes the folder of a run that was never recorded because its owner died before. Nothing
 * happens when a living process owns it, or when it holds results: a run whose row went with a
 * database that was restored still has its report.
 * @param appdata layout
 * @param run_id whose folder is there
 * @param isRecorded whether the run is in the database; asked while nobody can own it
 * @throws CodedError E_RUN_ID, E_STORE_*
 */
export function removeAbandonedFolder(
  appdata: Appdata,
  run_id: string,
  isRecorded: () => boolean,
): void {
  const path = runPath(appdata, run_id);
  withoutOwner(path, () => {
    if (!hasResults(path) && !isRecorded()) removeQuietly(path);
  });
  try {
    // Without a lock its owner died, or lives, right between making the folder and the lock.
    Deno.removeSync(path);
  } catch {
    // It is gone, or it is in use.
  }
}

function hasResults(path: string): boolean {
  return names(path).some((name) => name.startsWith("report.")) ||
    names(`${path}/artifacts`).length > 0;
}

function names(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw storeIo("look into a folder", path, error);
  }
}

function withoutOwner(path: string, work: () => void): "owned" | "free" {
  let lock: Deno.FsFile;
  try {
    lock = openLock(path, false);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "free";
    throw error;
  }
  try {
    if (!lock.tryLockSync(true)) return "owned";
    work();
    return "free";
  } finally {
    lock.close();
  }
}

function openLock(path: string, create: boolean): Deno.FsFile {
  try {
    return Deno.openSync(`${path}/${LOCK}`, { read: true, write: true, create });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw error;
    throw storeIo("open a run's lock", path, error);
  }
}
