import type { StepKeyParts } from "../canonical/keys.ts";
import type { PluginType } from "../contract/manifest.ts";
import type { WrittenPack } from "../store/pack_writer.ts";
import type { RunContext } from "./run_context.ts";

/**
 * Records what a step made as a dataset of the run's project.
 * @param run the run it belongs to
 * @param pack the dataset
 * @param type of the plugin: only what an ingest plugin made is tied to the upload
 * @param parts of the key of the step that made it
 * @param step_key that key
 */
export function keepDataset(
  run: RunContext,
  pack: WrittenPack,
  type: PluginType,
  parts: StepKeyParts,
  step_key: string,
): void {
  run.state.recordDatasetVersion(pack, {
    plugin_id: parts.plugin_id,
    code_hash: parts.code_hash,
    settings_hash: parts.settings_hash,
    step_key,
  });
  run.state.recordDataset({
    project_id: run.project_id,
    version_id: pack.version_id,
    upload_id: type === "ingest" ? run.upload_id : null,
    run_id: run.run_id,
  });
}
