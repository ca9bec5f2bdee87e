import { hashOf } from "../canonical/hash.ts";
import { pluginSeed, stepKey, type StepKeyParts } from "../canonical/keys.ts";
import { PROTOCOL_VERSION } from "../contract/request.ts";
import type { WrittenPack } from "../store/pack_writer.ts";
import { listed, reportError } from "./accept_answer.ts";
import { concludeStep, type Conclusion } from "./conclude_step.ts";
import { invalidSettings } from "./errors.ts";
import { executePlugin } from "./execute_plugin.ts";
import { reuseResult } from "./reuse_result.ts";
import type { RunContext } from "./run_context.ts";
import { effectiveSettings } from "./settings_layers.ts";
import type { StepRecord } from "./step_record.ts";
import type { KeyedStep, StepWork } from "./step_work.ts";

/** How a step ended, and the dataset it made (ingest and transform). */
export interface StepEnd {
  readonly record: StepRecord;
  readonly dataset: WrittenPack | null;
}

/**
 * The kernel side of every step, always the same: check trust and settings, make the key, use the
 * result that is there or start the process, take its frames within limits, validate, attach
 * evidence, commit, write the audit. Never rejects for anything the plugin did: that is a status.
 * @param run the run it belongs to
 * @param work the step
 * @throws CodedError when the kernel itself cannot go on (E_STAGE_*, E_STORE_*, E_DB_*)
 */
export async function performStep(run: RunContext, work: StepWork): Promise<StepEnd> {
  const { manifest } = work.plugin;
  const started = performance.now();
  run.observer.stepStarted({ plugin_id: manifest.id, type: manifest.type });
  const step_id = run.state.startStep(run.run_id, manifest.id, manifest.type, manifest.version);
  run.transition(`${manifest.id}: step begun`);
  const keyed = await keyStep(run, work);
  let conclusion: Conclusion;
  if ("record" in keyed) {
    conclusion = keyed;
  } else {
    conclusion = await reuseResult(run, keyed) ?? await executePlugin(run, keyed, step_id);
  }
  const { record, dataset } = concludeStep(run, step_id, conclusion);
  run.observer.stepEnded({
    plugin_id: manifest.id,
    status: record.status,
    duration_ms: performance.now() - started,
    findings: record.result?.findings.length ?? 0,
    reused: record.reused_from !== null,
    error: record.error,
    summary: record.result?.summary ?? record.skip_reason,
  });
  return { record, dataset };
}

/**
 * The key of a step, or how it ended when it may not have one.
 * @param run its seed is part of the key
 * @param work the step
 */
export async function keyStep(
  run: Pick<RunContext, "seed">,
  work: StepWork,
): Promise<KeyedStep | Conclusion> {
  const { manifest, bundle, refusal } = work.plugin;
  const settings = effectiveSettings(manifest.id, manifest.settings.defaults, work.layers);
  const settings_hash = hashOf(settings);
  const ended = (status: "refused" | "error", error: StepRecord["error"]): Conclusion => ({
    record: {
      manifest,
      code_hash: bundle.code_hash,
      settings,
      settings_hash,
      step_key: null,
      status,
      result: null,
      result_hash: null,
      reused_from: null,
      skip_reason: "",
      error,
    },
    dataset: null,
    key_parts: null,
  });
  if (refusal !== null) return ended("refused", reportError(refusal));
  const problems = await bundle.validateSettings(settings);
  if (problems.length > 0) {
    return ended("error", reportError(invalidSettings(manifest.id, listed(problems))));
  }
  const key_parts: StepKeyParts = {
    protocol: PROTOCOL_VERSION,
    runtime: `deno ${Deno.version.deno} ${Deno.build.arch}`,
    plugin_id: manifest.id,
    code_hash: bundle.code_hash,
    settings_hash,
    inputs: work.input_hashes,
    upstream: work.upstream_hashes,
    seed: pluginSeed(run.seed, manifest.id),
    extra: work.extra,
  };
  return { work, settings, key_parts, step_key: stepKey(key_parts) };
}
