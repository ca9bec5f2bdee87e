import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { appdataLayout } from "../store/appdata.ts";
import type { FormatDataset, FormatNote, KnownFormat } from "../store/format_tables.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { printTo } from "./print_to.ts";
import { textTable } from "./text_table.ts";

/** `formats show <fingerprint>`: a raw format's columns, its datasets and the notes on it. */
export default async function formatsShow(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const state = await openState(appdataLayout(String(options.appdata)));
  try {
    const format = state.formats.get(id!);
    const datasets = state.formats.datasets(format.fingerprint);
    const notes = state.formats.notes(format.fingerprint);
    const output = options.json === true
      ? jsonText({ ...format, datasets, notes }, 2)
      : text(format, datasets, notes);
    printTo(Deno.stdout, `${output}\n`);
    return EXIT.ok;
  } finally {
    state.close();
  }
}

function text(
  format: KnownFormat,
  datasets: readonly FormatDataset[],
  notes: readonly FormatNote[],
): string {
  const columns = format.columns.map(([name, type]) => [escapeTerminal(name), type]);
  const made = datasets.map(({ version_id, filename, rows, created_at }) => [
    version_id,
    escapeTerminal(filename ?? "–"),
    String(rows),
    created_at.slice(0, 19).replace("T", " "),
  ]);
  return [
    `format      ${format.fingerprint}`,
    `first seen  ${format.first_seen_at}`,
    "",
    ...textTable(["column (normalised)", "type"], columns),
    "",
    ...textTable(["dataset", "file", "rows", "made (UTC)"], made),
    ...(notes.length === 0 ? [] : ["", "Notes"]),
    ...notes.map(({ text, written_at }) => `${written_at}  ${escapeTerminal(text)}`),
  ].join("\n");
}
