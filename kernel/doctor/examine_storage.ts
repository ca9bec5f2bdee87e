import { CodedError } from "../contract/coded_error.ts";
import type { Walls } from "../sandbox/standing_walls.ts";
import { type Appdata, ensureFolder } from "../store/appdata.ts";
import { inspectDatabase } from "../store/inspect_database.ts";
import { askProgram } from "./ask_program.ts";
import type { Fact } from "./fact.ts";

/** Less room than this is not enough for a table and its reports. */
const LITTLE_BYTES = 500 * 1024 * 1024;
/** File systems on which SQLite's locks and write-ahead log are not to be relied on. */
const REMOTE = /^(?:nfs|cifs|smb|9p|v9fs|afs|fuse(?!blk)|vboxsf|prl_fs)/;

/**
 * Whether appdata can be written, on what it lies, how much room is left, and whether the database
 * is sound.
 * @param appdata layout; the folder is made when it is not there
 * @param walls tell which programs may be asked
 */
export async function examineStorage(appdata: Appdata, walls: Walls): Promise<readonly Fact[]> {
  return [examineFolder(appdata), await examineRoom(appdata, walls), await examineState(appdata)];
}

function examineFolder({ root }: Appdata): Fact {
  const about = { id: "appdata", name: "appdata" };
  try {
    ensureFolder(root);
    const file = Deno.makeTempFileSync({ dir: root, prefix: ".doctor_" });
    try {
      using open = Deno.openSync(file, { write: true });
      open.writeSync(new TextEncoder().encode("whole\n"));
      open.syncSync();
      open.lockSync(true);
      open.unlockSync();
      Deno.renameSync(file, `${file}.renamed`);
    } finally {
      for (const path of [file, `${file}.renamed`]) removeIfThere(path);
    }
  } catch (error) {
    return {
      ...about,
      state: "broken",
      found: `${root}: ${error instanceof Error ? error.message : String(error)}`,
      means: "nothing can be kept, so nothing can be run",
      how: ["make the folder writable for your user, or name another with --appdata"],
    };
  }
  return {
    ...about,
    state: "ok",
    found: root,
    means: "a file was written, put on the disk, locked and renamed there",
    how: [],
  };
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Deno asks for permission to see a file system's size, which the kernel has not: stat(1) says it. */
async function examineRoom({ root }: Appdata, { bubblewrap }: Walls): Promise<Fact> {
  const about = { id: "disk", name: "Room on the disk" };
  const answer = bubblewrap === null ? null : await askProgram(bubblewrap.path, [
    ...["--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--"],
    ...["/usr/bin/stat", "--file-system", "--format=%T %a %S", "--", root],
  ]);
  const [, type, blocks, size] = /^(\S+) (\d+) (\d+)$/.exec(answer?.stdout ?? "") ?? [];
  if (type === undefined) {
    return {
      ...about,
      state: "unknown",
      found: "the kernel may not ask for it (Deno wants --allow-sys, which no command has), and " +
        "only through bubblewrap can it start a program that may",
      means: "a run that finds the disk full says so and keeps what it had",
      how: [`look yourself: df -hT ${root}`],
    };
  }
  const free = Number(blocks) * Number(size);
  const remote = REMOTE.test(type);
  return {
    ...about,
    state: free < LITTLE_BYTES || remote ? "missing" : "ok",
    found: `${(free / 1024 ** 3).toFixed(1)} GiB free, file system ${type}`,
    means: remote
      ? "locks of a file system like this cannot be relied on: the database may be damaged when " +
        "two commands run at once"
      : free < LITTLE_BYTES
      ? "too little for most tables: a dataset takes about as much as its file"
      : "a dataset takes about as much as its file",
    how: remote || free < LITTLE_BYTES ? ["name a folder on another disk with --appdata"] : [],
  };
}

async function examineState({ state }: Appdata): Promise<Fact> {
  const about = { id: "database", name: "Database" };
  const restore = "deno task harness db restore FILE (backups are in appdata/backups)";
  try {
    const seen = await inspectDatabase(state);
    if (seen === null) {
      return {
        ...about,
        state: "ok",
        found: "none yet",
        means: "the first run makes it",
        how: [],
      };
    }
    const { version, newest, problems } = seen;
    if (problems.length === 0) {
      return {
        ...about,
        state: "ok",
        found: `version ${version} of ${newest}, every page and reference looked at`,
        means: version === newest
          ? "sound and up to date"
          : "sound; the next command brings it up to date",
        how: [],
      };
    }
    return {
      ...about,
      state: "broken",
      found: `${problems.length} problems, the first: ${problems[0]}`,
      means: "runs cannot be recorded reliably",
      how: [restore],
    };
  } catch (error) {
    const { message, next } = error instanceof CodedError
      ? error
      : { message: String(error), next: restore };
    return {
      ...about,
      state: "broken",
      found: message,
      means: "runs cannot be recorded",
      how: [next],
    };
  }
}
