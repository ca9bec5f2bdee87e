import type { ArtifactRecord } from "../contract/result.ts";
import { type Appdata, ensureFolder } from "./appdata.ts";
import type { ArtifactStage } from "./artifact_stage.ts";
import { safePath } from "./safe_path.ts";
import { folderOf, removeQuietly } from "./write_beside.ts";

const SLICE_BYTES = 1024 * 1024;

/**
 * Keeps copies of a step's artifacts under its key, for later runs. Nothing is promised: what
 * cannot be kept is left out, because a missing copy only means that the step runs again.
 * @param appdata layout
 * @param step_key of the step
 * @param folder the step's artifact folder in its run
 * @param artifacts of its result
 * @param staging folder on the same file system, swept with the run
 */
export function keepResultArtifacts(
  appdata: Appdata,
  step_key: string,
  folder: string,
  artifacts: readonly ArtifactRecord[],
  staging: string,
): void {
  if (artifacts.length === 0) return;
  const beside = `${staging}/cache-${crypto.randomUUID()}`;
  const kept = cacheFolder(appdata, step_key);
  try {
    ensureFolder(beside);
    // Not synced: a copy that a power cut tore is found by its hash and passed over.
    for (const { name } of artifacts) {
      Deno.copyFileSync(safePath(folder, name), safePath(beside, name));
    }
    ensureFolder(folderOf(kept));
    // Whoever comes here ran the step, so what may be there is not to be trusted more than this.
    removeQuietly(kept);
    Deno.renameSync(beside, kept);
  } catch {
    removeQuietly(beside);
  }
}

/**
 * Puts kept copies of a step's artifacts into a stage, as if a plugin had sent them.
 * @param appdata layout
 * @param step_key of the step
 * @param artifacts what the step's result says it has
 * @param stage empty
 * @returns whether every copy was there and is byte for byte what the result says; if not, the
 *   stage is only good for `abort()`
 * @throws CodedError E_STORE_*
 */
export async function restoreResultArtifacts(
  appdata: Appdata,
  step_key: string,
  artifacts: readonly ArtifactRecord[],
  stage: ArtifactStage,
): Promise<boolean> {
  const folder = cacheFolder(appdata, step_key);
  const slice = new Uint8Array(SLICE_BYTES);
  for (const { name, media_type, description, bytes } of artifacts) {
    let file: Deno.FsFile;
    try {
      file = Deno.openSync(safePath(folder, name));
    } catch {
      return false;
    }
    try {
      if (file.statSync().size !== bytes) return false;
      await stage.artifact({ name, media_type, description, bytes });
      for (let left = bytes; left > 0;) {
        const got = file.readSync(slice.subarray(0, Math.min(left, slice.length)));
        if (got === null) return false;
        stage.artifactChunk(slice.subarray(0, got));
        left -= got;
      }
    } finally {
      file.close();
    }
  }
  const restored = stage.seal();
  return restored.length === artifacts.length &&
    restored.every(({ name, sha256 }, i) =>
      name === artifacts[i]!.name && sha256 === artifacts[i]!.sha256
    );
}

/** Folder with the copies of one result's artifacts. */
export function cacheFolder(appdata: Appdata, step_key: string): string {
  return safePath(appdata.results, step_key);
}
