import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { printTo } from "./print_to.ts";
import { shortFingerprint } from "./short_fingerprint.ts";
import { textTable } from "./text_table.ts";

/** `dataset list`: every dataset, the last imported first. */
export default async function datasetList({ options }: CommandInput): Promise<number> {
  const state = await openState(appdataLayout(String(options.appdata)));
  try {
    const datasets = state.listDatasets().reverse();
    printTo(Deno.stdout, `${options.json === true ? jsonText({ datasets }, 2) : text(datasets)}\n`);
    return EXIT.ok;
  } finally {
    state.close();
  }
}

type Datasets = ReturnType<Awaited<ReturnType<typeof openState>>["listDatasets"]>;

function text(datasets: Datasets): string {
  if (datasets.length === 0) return "No datasets yet. A run makes one: `deno task run FILE`.";
  const rows = datasets.map((dataset) => [
    dataset.version_id,
    escapeTerminal(dataset.filename ?? "–"),
    String(dataset.rows),
    String(dataset.columns),
    shortFingerprint(dataset.fingerprint),
    dataset.imported_at.slice(0, 19).replace("T", " "),
  ]);
  return textTable(["dataset", "file", "rows", "columns", "format", "imported (UTC)"], rows)
    .join("\n");
}
