import type { PluginType } from "../contract/manifest.ts";
import type { ReportError } from "../contract/report.ts";
import type { StepStatus } from "../contract/result.ts";

/** What a run tells whoever watches it. Texts from plugins are not escaped yet. */
export interface RunObserver {
  stepStarted(step: { readonly plugin_id: string; readonly type: PluginType }): void;
  stepProgress(step: {
    readonly plugin_id: string;
    readonly done: number;
    readonly total: number;
    readonly note: string;
  }): void;
  stepLog(line: {
    readonly plugin_id: string;
    readonly level: string;
    readonly message: string;
  }): void;
  stepEnded(step: {
    readonly plugin_id: string;
    readonly status: StepStatus;
    readonly duration_ms: number;
    readonly findings: number;
    /** Whether an earlier result was used again. */
    readonly reused: boolean;
    readonly error: ReportError | null;
    readonly summary: string;
  }): void;
  /** Something the person should know that is no error, such as a weaker sandbox. */
  note(message: string): void;
}
