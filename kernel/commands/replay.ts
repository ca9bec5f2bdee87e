import { CodedError } from "../contract/coded_error.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { compareRuns, type ReplayedPart } from "../pipeline/compare_runs.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { performRun } from "./perform_run.ts";
import { reportFailure } from "./report_failure.ts";
import { runOptions } from "./run_options.ts";
import { storedOrder } from "./stored_order.ts";
import { textTable } from "./text_table.ts";

/** `replay <run>`: runs it again from what is stored and compares the bytes, step by step. */
export default async function replay(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const json = options.json === true;
  const given = runOptions(options);
  const { run, ...order } = await storedOrder(given, id!);
  let replayed: string;
  try {
    const end = await performRun({
      ...given,
      ...order,
      reuse: false,
      settings_file: undefined,
      quiet: json,
      recorded: { replays: run.run_id },
    });
    replayed = end.run_id;
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "E_RUN_INTERRUPTED") throw error;
    reportFailure(error, json);
    return EXIT.interrupted;
  }
  const state = await openState(appdataLayout(given.appdata));
  try {
    const parts = compareRuns(state, state.showRun(run.run_id), state.showRun(replayed));
    const identical = parts.every(({ same }) => same);
    if (json) {
      console.log(jsonText({ run_id: run.run_id, replayed, identical, parts }, 2));
    } else {
      console.log(text(run.run_id, replayed, parts).map((line) => escapeTerminal(line)).join("\n"));
    }
    return identical ? EXIT.ok : EXIT.failed;
  } finally {
    state.close();
  }
}

function text(run_id: string, replayed: string, parts: readonly ReplayedPart[]): readonly string[] {
  const wrong = parts.filter(({ same }) => !same);
  const rows = wrong.map(({ what, id, why }) => [what, id, why]);
  return [
    `Run ${run_id} replayed as ${replayed}: ${parts.length - wrong.length} of ${parts.length} ` +
    `parts have the same bytes.`,
    ...(wrong.length === 0 ? [] : ["", ...textTable(["what", "which", "why it differs"], rows)]),
  ];
}
