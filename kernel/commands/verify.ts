import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { verifyRun } from "../pipeline/verify_run.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { textTable } from "./text_table.ts";

/** `verify <run>`: hashes everything of a run again; exit 1 when anything is not as it was. */
export default async function verify(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const appdata = appdataLayout(String(options.appdata));
  const state = await openState(appdata);
  try {
    const run = state.showRun(id!);
    const found = await verifyRun(state, appdata, run);
    const wrong = found.filter((each) => each.state !== "same");
    const passed = wrong.length === 0;
    if (options.json === true) {
      console.log(jsonText({ run_id: run.run_id, passed, verified: found }, 2));
    } else {
      const same = found.length - wrong.length;
      const rows = wrong.map(({ what, id, state, detail }) => [what, id, state, detail]);
      const lines = [
        `Run ${run.run_id}: ${same} of ${found.length} hashes are as they were.`,
        ...(run.status === "interrupted" ? ["It was interrupted: it has no list of files."] : []),
        ...(passed ? [] : ["", ...textTable(["what", "which", "is", "detail"], rows)]),
      ];
      console.log(lines.map((line) => escapeTerminal(line)).join("\n"));
    }
    return passed ? EXIT.ok : EXIT.failed;
  } finally {
    state.close();
  }
}
