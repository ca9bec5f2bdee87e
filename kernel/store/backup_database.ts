import { type Appdata, ensureFolder } from "./appdata.ts";
import { openDatabase } from "./database.ts";
import { storeIo } from "./errors.ts";
import { backupUnsound, databaseError } from "./state_errors.ts";
import { removeQuietly, syncFolder } from "./write_beside.ts";

/** Files that belong to one SQLite database. */
const SIDES = ["", "-wal", "-shm"] as const;

/** A backup that was made. */
export interface Backup {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Copies the database while others may use it, with SQLite's backup interface, looks at the copy,
 * and gives it its name only then.
 * @param appdata layout; the copy goes to `backups/`
 * @param now names the copy
 * @throws CodedError E_DB_*, E_STORE_*
 */
export async function backupDatabase(appdata: Appdata, now: Date): Promise<Backup> {
  const folder = ensureFolder(`${appdata.root}/backups`);
  const path = `${folder}/state-${stamp(now)}.sqlite`;
  const beside = `${path}.part`;
  // Brings it to the newest schema first, so that what is copied is what this version wrote.
  (await openDatabase(appdata.state)).close();
  try {
    await copyDatabase(appdata.state, beside);
    await refuseUnsound(beside);
    Deno.renameSync(beside, path);
    syncFolder(folder);
    return { path, bytes: Deno.statSync(path).size };
  } catch (error) {
    throw storeIo("keep a backup", path, error);
  } finally {
    for (const side of SIDES) removeQuietly(`${beside}${side}`);
  }
}

/** What a restore did with the database that was there. */
export interface Restored {
  /** Where it is now; null when there was none. */
  readonly before: string | null;
}

/**
 * Puts a backup in the place of the database. The backup is copied, brought to the newest schema
 * and looked at before anything else is touched; the database that was there is kept.
 * @param appdata layout, of which no run may be running
 * @param backup path of the file
 * @param now names what is kept
 * @throws CodedError E_DB_*, E_STORE_*
 */
export async function restoreDatabase(
  appdata: Appdata,
  backup: string,
  now: Date,
): Promise<Restored> {
  const folder = ensureFolder(`${appdata.root}/backups`);
  const copy = `${folder}/restore-${crypto.randomUUID()}.part`;
  try {
    try {
      Deno.copyFileSync(backup, copy);
    } catch (error) {
      throw storeIo("read the backup", backup, error);
    }
    await refuseUnsound(copy);
    const before = await setAside(appdata, now);
    // Over a living database page by page, in one transaction: others may have it open.
    await copyDatabase(copy, appdata.state);
    return { before };
  } finally {
    for (const side of SIDES) removeQuietly(`${copy}${side}`);
  }
}

/** Keeps the database that is there: a sound one as a backup, another by moving it away. */
async function setAside(appdata: Appdata, now: Date): Promise<string | null> {
  try {
    Deno.lstatSync(appdata.state);
  } catch {
    return null;
  }
  try {
    return (await backupDatabase(appdata, now)).path;
  } catch {
    const path = `${appdata.root}/backups/damaged-${stamp(now)}.sqlite`;
    try {
      for (const side of SIDES) {
        try {
          Deno.renameSync(`${appdata.state}${side}`, `${path}${side}`);
        } catch (error) {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        }
      }
    } catch (error) {
      throw storeIo("move the damaged database away", appdata.state, error);
    }
    return path;
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const { backup, DatabaseSync } = await import("node:sqlite");
  try {
    const source = new DatabaseSync(from);
    try {
      await backup(source, to);
    } finally {
      source.close();
    }
  } catch (error) {
    throw databaseError(error, to);
  }
}

/** Opens a copy, which brings it to the newest schema, and looks at every page of it. */
async function refuseUnsound(path: string): Promise<void> {
  const db = await openDatabase(path);
  try {
    const problems = db.problems();
    if (problems.length > 0) throw backupUnsound(problems);
    // Into one file: a copy with a log beside it would be half a copy.
    db.get("PRAGMA journal_mode = DELETE");
  } finally {
    db.close();
  }
}

function stamp(now: Date): string {
  return now.toISOString().replace(/[-:.]/g, "");
}
