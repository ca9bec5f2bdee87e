import type { ShownRun } from "../store/state_store.ts";

/** A step of a run with the audit of its processes. */
export type ShownStep = ShownRun["steps"][number];

/** What is said of a run before its steps, by name. */
export function aboutRun(run: ShownRun): readonly (readonly [name: string, value: string])[] {
  return [
    ["status", run.status],
    ["file", run.filename ?? "–"],
    ["sha-256", run.upload_sha256 ?? "–"],
    ["run key", run.run_key ?? "–"],
    ["seed", String(run.seed)],
    ...(run.network_allowed ? [["network", "WAS OPEN (--allow-network-dev)"] as const] : []),
    ["started", run.started_at],
    ["ended", run.ended_at ?? "–"],
  ];
}

/** Titles of what {@link stepCells} gives. */
export const STEP_TITLES = [
  "step",
  "type",
  "status",
  "seconds",
  "cpu s",
  "peak MiB",
  "refused",
  "walls or why not run",
] as const;

/**
 * A step as one row of a table, with the figures of its last process.
 * @param step its texts are data from outside: escape them
 */
export function stepCells(step: ShownStep): readonly string[] {
  const execution = step.executions.at(-1);
  const cpu = (execution?.cpu_user_ms ?? 0) + (execution?.cpu_system_ms ?? 0);
  return [
    step.plugin_id,
    step.plugin_type,
    step.status,
    execution === undefined ? "–" : ((execution.duration_ms ?? 0) / 1000).toFixed(2),
    execution === undefined ? "–" : (cpu / 1000).toFixed(2),
    execution === undefined ? "–" : ((execution.max_rss_kb ?? 0) / 1024).toFixed(0),
    refusedCell(step),
    step.reused_from_run === null
      ? execution?.walls?.join(", ") ?? step.skip_reason ?? "–"
      : `reused from ${step.reused_from_run}`,
  ];
}

/** How many different things a step's processes asked for that they had not been granted. */
export function refusedThings({ executions }: Pick<ShownStep, "executions">): number {
  return executions.flatMap(({ ledger }) => ledger.filter(({ granted }) => !granted)).length;
}

/** A dash where nothing is known: no log was read. */
function refusedCell(step: ShownStep): string {
  const known = step.executions.some(({ ledger_state }) =>
    ledger_state === "kept" || ledger_state === "full"
  );
  return known ? String(refusedThings(step)) : "–";
}
