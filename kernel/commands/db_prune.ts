import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { appdataLayout } from "../store/appdata.ts";
import { prunable, prune } from "../store/prune_store.ts";
import { recoverRuns } from "../store/recover_runs.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { refuseWhileRunning } from "./refuse_while_running.ts";
import { textTable } from "./text_table.ts";

/** `db prune`: lists, and with --yes deletes, what nothing refers to. */
export default async function dbPrune({ options }: CommandInput): Promise<number> {
  const appdata = appdataLayout(String(options.appdata));
  await refuseWhileRunning(appdata);
  const state = await openState(appdata);
  try {
    const deleted = options.yes === true;
    if (deleted) recoverRuns(state, appdata);
    const found = prunable(state, appdata, { all_cached: options.cached === true });
    if (deleted) prune(found);
    const bytes = found.reduce((sum, each) => sum + each.bytes, 0);
    if (options.json === true) {
      console.log(jsonText({ deleted, bytes, files: found }, 2));
      return EXIT.ok;
    }
    const rows = found.map(({ kind, path, bytes }) => [kind, String(bytes), path]);
    const lines = [
      `${found.length} ${deleted ? "deleted" : "to delete"}, ${bytes} bytes.`,
      ...(found.length === 0 ? [] : ["", ...textTable(["kind", "bytes", "path"], rows)]),
      ...(found.length === 0 || deleted ? [] : ["", "Delete them with --yes."]),
    ];
    console.log(lines.map((line) => escapeTerminal(line)).join("\n"));
    return EXIT.ok;
  } finally {
    state.close();
  }
}
