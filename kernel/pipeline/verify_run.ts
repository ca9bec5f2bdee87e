import { CodedError } from "../contract/coded_error.ts";
import type { ArtifactRecord, StoredResult } from "../contract/result.ts";
import { type Appdata, packPath, runPath } from "../store/appdata.ts";
import { hashFile } from "../store/hash_file.ts";
import { openPack } from "../store/pack_reader.ts";
import { cacheFolder } from "../store/result_cache.ts";
import { safePath } from "../store/safe_path.ts";
import type { ShownRun, StateStore } from "../store/state_store.ts";
import { verifyUpload } from "../store/upload_store.ts";

/** One thing that was looked at again. */
export interface Verified {
  readonly what: "upload" | "result" | "dataset" | "file";
  /** Hash, plugin id, version id, path in the run's folder, or `cache/…` for a copy of one. */
  readonly id: string;
  readonly state: "same" | "missing" | "differs" | "not of this run";
  readonly detail: string;
}

/** Files of a run's folder that need not be listed: the lock, and the log of a run of long ago. */
const UNLISTED = new Set(["owner.lock", "run.log.jsonl"]);

/**
 * Looks at everything of a run again, byte by byte: its upload, its results, the datasets they
 * made, and every file of its folder against the hashes the database has.
 * @param state open
 * @param appdata layout
 * @param run that has ended
 * @throws CodedError E_STORE_*, E_DB_*, E_PATH_UNSAFE for a listed file that lies elsewhere
 */
export async function verifyRun(
  state: StateStore,
  appdata: Appdata,
  run: ShownRun,
): Promise<readonly Verified[]> {
  const found: Verified[] = [];
  const sha256 = run.upload_sha256;
  if (sha256 !== null) {
    const whole = await verifyUpload(appdata, sha256) !== undefined;
    found.push(
      { what: "upload", id: sha256, ...(whole ? SAME : differs("gone, or other bytes")) },
    );
  }
  const listed = new Map(state.filesOfRun(run.run_id).map((file) => [file.path, file]));
  for (const step of run.steps) {
    if (step.step_key === null || step.result_sha256 === null) continue;
    const { plugin_id, step_key, result_sha256 } = step;
    found.push(...await verifyResult(state, appdata, plugin_id, step_key, result_sha256));
  }
  const folder = runPath(appdata, run.run_id);
  for (const [path, file] of listed) {
    const hash = await hashFile(path.split("/").reduce(safePath, folder));
    const verdict = hash === undefined
      ? { state: "missing" as const, detail: "the file is gone" }
      : hash === file.sha256
      ? SAME
      : differs(`it was ${file.sha256.slice(0, 12)}, it is ${hash.slice(0, 12)}`);
    found.push({ what: "file", id: path, ...verdict });
  }
  for (const path of filesBelow(folder)) {
    if (listed.has(path) || UNLISTED.has(path)) continue;
    // A run that was interrupted has no list to compare with.
    if (listed.size === 0) continue;
    found.push({ what: "file", id: path, state: "not of this run", detail: "nobody listed it" });
  }
  return found;
}

async function verifyResult(
  state: StateStore,
  appdata: Appdata,
  plugin_id: string,
  step_key: string,
  sha256: string,
): Promise<readonly Verified[]> {
  const found: Verified[] = [];
  let version_id: string | null = null;
  try {
    const stored = state.getResult(step_key);
    if (stored === undefined) {
      return [{ what: "result", id: plugin_id, state: "missing", detail: "it is not stored" }];
    }
    version_id = stored.version_id;
    const { artifacts } = JSON.parse(stored.json) as StoredResult;
    found.push({
      what: "result",
      id: plugin_id,
      ...(stored.sha256 === sha256 ? SAME : differs("the step had another result")),
    });
    for (const artifact of artifacts) {
      const kept = await verifyKept(appdata, step_key, artifact);
      if (kept !== null) found.push(kept);
    }
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "E_RESULT_DAMAGED") throw error;
    found.push({ what: "result", id: plugin_id, ...differs(error.message) });
  }
  if (version_id !== null) found.push(await verifyDataset(state, appdata, version_id));
  return found;
}

/** A copy for later runs, which may be gone but not other than it was. */
async function verifyKept(
  appdata: Appdata,
  step_key: string,
  { name, sha256 }: ArtifactRecord,
): Promise<Verified | null> {
  const path = safePath(cacheFolder(appdata, step_key), name);
  const hash = await hashFile(path);
  if (hash === undefined) return null;
  const id = path.slice(appdata.root.length + 1);
  return { what: "file", id, ...(hash === sha256 ? SAME : differs("a copy kept for later runs")) };
}

async function verifyDataset(
  state: StateStore,
  appdata: Appdata,
  version_id: string,
): Promise<Verified> {
  const about = { what: "dataset", id: version_id } as const;
  try {
    using pack = openPack(packPath(appdata, version_id));
    await pack.verify(state.getDatasetVersion(version_id).sha256);
    return { ...about, ...SAME };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (error.code === "E_DATASET_NOT_FOUND") {
      return { ...about, state: "missing", detail: "the pack is gone" };
    }
    return { ...about, ...differs(error.message) };
  }
}

const SAME = { state: "same", detail: "" } as const;

function differs(detail: string) {
  return { state: "differs" as const, detail };
}

function filesBelow(folder: string, inner = ""): string[] {
  try {
    return [...Deno.readDirSync(`${folder}/${inner}`)].flatMap(({ name, isDirectory }) =>
      isDirectory ? filesBelow(folder, `${inner}${name}/`) : [`${inner}${name}`]
    ).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
