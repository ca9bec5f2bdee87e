import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState, type ShownRun } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { textTable } from "./text_table.ts";

/** `runs show <run>`: one run, its steps and the audit of each process. */
export default async function runsShow(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const appdata = appdataLayout(String(options.appdata));
  const state = await openState(appdata);
  try {
    const run = state.showRun(id!);
    if (options.json === true) {
      const executions = run.steps.flatMap((step) => step.executions);
      console.log(jsonText({ ...run, executions }, 2));
    } else {
      console.log(text(run).map((line) => escapeTerminal(line)).join("\n"));
      console.log(`\nFiles: ${escapeTerminal(`${appdata.runs}/${run.run_id}`)}`);
    }
    return EXIT.ok;
  } finally {
    state.close();
  }
}

function text(run: ShownRun): readonly string[] {
  const about = [
    `run      ${run.run_id}`,
    `status   ${run.status}`,
    `file     ${run.filename ?? "–"} (${run.upload_sha256 ?? "–"})`,
    `key      ${run.run_key ?? "–"}`,
    `seed     ${run.seed}`,
    `started  ${run.started_at}`,
    `ended    ${run.ended_at ?? "–"}`,
  ];
  const head = ["step", "type", "status", "seconds", "cpu s", "peak MiB", "walls or why not run"];
  const rows = run.steps.map((step) => {
    const execution = step.executions.at(-1);
    const cpu = (execution?.cpu_user_ms ?? 0) + (execution?.cpu_system_ms ?? 0);
    return [
      step.plugin_id,
      step.plugin_type,
      step.status,
      execution === undefined ? "–" : ((execution.duration_ms ?? 0) / 1000).toFixed(2),
      execution === undefined ? "–" : (cpu / 1000).toFixed(2),
      execution === undefined ? "–" : ((execution.max_rss_kb ?? 0) / 1024).toFixed(0),
      step.reused_from_run === null
        ? execution?.walls?.join(", ") ?? step.skip_reason ?? "–"
        : `reused from ${step.reused_from_run}`,
    ];
  });
  const errors = run.steps
    .filter(({ error_code }) => error_code !== null)
    .map(({ plugin_id, error_code, error_message }) =>
      `${plugin_id}: ${error_code}: ${error_message}`
    );
  return [
    ...about,
    "",
    ...textTable(head, rows),
    ...(errors.length === 0 ? [] : ["", "Errors", ...errors]),
  ];
}
