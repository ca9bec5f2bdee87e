import { CodedError } from "../contract/coded_error.ts";
import type { StoredResult } from "../contract/result.ts";
import { ensureFolder, packPath } from "../store/appdata.ts";
import { ArtifactStage } from "../store/artifact_stage.ts";
import { openPack } from "../store/pack_reader.ts";
import type { WrittenPack } from "../store/pack_writer.ts";
import { restoreResultArtifacts } from "../store/result_cache.ts";
import type { ResultRow } from "../store/result_table.ts";
import { artifactFolder } from "../store/run_folder.ts";
import { safePath } from "../store/safe_path.ts";
import { type Conclusion, isPluginsFault } from "./conclude_step.ts";
import { keepDataset } from "./keep_dataset.ts";
import type { RunContext } from "./run_context.ts";
import type { KeyedStep } from "./step_work.ts";

/**
 * Uses a result that is there instead of running the plugin: same key, same bytes. Everything is
 * looked at first: the result against its hash, the dataset against all of its hashes, each
 * artifact against the result. Whatever is missing or damaged only means that the step runs
 * again, which mends it.
 * @param run the run it belongs to
 * @param keyed the step
 * @returns null when the step must run
 * @throws CodedError E_STORE_FULL and the like, E_DB_*
 */
export async function reuseResult(run: RunContext, keyed: KeyedStep): Promise<Conclusion | null> {
  const { plugin } = keyed.work;
  const { manifest } = plugin;
  // What came from a network is no function of the key.
  if (!run.reuse || !manifest.sandbox.no_network) return null;
  const { step_key, key_parts } = keyed;
  const artifacts = new ArtifactStage(
    ensureFolder(safePath(run.folder.staging, manifest.id)),
    { max_bytes: Number.MAX_SAFE_INTEGER },
  );
  try {
    const stored = run.state.getResult(step_key);
    if (stored === undefined) return null;
    const origin = run.state.originOf(step_key, stored.sha256);
    if (origin === undefined) return null;
    const result = JSON.parse(stored.json) as StoredResult;
    const dataset = await storedDataset(run, stored);
    if (!await restoreResultArtifacts(run.appdata, step_key, result.artifacts, artifacts)) {
      artifacts.abort();
      return null;
    }
    return {
      record: {
        manifest,
        code_hash: key_parts.code_hash,
        settings: keyed.settings,
        settings_hash: key_parts.settings_hash,
        step_key,
        status: result.status,
        result,
        result_hash: stored.sha256,
        reused_from: origin,
        skip_reason: "",
        error: null,
      },
      dataset,
      key_parts,
      keep: () => {
        artifacts.commit(artifactFolder(run.folder, manifest.id));
        run.transition(`${manifest.id}: artifacts placed`);
        if (dataset !== null) keepDataset(run, dataset, manifest.type, key_parts, step_key);
      },
      release: () => artifacts.abort(),
    };
  } catch (error) {
    artifacts.abort();
    if (!(error instanceof CodedError) || !isPluginsFault(error)) throw error;
    run.log({ plugin_id: manifest.id, level: "warning", message: `not reused: ${error.message}` });
    return null;
  }
}

/** The dataset that a result came with, every byte looked at; null when it came with none. */
async function storedDataset(
  run: RunContext,
  { version_id }: ResultRow,
): Promise<WrittenPack | null> {
  if (version_id === null) return null;
  const { sha256, bytes } = run.state.getDatasetVersion(version_id);
  const path = packPath(run.appdata, version_id);
  const pack = openPack(path);
  try {
    await pack.verify(sha256);
    return { version_id, sha256, footer: pack.footer, path, bytes };
  } finally {
    pack.close();
  }
}
