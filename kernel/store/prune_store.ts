import type { Appdata } from "./appdata.ts";
import { storeIo } from "./errors.ts";
import type { StateStore } from "./state_store.ts";

/** Younger files may belong to a run that has not recorded them yet. */
const MIN_AGE_MS = 60 * 60 * 1000;

/** Something on the disk that nothing in the database refers to. */
export interface Prunable {
  readonly kind: "upload" | "dataset" | "cached artifacts" | "unfinished file";
  readonly path: string;
  readonly bytes: number;
}

/**
 * Files of appdata that no row refers to and no run can need: uploads and packs without a row,
 * cached artifacts without a result, unfinished files of processes that died. Nothing younger
 * than an hour is among them.
 * @param state open
 * @param appdata layout
 * @param options `all_cached`: also the cached artifacts that could be used again, which costs
 *   only time; `now` for tests
 * @throws CodedError E_STORE_*, E_DB_*
 */
export function prunable(
  state: StateStore,
  appdata: Appdata,
  { all_cached = false, now = Date.now() } = {},
): readonly Prunable[] {
  const known = state.inventory();
  const [uploads, versions, keys] = [
    new Set(known.uploads),
    new Set(known.versions),
    new Set(known.step_keys),
  ];
  const found: Prunable[] = [];
  const consider = (folder: string, kind: Prunable["kind"], needed: (name: string) => boolean) => {
    for (const name of names(folder)) {
      const path = `${folder}/${name}`;
      const { bytes, newest } = measure(path);
      if (now - newest < MIN_AGE_MS) continue;
      if (name.endsWith(".part")) found.push({ kind: "unfinished file", path, bytes });
      else if (!needed(name)) found.push({ kind, path, bytes });
    }
  };
  consider(appdata.uploads, "upload", (name) => uploads.has(name));
  consider(appdata.datasets, "dataset", (name) => versions.has(name.replace(/\.pack$/, "")));
  consider(appdata.results, "cached artifacts", (name) => !all_cached && keys.has(name));
  consider(`${appdata.root}/backups`, "unfinished file", () => true);
  for (const name of uploads) {
    consider(`${appdata.uploads}/${name}`, "unfinished file", () => true);
  }
  return found;
}

/**
 * Deletes what {@link prunable} found.
 * @throws CodedError E_STORE_*
 */
export function prune(found: readonly Prunable[]): void {
  for (const { path } of found) {
    try {
      Deno.removeSync(path, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw storeIo("delete a file", path, error);
    }
  }
}

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw storeIo("look into a folder", folder, error);
  }
}

/** Size of a file or of all files of a folder, and when the newest was written. */
function measure(path: string): { readonly bytes: number; readonly newest: number } {
  const { isDirectory, size, mtime } = Deno.lstatSync(path);
  let [bytes, newest] = [isDirectory ? 0 : size, mtime?.getTime() ?? Date.now()];
  if (isDirectory) {
    for (const name of names(path)) {
      const inner = measure(`${path}/${name}`);
      bytes += inner.bytes;
      newest = Math.max(newest, inner.newest);
    }
  }
  return { bytes, newest };
}
