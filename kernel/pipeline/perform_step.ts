import { canonicalJson, canonicalValue } from "../canonical/canonical_json.ts";
import { hashOf, sha256Hex } from "../canonical/hash.ts";
import { pluginSeed, stepKey } from "../canonical/keys.ts";
import { CodedError } from "../contract/coded_error.ts";
import type { ReportError } from "../contract/report.ts";
import { PROTOCOL_VERSION, type StepInput, type StepRequest } from "../contract/request.ts";
import type { PluginResult, StepStatus, StoredResult } from "../contract/result.ts";
import { validateResult, type ValidationProblem } from "../contract/validators.ts";
import { executeStep, type StepOutcome } from "../sandbox/execute_step.ts";
import { type InputSource, stageInput } from "../sandbox/stage_input.ts";
import { ArtifactStage } from "../store/artifact_stage.ts";
import { PackWriter } from "../store/pack_writer.ts";
import { attachEvidence, type CitedDataset } from "./attach_evidence.ts";
import type { RunDataset } from "./collate_report.ts";
import { invalidResult, invalidSettings, noDataset, uncanonicalResult } from "./errors.ts";
import type { RunContext } from "./run_context.ts";
import { effectiveSettings, type SettingsLayer } from "./settings_layers.ts";
import { StepOutput } from "./step_output.ts";
import type { StepRecord } from "./step_record.ts";
import type { ReadyPlugin } from "./workshop.ts";

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
  readonly dataset: RunDataset | null;
}

/**
 * The kernel side of every step, always the same: check settings and trust, make the key, start
 * the process, take its frames within limits, validate, attach evidence, commit, write the audit.
 * Never rejects for anything the plugin did: that is a status.
 * @param run the run it belongs to
 * @param work the step
 */
