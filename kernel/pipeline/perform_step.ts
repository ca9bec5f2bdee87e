import { hashOf } from "../canonical/hash.ts";
import { pluginSeed, stepKey, type StepKeyParts } from "../canonical/keys.ts";
import { CodedError } from "../contract/coded_error.ts";
import { PROTOCOL_VERSION, type StepInput, type StepRequest } from "../contract/request.ts";
import { executeStep, type ExecutionRecord } from "../sandbox/execute_step.ts";
import { type InputSource, stageInput } from "../sandbox/stage_input.ts";
import { ensureFolder } from "../store/appdata.ts";
import { ArtifactStage } from "../store/artifact_stage.ts";
import { PackWriter, type WrittenPack } from "../store/pack_writer.ts";
import { artifactFolder } from "../store/run_folder.ts";
import { acceptAnswer, type AcceptedAnswer, listed, reportError } from "./accept_answer.ts";
import type { RunDataset } from "./collate_report.ts";
import { invalidSettings } from "./errors.ts";
import type { RunContext } from "./run_context.ts";
import { effectiveSettings, type SettingsLayer } from "./settings_layers.ts";
import { StepOutput } from "./step_output.ts";
import type { StepRecord } from "./step_record.ts";
import type { ReadyPlugin } from "./workshop.ts";

const MIB = 1024 * 1024;

/** One step's work: which plugin, on what. */
export interface StepWork {
  readonly plugin: ReadyPlugin;
  readonly input: StepInput;
  /** What the step may read, by the names its input uses. */
  readonly sources: readonly InputSource[];
  /** Hashes of the files the step reads, in the request's order. */
  readonly input_hashes: readonly string[];
  /** Hashes of the upstream results by plugin id. */
  readonly upstream_hashes: Readonly<Record<string, string>>;
  /** What its findings may cite. */
  readonly datasets: readonly RunDataset[];
  readonly layers: readonly SettingsLayer[];
  /** Hash of what else decides the result: the catalogue, the file's name; null for none. */
  readonly extra: string | null;
}

/** How a step ended, and the dataset it made (ingest and transform). */
export interface StepEnd {
  readonly record: StepRecord;
  readonly dataset: WrittenPack | null;
}

/**
 * The kernel side of every step, always the same: check trust and settings, make the key, start
 * the process, take its frames within limits, validate, attach evidence, commit, write the audit.
 * Never rejects for anything the plugin did: that is a status.
 * @param run the run it belongs to
 * @param work the step
 * @throws CodedError when the kernel itself cannot go on (E_STAGE_*, E_STORE_*, E_DB_*)
 */
export async function performStep(run: RunContext, work: StepWork): Promise<StepEnd> {
  const { manifest } = work.plugin;
  const started = performance.now();
  run.observer.stepStarted({ plugin_id: manifest.id, type: manifest.type });
  const step_id = run.state.startStep(run.run_id, manifest.id, manifest.type, manifest.version);
  const settled = await settle(run, work, step_id);
  const { record, key_parts } = settled;
  run.state.finishStep(step_id, {
    status: record.status,
    step_key: record.step_key,
    ...(key_parts === null ? {} : { key_parts }),
    code_hash: record.code_hash,
    settings: record.settings,
    settings_hash: record.settings_hash,
    result_sha256: record.result_hash,
    error: record.error,
  });
  run.observer.stepEnded({
    plugin_id: manifest.id,
    status: record.status,
    duration_ms: performance.now() - started,
    findings: record.result?.findings.length ?? 0,
    error: record.error,
    summary: record.result?.summary ?? record.skip_reason,
  });
  return { record, dataset: settled.dataset };
}

interface Settled extends StepEnd {
  readonly key_parts: StepKeyParts | null;
}

async function settle(run: RunContext, work: StepWork, step_id: number): Promise<Settled> {
  const { manifest, bundle, refusal } = work.plugin;
  const settings = effectiveSettings(manifest.id, manifest.settings.defaults, work.layers);
  const base = {
    manifest,
    code_hash: bundle.code_hash,
    settings,
    settings_hash: hashOf(settings),
    step_key: null,
    result: null,
    result_hash: null,
    skip_reason: "",
    error: null,
  };
  if (refusal !== null) {
    const record = { ...base, status: "refused", error: reportError(refusal) } as const;
    return { record, dataset: null, key_parts: null };
  }
  const problems = await bundle.validateSettings(settings);
  if (problems.length > 0) {
    const error = reportError(invalidSettings(manifest.id, listed(problems)));
    return { record: { ...base, status: "error", error }, dataset: null, key_parts: null };
  }
  const key_parts: StepKeyParts = {
    protocol: PROTOCOL_VERSION,
    runtime: `deno ${Deno.version.deno} ${Deno.build.arch}`,
    plugin_id: manifest.id,
    code_hash: bundle.code_hash,
    settings_hash: base.settings_hash,
    inputs: work.input_hashes,
    upstream: work.upstream_hashes,
    seed: pluginSeed(run.seed, manifest.id),
    extra: work.extra,
  };
  const step_key = stepKey(key_parts);
  const { status, error, answer } = await execute(run, work, step_id, {
    protocol: PROTOCOL_VERSION,
    step_key,
    seed: key_parts.seed,
    plugin: { id: manifest.id, version: manifest.version, type: manifest.type },
    settings,
    input: work.input,
    limits: manifest.sandbox.limits,
  });
  const record: StepRecord = {
    ...base,
    step_key,
    status,
    error,
    result: answer?.result ?? null,
    result_hash: answer?.sha256 ?? null,
  };
  return { record, dataset: answer?.pack ?? null, key_parts };
}

