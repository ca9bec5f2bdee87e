import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { textTable } from "./text_table.ts";

/** `db check`: whether the database is sound; exit 1 when it is not. */
export default async function dbCheck({ options }: CommandInput): Promise<number> {
  const { state: path } = appdataLayout(String(options.appdata));
  const state = await openState({ state: path });
  try {
    const problems = state.problems();
    const { rows } = state.inventory();
    const sound = problems.length === 0;
    if (options.json === true) {
      console.log(jsonText({ path, sound, problems, rows }, 2));
    } else {
      const counts = Object.entries(rows).map(([name, n]) => [name, String(n)]);
      const lines = [
        sound ? `${path} is sound.` : `${path} is damaged:`,
        ...problems.map((problem) => `  ${problem}`),
        ...(sound ? [] : ["Restore a backup: deno task harness db restore FILE"]),
        "",
        ...textTable(["table", "rows"], counts),
      ];
      console.log(lines.map((line) => escapeTerminal(line)).join("\n"));
    }
    return sound ? EXIT.ok : EXIT.failed;
  } finally {
    state.close();
  }
}