export async function performStep(run: RunContext, work: StepWork): Promise<StepEnd> {
  const { manifest } = work.plugin;
  const started = performance.now();
  run.observer.stepStarted({ plugin_id: manifest.id, type: manifest.type });
  const stepId = run.state.startStep(run.run_id, manifest.id, manifest.type);
  const end = await attempt(run, work, stepId);
  const { record } = end;
  run.state.finishStep(stepId, {
    status: record.status,
    step_key: record.step_key,
    code_hash: record.code_hash,
    settings_hash: record.settings_hash,
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
  return end;
}

async function attempt(run: RunContext, work: StepWork, stepId: number): Promise<StepEnd> {
  const { manifest, bundle, refusal } = work.plugin;
  const settings = effectiveSettings(manifest.id, manifest.settings.defaults, work.layers);
  const base = {
    manifest,
    code_hash: bundle?.code_hash ?? null,
    settings,
    settings_hash: hashOf(settings),
    step_key: null,
    result: null,
    result_hash: null,
    skip_reason: "",
    execution_id: null,
  };
  if (bundle === null || refusal !== null) {
    return failed(base, "refused", reportError(refusal!));
  }
  const problems = bundle.validateSettings(settings);
  if (problems.length > 0) {
    return failed(base, "error", reportError(invalidSettings(manifest.id, listed(problems))));
  }
  const seed = pluginSeed(run.seed, manifest.id);
  const step_key = stepKey({
    protocol: PROTOCOL_VERSION,
    plugin_id: manifest.id,
    code_hash: bundle.code_hash,
    settings_hash: base.settings_hash,
    inputs: work.input_hashes,
    upstream: work.upstream_hashes,
    seed,
    extra: work.extra,
  });
  const request: StepRequest = {
    protocol: PROTOCOL_VERSION,
    step_key,
    seed,
    plugin: { id: manifest.id, version: manifest.version, type: manifest.type },
    settings,
    input: work.input,
    limits: manifest.sandbox.limits,
  };
  const artifacts = new ArtifactStage(run.layout.stageFolder(run.run_id, manifest.id), {
    max_bytes: manifest.sandbox.limits.artifacts_mb * 1024 * 1024,
  });
  const pack = new PackWriter(run.layout.datasets);
  const output = new StepOutput(manifest, {
    observer: run.observer,
    artifacts,
    pack,
    log: (line) => run.log({ plugin_id: manifest.id, ...line }),
  });
  const execution_id = run.state.startExecution(stepId, {
    plugin_id: manifest.id,
    rows_granted: work.datasets.reduce((sum, { footer }) => sum + footer.rows, 0),
    permissions_declared: manifest.sandbox,
  });
  let outcome: StepOutcome | undefined;
  let answer: Answer = { status: "error", error: null, result: null, dataset: null };
  try {
    outcome = await executeStep(
      {
        request,
        bundle_path: bundle.path,
        staged: work.staged,
        walls: run.walls,
        signal: run.signal,
      },
      output,
    );
    answer = await accept(run, work, outcome, { artifacts, pack, output });
  } finally {
    await artifacts.abort();
    await pack.abort();
    run.state.finishExecution(execution_id, {
      status: answer.status,
      execution: outcome?.execution ?? null,
      rows_written: answer.dataset?.footer.rows ?? 0,
      rows_output: answer.result?.findings.length ?? 0,
    });
  }
  const result_hash = answer.result === null ? null : storeResult(run, step_key, answer.result);
  const record: StepRecord = {
    ...base,
    step_key,
    status: answer.status,
    error: answer.error,
    result: answer.result,
    result_hash,
    execution_id,
  };
  return { record, dataset: answer.dataset };
}

interface Answer {
  readonly status: StepStatus;
  readonly error: ReportError | null;
  readonly result: StoredResult | null;
  readonly dataset: RunDataset | null;
}

/** Checks what the process answered; only what passes is committed. */
async function accept(
  run: RunContext,
  work: StepWork,
  outcome: StepOutcome,
  parts: {
    readonly artifacts: ArtifactStage;
    readonly pack: PackWriter;
    readonly output: StepOutput;
  },
): Promise<Answer> {
  const { manifest, bundle } = work.plugin;
  if (outcome.status !== "ok" && outcome.status !== "skipped") {
    return { status: outcome.status, error: outcome.error, result: null, dataset: null };
  }
  try {
    const problems = await validateResult(outcome.result);
    if (problems.length > 0) throw invalidResult(listed(problems));
    const own = bundle!.validateResult(outcome.result);
    if (own.length > 0) throw invalidResult(listed(own));
    const result = outcome.result as PluginResult;
    const makesDataset = manifest.type === "ingest" || manifest.type === "transform";
    if (makesDataset && result.status === "ok" && !parts.output.sentDataset) {
      throw noDataset(manifest.id);
    }
    const dataset = parts.output.sentDataset && result.status === "ok"
      ? await parts.pack.finish()
      : null;
    const cited = dataset === null ? work.datasets : [dataset];
    const findings = attachEvidence(
      manifest.id,
      result.findings,
      cited.map(citedDataset),
      bundle!.identity,
    );
    const records = await parts.artifacts.commit(
      run.layout.artifactFolder(run.run_id, manifest.id),
    );
    const stored = canonicalStored({ ...result, findings, artifacts: records });
    return { status: result.status, error: null, result: stored, dataset };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { status: "refused", error: reportError(error), result: null, dataset: null };
  }
}

function citedDataset({ version_id, sha256, footer }: RunDataset): CitedDataset {
  const columns = footer.columns.map(({ name }) => name);
  return { version_id, sha256, rows: footer.rows, columns };
}

function canonicalStored(result: StoredResult): StoredResult {
  try {
    return canonicalValue(result) as unknown as StoredResult;
  } catch (error) {
    if (error instanceof TypeError) throw uncanonicalResult(error.message);
    throw error;
  }
}

function storeResult(run: RunContext, step_key: string, result: StoredResult): string {
  const json = canonicalJson(result);
  const sha256 = sha256Hex(json);
  run.state.putResult({ step_key, sha256, json });
  return sha256;
}

function failed(
  base: Omit<StepRecord, "status" | "error">,
  status: StepStatus,
  error: ReportError,
): StepEnd {
  return { record: { ...base, status, error }, dataset: null };
}

/** An error as reports show it. */
export function reportError({ code, message, next }: CodedError): ReportError {
  return { code, message: next === "" ? message : `${message}; ${next}` };
}

/** Validation problems on one line, the first few of them. */
export function listed(problems: readonly ValidationProblem[]): string {
  const shown = problems.slice(0, 5).map(({ pointer, message }) => `${pointer || "/"} ${message}`);
  const more = problems.length - shown.length;
  return shown.join("; ") + (more > 0 ? `; and ${more} more` : "");
}