interface Executed extends Pick<StepRecord, "status" | "error"> {
  readonly answer: AcceptedAnswer | null;
}

/** One process, from its audit row to the commit of what it answered. */
async function execute(
  run: RunContext,
  work: StepWork,
  step_id: number,
  request: StepRequest,
): Promise<Executed> {
  const { manifest, bundle } = work.plugin;
  const { limits } = manifest.sandbox;
  const stage_dir = ensureFolder(`${run.folder.staging}/${manifest.id}`);
  const artifacts = new ArtifactStage(stage_dir, { max_bytes: limits.artifacts_mb * MIB });
  const pack = new PackWriter({
    datasets: run.appdata.datasets,
    staging: stage_dir,
    max_bytes: limits.output_mb * MIB,
  });
  const output = new StepOutput(manifest, {
    observer: run.observer,
    artifacts,
    pack,
    log: (line) => run.log({ plugin_id: manifest.id, ...line }),
  });
  const staged = await stageInput(work.sources, stage_dir, run.walls);
  const execution_id = run.state.startExecution(step_id, {
    plugin_id: manifest.id,
    rows_granted: work.datasets.reduce((sum, { footer }) => sum + footer.rows, 0),
    permissions_declared: manifest.sandbox,
  });
  let execution: ExecutionRecord | null = null;
  let end: Executed = { status: "error", error: null, answer: null };
  try {
    const outcome = await executeStep(
      { request, bundle_path: bundle.path, staged, walls: run.walls, signal: run.signal },
      output,
    );
    execution = outcome.execution;
    if (outcome.status !== "ok" && outcome.status !== "skipped") {
      end = { status: outcome.status, error: outcome.error, answer: null };
    } else {
      const folder = artifactFolder(run.folder, manifest.id);
      const answer = await acceptAnswer(
        work.plugin,
        outcome.result,
        work.datasets,
        { artifacts, pack },
        folder,
      );
      commit(run, request, work.plugin, answer);
      end = { status: answer.status, error: null, answer };
    }
  } catch (error) {
    if (!(error instanceof CodedError) || !isPluginsFault(error)) throw error;
    end = { status: "refused", error: reportError(error), answer: null };
  } finally {
    await staged.release();
    artifacts.abort();
    pack.abort();
    run.state.finishExecution(execution_id, {
      status: end.status,
      execution,
      rows_written: end.answer?.pack?.footer.rows ?? 0,
      rows_output: end.answer?.result.findings.length ?? 0,
      rows_read_self_reported: selfReportedRows(end.answer),
      error: end.error,
    });
  }
  return end;
}

/** Makes an accepted answer part of the database: the dataset, then the result that made it. */
function commit(
  run: RunContext,
  { step_key, settings }: StepRequest,
  { manifest, bundle }: ReadyPlugin,
  answer: AcceptedAnswer,
): void {
  run.state.transaction(() => {
    const { pack } = answer;
    if (pack !== null) {
      run.state.recordDatasetVersion(pack, {
        plugin_id: manifest.id,
        code_hash: bundle.code_hash,
        settings_hash: hashOf(settings),
        step_key,
      });
      run.state.recordDataset({
        project_id: run.project_id,
        version_id: pack.version_id,
        upload_id: manifest.type === "ingest" ? run.upload_id : null,
        run_id: run.run_id,
      });
    }
    run.state.putResult({
      step_key,
      plugin_id: manifest.id,
      sha256: answer.sha256,
      json: answer.json,
      version_id: pack?.version_id ?? null,
    });
  });
}

/** Errors of the kernel's own disk and database are not the plugin's doing. */
function isPluginsFault({ code }: CodedError): boolean {
  return !code.startsWith("E_STORE_") && !code.startsWith("E_DB_");
}

function selfReportedRows(answer: AcceptedAnswer | null): number | null {
  const rows = answer?.result.budget?.rows_read;
  return typeof rows === "number" && Number.isSafeInteger(rows) && rows >= 0 ? rows : null;
}
