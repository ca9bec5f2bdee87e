import type { Report, RunStatus } from "../contract/report.ts";
import { interrupted } from "./errors.ts";
import { type RunRequest, withRecordedRun } from "./record_run.ts";
import { runPipeline } from "./run_pipeline.ts";
import { isFine, type StepRecord } from "./step_record.ts";
import { pluginsOfType } from "./workshop.ts";
import { writeReports, type WrittenReports } from "./write_reports.ts";
import { writeRunJson } from "./write_run_json.ts";

/** A run that has ended. */
export interface RunEnd extends Omit<WrittenReports, "steps"> {
  readonly run_id: string;
  readonly report: Report;
  /** The report's status, or `partial` when only a report step failed. */
  readonly status: RunStatus;
  readonly steps: readonly StepRecord[];
}

/**
 * Runs a file from upload to report. What the user can mend is thrown before anything is
 * recorded; from then on the run has a row, a folder and, whatever happens, a report.
 * @param request see {@link RunRequest}
 * @throws CodedError E_PLUGIN_UNKNOWN, E_SETTINGS_INVALID, E_WALLS_MISSING, E_INPUT_*, E_STORE_*;
 *   E_RUN_INTERRUPTED once `signal` is aborted and every process has ended
 */
export async function conductRun(request: RunRequest): Promise<RunEnd> {
  const { state, workshop, choice, layers } = request;
  return await withRecordedRun(request, async (run, assignment) => {
    const { run_id } = run;
    const { report, steps } = await runPipeline(run, assignment);
    if (request.signal.aborted) {
      state.finishRun(run_id, { status: "interrupted", run_key: report.run_key, exit_code: 130 });
      throw interrupted();
    }
    const renderers = [
      ...pluginsOfType(workshop, "report"),
      ...pluginsOfType(workshop, "llm").filter(({ manifest }) =>
        typeof choice !== "string" && choice.includes(manifest.id)
      ),
    ];
    const written = await writeReports(run, report, renderers, layers);
    const reportFailed = renderers.length === 0 || !written.steps.every(isFine);
    const status = report.status === "completed" && reportFailed ? "partial" : report.status;
    const all = [...steps, ...written.steps];
    const files = writeRunJson(run, { report, status, steps: all });
    run.transition("run.json written");
    const exit_code = status === "completed" ? 0 : 1;
    state.finishRun(run_id, { status, run_key: report.run_key, exit_code }, files);
    run.transition("run ended");
    return { run_id, report, status, ...written, steps: all };
  });
}
