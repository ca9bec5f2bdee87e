import { interrupted } from "./errors.ts";
import { type Preview, previewPlan } from "./preview_plan.ts";
import { type RunRequest, withRecordedRun } from "./record_run.ts";

/**
 * Plans a run without running it. What planning needs is executed unless it is known, so this is
 * recorded as a run of its own, marked `dry_run`, which has no report.
 * @param request see {@link RunRequest}
 * @throws CodedError as `conductRun()`, and E_STEP_MISSING, E_PLUGIN_DEPENDENCY
 */
export async function conductPreview(request: RunRequest): Promise<Preview> {
  const { state, signal } = request;
  const marked = { ...request, options: { ...request.options, dry_run: true } };
  return await withRecordedRun(marked, async (run, assignment) => {
    const preview = await previewPlan(run, assignment);
    if (signal.aborted) {
      state.finishRun(run.run_id, { status: "interrupted", exit_code: 130 });
      throw interrupted();
    }
    const failed = preview.steps.some(({ error }) => error !== null);
    const status = failed ? "failed" : "completed";
    state.finishRun(run.run_id, { status, exit_code: failed ? 1 : 0 });
    return preview;
  });
}
