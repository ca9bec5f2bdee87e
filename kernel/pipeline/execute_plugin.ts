import { CodedError } from "../contract/coded_error.ts";
import type { ExecutionRecord } from "../contract/execution.ts";
import { PROTOCOL_VERSION, type StepRequest } from "../contract/request.ts";
import { executeStep } from "../sandbox/execute_step.ts";
import { stageInput } from "../sandbox/stage_input.ts";
import { ensureFolder } from "../store/appdata.ts";
import { ArtifactStage } from "../store/artifact_stage.ts";
import { PackWriter } from "../store/pack_writer.ts";
import { keepResultArtifacts } from "../store/result_cache.ts";
import { artifactFolder } from "../store/run_folder.ts";
import { safePath } from "../store/safe_path.ts";
import {
  acceptAnswer,
  type AcceptedAnswer,
  reportError,
  type StagedOutput,
} from "./accept_answer.ts";
import { type Conclusion, isPluginsFault } from "./conclude_step.ts";
import { keepDataset } from "./keep_dataset.ts";
import type { RunContext } from "./run_context.ts";
import { StepOutput } from "./step_output.ts";
import type { StepRecord } from "./step_record.ts";
import type { KeyedStep } from "./step_work.ts";

const MIB = 1024 * 1024;

type Ending = Pick<StepRecord, "status" | "error"> & { readonly answer: AcceptedAnswer | null };

/**
 * Runs a step's plugin in a process, from its audit row to an answer that passed every check and
 * waits to be committed.
 * @param run the run it belongs to
 * @param keyed the step
 * @param step_id its row
 * @throws CodedError E_STAGE_*, E_STORE_*, E_DB_*
 */
export async function executePlugin(
  run: RunContext,
  keyed: KeyedStep,
  step_id: number,
): Promise<Conclusion> {
  const { work, key_parts, step_key } = keyed;
  const { manifest, bundle } = work.plugin;
  await work.prepare?.();
  const stage_dir = ensureFolder(safePath(run.folder.staging, manifest.id));
  const output = stagedOutput(run, keyed, stage_dir);
  const release = () => {
    output.artifacts.abort();
    output.pack.abort();
  };
  const staged = await stageInput(work.sources, stage_dir, run.walls);
  const execution_id = run.state.startExecution(step_id, {
    plugin_id: manifest.id,
    rows_granted: work.datasets.reduce((sum, { footer }) => sum + footer.rows, 0),
    permissions_declared: manifest.sandbox,
  });
  run.transition(`${manifest.id}: execution begun`);
  let measured: ExecutionRecord | null = null;
  let end: Ending = { status: "error", error: null, answer: null };
  try {
    const outcome = await executeStep({
      request: requestOf(keyed),
      bundle_path: bundle.path,
      staged,
      walls: run.walls,
      network: run.network_allowed && !manifest.sandbox.no_network,
      hidden: [[run.folder.path, "RUN"], [run.appdata.root, "APPDATA"]],
      signal: run.signal,
    }, output.sink);
    run.transition(`${manifest.id}: process ended`);
    measured = outcome.execution;
    if (outcome.status !== "ok" && outcome.status !== "skipped") {
      end = { status: outcome.status, error: outcome.error, answer: null };
    } else {
      const demand = work.demand ?? (() => {});
      const answer = await acceptAnswer(
        work.plugin,
        outcome.result,
        work.datasets,
        output,
        demand,
      );
      run.transition(`${manifest.id}: answer accepted`);
      end = { status: answer.status, error: null, answer };
    }
  } catch (error) {
    if (!(error instanceof CodedError) || !isPluginsFault(error)) {
      release();
      run.state.finishExecution(execution_id, unended(measured, error));
      throw error;
    }
    end = { status: "refused", error: reportError(error), answer: null };
  } finally {
    await staged.release();
  }
  const { answer } = end;
  const folder = artifactFolder(run.folder, manifest.id);
  return {
    record: {
      manifest,
      code_hash: key_parts.code_hash,
      settings: keyed.settings,
      settings_hash: key_parts.settings_hash,
      step_key,
      status: end.status,
      result: answer?.result ?? null,
      result_hash: answer?.sha256 ?? null,
      reused_from: null,
      skip_reason: "",
      error: end.error,
    },
    dataset: answer?.pack ?? null,
    key_parts,
    execution: { execution_id, measured },
    release,
    ...(answer === null ? {} : {
      keep: () => {
        keepAnswer(run, keyed, answer);
        // Last: files have no rollback, so nothing that can refuse may come after them.
        output.artifacts.commit(folder);
        run.transition(`${manifest.id}: artifacts placed`);
      },
      afterwards: () => {
        const { artifacts } = answer.result;
        keepResultArtifacts(run.appdata, step_key, folder, artifacts, stage_dir);
        run.transition(`${manifest.id}: artifacts kept for later runs`);
      },
    }),
  };
}

function requestOf({ work, settings, key_parts, step_key }: KeyedStep): StepRequest {
  const { id, version, type, sandbox } = work.plugin.manifest;
  return {
    protocol: PROTOCOL_VERSION,
    step_key,
    seed: key_parts.seed,
    plugin: { id, version, type },
    settings,
    input: work.input,
    limits: sandbox.limits,
  };
}

function stagedOutput(
  run: RunContext,
  { work }: KeyedStep,
  staging: string,
): StagedOutput & { readonly sink: StepOutput } {
  const { manifest } = work.plugin;
  const { limits } = manifest.sandbox;
  const artifacts = new ArtifactStage(staging, { max_bytes: limits.artifacts_mb * MIB });
  const pack = new PackWriter({
    datasets: run.appdata.datasets,
    staging,
    max_bytes: limits.output_mb * MIB,
  });
  const sink = new StepOutput(manifest, {
    observer: run.observer,
    artifacts,
    pack,
    log: (line) => run.log({ plugin_id: manifest.id, ...line }),
  });
  return { artifacts, pack, sink };
}

/** Makes an accepted answer part of the database: the dataset, then the result that made it. */
function keepAnswer(run: RunContext, keyed: KeyedStep, answer: AcceptedAnswer): void {
  const { key_parts, step_key } = keyed;
  const { manifest } = keyed.work.plugin;
  const { pack } = answer;
  if (pack !== null) keepDataset(run, pack, manifest.type, key_parts, step_key);
  // What came from a network is no function of the key, so it may differ the next time.
  if (!manifest.sandbox.no_network) return;
  run.state.putResult({
    step_key,
    plugin_id: manifest.id,
    sha256: answer.sha256,
    json: answer.json,
    version_id: pack?.version_id ?? null,
  });
}

function unended(execution: ExecutionRecord | null, error: unknown) {
  const shown = error instanceof CodedError ? reportError(error) : null;
  return { status: "error", execution, rows_written: 0, rows_output: 0, error: shown } as const;
}
