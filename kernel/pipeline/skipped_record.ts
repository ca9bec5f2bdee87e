import { hashOf } from "../canonical/hash.ts";
import type { RunContext } from "./run_context.ts";
import { effectiveSettings, type SettingsLayer } from "./settings_layers.ts";
import type { StepRecord } from "./step_record.ts";
import type { ReadyPlugin } from "./ready_plugin.ts";

/**
 * The record of a step the kernel did not start, and its row in the database.
 * @param run the run it belongs to
 * @param plugin which plugin
 * @param layers settings it would have had
 * @param reason why, such as `upstream failed: profile_basic`
 */
export function skippedRecord(
  run: RunContext,
  plugin: ReadyPlugin,
  layers: readonly SettingsLayer[],
  reason: string,
): StepRecord {
  const { manifest, bundle } = plugin;
  const settings = effectiveSettings(manifest.id, manifest.settings.defaults, layers);
  const record: StepRecord = {
    manifest,
    code_hash: bundle.code_hash,
    settings,
    settings_hash: hashOf(settings),
    step_key: null,
    status: "skipped",
    result: null,
    result_hash: null,
    reused_from: null,
    error: null,
    skip_reason: reason,
  };
  const stepId = run.state.startStep(run.run_id, manifest.id, manifest.type, manifest.version);
  run.state.finishStep(stepId, {
    status: record.status,
    step_key: null,
    code_hash: record.code_hash,
    settings,
    settings_hash: record.settings_hash,
    skip_reason: reason,
    error: null,
  });
  run.observer.stepEnded({
    plugin_id: manifest.id,
    status: "skipped",
    duration_ms: 0,
    findings: 0,
    reused: false,
    error: null,
    summary: reason,
  });
  return record;
}
