import { canonicalJson } from "../canonical/canonical_json.ts";
import type { Report, RunStatus } from "../contract/report.ts";
import { writeBeside } from "../store/write_beside.ts";
import type { RunContext } from "./run_context.ts";
import type { StepRecord } from "./step_record.ts";

/**
 * Writes run.json: what report.json may not hold because it differs between two runs of the same
 * thing, such as when it happened, on what, and behind which walls; and the report steps.
 * @param run the run's shared parts
 * @param end how it ended
 */
export function writeRunJson(
  run: RunContext,
  end: {
    readonly report: Report;
    readonly status: RunStatus;
    readonly steps: readonly StepRecord[];
  },
): void {
  const shown = run.state.showRun(run.run_id);
  const text = canonicalJson({
    run_id: run.run_id,
    run_key: end.report.run_key,
    status: end.status,
    ended_at: new Date().toISOString(),
    deno: Deno.version,
    platform: { os: Deno.build.os, arch: Deno.build.arch },
    walls: run.walls.standing,
    walls_missing: run.walls.missing,
    steps: end.steps.map((step) => ({
      plugin_id: step.manifest.id,
      type: step.manifest.type,
      status: step.status,
      step_key: step.step_key,
      result_sha256: step.result_hash,
      error: step.error,
    })),
    audit: shown,
  });
  writeBeside(`${run.folder.path}/run.json`, `${text}\n`);
}
