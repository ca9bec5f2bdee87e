import { jsonText } from "../diagnostics/json_text.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { printTo } from "./print_to.ts";
import { shortFingerprint } from "./short_fingerprint.ts";
import { textTable } from "./text_table.ts";

/** `formats list`: every raw format, the first seen first. */
export default async function formatsList({ options }: CommandInput): Promise<number> {
  const state = await openState(appdataLayout(String(options.appdata)));
  try {
    const formats = state.formats.list();
    const rows = formats.map(({ fingerprint, columns, datasets, notes, first_seen_at }) => [
      shortFingerprint(fingerprint),
      String(columns),
      String(datasets),
      String(notes),
      first_seen_at.slice(0, 19).replace("T", " "),
    ]);
    const text = options.json === true
      ? jsonText({ formats }, 2)
      : rows.length === 0
      ? "No formats yet. A run makes a dataset, and that has one: `deno task run FILE`."
      : textTable(["format", "columns", "datasets", "notes", "first seen (UTC)"], rows).join("\n");
    printTo(Deno.stdout, `${text}\n`);
    return EXIT.ok;
  } finally {
    state.close();
  }
}
