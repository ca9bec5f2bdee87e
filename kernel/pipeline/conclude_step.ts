import type { StepKeyParts } from "../canonical/keys.ts";
import { CodedError } from "../contract/coded_error.ts";
import type { ExecutionRecord } from "../contract/execution.ts";
import type { WrittenPack } from "../store/pack_writer.ts";
import { reportError } from "./accept_answer.ts";
import { counted } from "./describe_ledger.ts";
import type { RunContext } from "./run_context.ts";
import type { StepRecord } from "./step_record.ts";

/** A step that has come to its end but for the commit. */
export interface Conclusion {
  readonly record: StepRecord;
  readonly dataset: WrittenPack | null;
  /** Null when it never came to have a key. */
  readonly key_parts: StepKeyParts | null;
  /** The process that was started for it. */
  readonly execution?: {
    readonly execution_id: number;
    /** Null when it did not come to start. */
    readonly measured: ExecutionRecord | null;
  };
  /** Makes what the step gave part of the run; called inside the transaction that ends the step. */
  readonly keep?: () => void;
  /** Called when the step is over, however it ended. */
  readonly release?: () => void;
  /** Called when its end is committed. */
  readonly afterwards?: () => void;
}

/**
 * Ends a step: what it gave, its audit row and its status become part of the database in one
 * transaction, so that a result is there exactly when its step says so.
 * @param run the run it belongs to
 * @param step_id its row
 * @param conclusion how it ended; a result that contradicts an earlier one makes it `refused`
 * @throws CodedError E_STORE_*, E_DB_*
 */
export function concludeStep(
  run: RunContext,
  step_id: number,
  conclusion: Conclusion,
): Pick<Conclusion, "record" | "dataset"> {
  try {
    return commit(run, step_id, conclusion);
  } catch (error) {
    if (!(error instanceof CodedError) || !isPluginsFault(error)) throw error;
    const { keep: _, afterwards: __, ...rest } = conclusion;
    const record: StepRecord = {
      ...conclusion.record,
      status: "refused",
      result: null,
      result_hash: null,
      error: reportError(error),
    };
    return commit(run, step_id, { ...rest, record, dataset: null });
  } finally {
    conclusion.release?.();
  }
}

function commit(
  run: RunContext,
  step_id: number,
  conclusion: Conclusion,
): Pick<Conclusion, "record" | "dataset"> {
  const { record, dataset, key_parts, execution } = conclusion;
  const { id } = record.manifest;
  run.state.transaction(() => {
    conclusion.keep?.();
    if (execution !== undefined) {
      run.state.finishExecution(execution.execution_id, {
        status: record.status,
        execution: execution.measured,
        rows_written: dataset?.footer.rows ?? 0,
        rows_output: record.result?.findings.length ?? 0,
        rows_read_self_reported: selfReportedRows(record),
        error: record.error,
      });
    }
    run.state.finishStep(step_id, {
      status: record.status,
      step_key: record.step_key,
      ...(key_parts === null ? {} : { key_parts }),
      code_hash: record.code_hash,
      settings: record.settings,
      settings_hash: record.settings_hash,
      result_sha256: record.result_hash,
      reused_from: record.reused_from?.step_id ?? null,
      error: record.error,
    });
    run.transition(`${id}: step about to be committed`);
  });
  run.transition(`${id}: step committed`);
  noteRefusals(run, id, execution?.measured ?? null);
  conclusion.afterwards?.();
  return { record, dataset };
}

/** Who runs a stranger's plugin learns at once that it tried what it was not allowed. */
function noteRefusals(run: RunContext, id: string, measured: ExecutionRecord | null): void {
  const refused = measured?.ledger.filter(({ granted }) => !granted).length ?? 0;
  if (refused === 0) return;
  run.observer.note(
    `${id} asked for ${counted(refused, "thing")} beyond its grants, and was refused; ` +
      `see: deno task harness runs show ${run.run_id} --ledger`,
  );
}

/** Errors of the kernel's own disk and database are not the plugin's doing. */
export function isPluginsFault({ code }: CodedError): boolean {
  return !code.startsWith("E_STORE_") && !code.startsWith("E_DB_");
}

function selfReportedRows({ result }: StepRecord): number | null {
  const rows = result?.budget?.rows_read;
  return typeof rows === "number" && Number.isSafeInteger(rows) && rows >= 0 ? rows : null;
}
