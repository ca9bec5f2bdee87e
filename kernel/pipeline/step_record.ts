import type { Manifest } from "../contract/manifest.ts";
import type { ReportError } from "../contract/report.ts";
import type { StepOrigin } from "../store/step_table.ts";
import type { StepStatus, StoredResult } from "../contract/result.ts";

/** What a run knows of one step when it has ended, whichever way. */
export interface StepRecord {
  readonly manifest: Manifest;
  readonly code_hash: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly settings_hash: string;
  /** Null when the step never came to have one. */
  readonly step_key: string | null;
  readonly status: StepStatus;
  /** Present exactly when the status is ok, or skipped by the plugin itself. */
  readonly result: StoredResult | null;
  /** Hash of the stored result. */
  readonly result_hash: string | null;
  /** The step whose result was used again; null when the plugin itself ran, or nothing did. */
  readonly reused_from: StepOrigin | null;
  readonly error: ReportError | null;
  /** Why the kernel skipped it; empty otherwise. */
  readonly skip_reason: string;
}

/** Whether other steps may build on this one. */
export function isUsable(step: StepRecord | undefined): step is StepRecord & {
  readonly result: StoredResult;
} {
  return step !== undefined && step.result !== null &&
    (step.status === "ok" || step.status === "skipped");
}

/** Whether a step ended as it should. */
export function isFine(step: StepRecord): boolean {
  return step.status === "ok" || step.status === "skipped" && step.error === null;
}
