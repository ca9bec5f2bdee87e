import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { textTable } from "./text_table.ts";

/** `runs list`: all runs, newest first. */
export default async function runsList({ options }: CommandInput): Promise<number> {
  const state = await openState(appdataLayout(String(options.appdata)));
  try {
    const runs = state.listRuns();
    if (options.json === true) {
      console.log(jsonText({ runs }, 2));
    } else if (runs.length === 0) {
      console.log("No runs yet. Start one with `deno task run FILE`.");
    } else {
      const rows = runs.map(({ run_id, status, options, started_at, filename, seed }) => [
        run_id,
        (options as { dry_run?: boolean }).dry_run === true ? `${status} (dry run)` : status,
        started_at.slice(0, 19).replace("T", " "),
        String(seed),
        filename ?? "–",
      ]);
      const lines = textTable(["run", "status", "started (UTC)", "seed", "file"], rows);
      console.log(lines.map((line) => escapeTerminal(line)).join("\n"));
    }
    return EXIT.ok;
  } finally {
    state.close();
  }
}
