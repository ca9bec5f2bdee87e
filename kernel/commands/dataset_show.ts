import { CodedError } from "../contract/coded_error.ts";
import { dateText, timestampText } from "../contract/pack_cell_text.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { type Appdata, appdataLayout, packPath } from "../store/appdata.ts";
import type { FormatNote } from "../store/format_tables.ts";
import type { DatasetHistory, DatasetVersion } from "../store/import_tables.ts";
import { openPack } from "../store/pack_reader.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { printTo } from "./print_to.ts";
import { textTable } from "./text_table.ts";

type Column = DatasetVersion["columns"][number] & {
  /** Entries of its dictionary; null where it has none, or the pack is gone. */
  readonly dictionary_size: number | null;
};

type Shown = Omit<DatasetVersion, "columns"> & DatasetHistory & {
  readonly notes: readonly FormatNote[];
  readonly columns: readonly Column[];
};

/** `dataset show <dataset>`: where a dataset version came from, its columns, and who used it. */
export default async function datasetShow(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const appdata = appdataLayout(String(options.appdata));
  const state = await openState(appdata);
  try {
    const version = state.getDatasetVersion(id!);
    const sizes = dictionarySizes(appdata, version.version_id);
    const shown = {
      ...version,
      ...state.datasetHistory(version),
      notes: state.formats.notes(version.fingerprint),
      columns: version.columns.map((column) => ({
        ...column,
        dictionary_size: sizes.get(column.name) ?? null,
      })),
    };
    printTo(Deno.stdout, `${options.json === true ? jsonText(shown, 2) : text(shown)}\n`);
    return EXIT.ok;
  } finally {
    state.close();
  }
}

function dictionarySizes(appdata: Appdata, version_id: string): ReadonlyMap<string, number> {
  try {
    using pack = openPack(packPath(appdata, version_id));
    return new Map(
      pack.footer.columns.flatMap(({ name, buffers }) => {
        const offsets = buffers.find((buffer) => buffer.name === "dictionary_offsets");
        return offsets === undefined ? [] : [[name, offsets.bytes / 4 - 1] as const];
      }),
    );
  } catch (error) {
    // The database alone can tell the rest; `db check` and `verify` say what is wrong with it.
    if (error instanceof CodedError) return new Map();
    throw error;
  }
}

function text(shown: Shown): string {
  const about = [
    ["dataset", shown.version_id],
    ["sha256", shown.sha256],
    ...shown.files.map(({ filename, sha256, bytes }) => [
      "file",
      `${filename} (${bytes} bytes, sha256 ${sha256})`,
    ]),
    ["made by", `${shown.plugin_id} ${shown.plugin_version ?? ""}, code ${shown.code_hash}`],
    ["settings", JSON.stringify(shown.settings)],
    ["made at", shown.created_at],
    ["rows", String(shown.rows)],
    ["columns", String(shown.columns.length)],
    ["pack", `${shown.bytes} bytes`],
    ["format", shown.fingerprint],
    ...shown.notes.map(({ text, written_at }) => ["note", `${written_at} ${text}`]),
    ...shown.runs.map(({ run_id, status }) => ["run", `${run_id} ${status}`]),
  ].map((line) => line.map((each) => escapeTerminal(each)));
  const columns = shown.columns.map((column, place) => [
    String(place),
    escapeTerminal(column.name),
    column.type,
    String(column.null_count),
    column.dictionary_size === null ? "–" : String(column.dictionary_size),
    boundText(column, column.min),
    boundText(column, column.max),
  ]);
  const head = ["", "column", "type", "missing", "dictionary", "smallest", "largest"];
  const width = Math.max(...about.map(([name]) => name!.length));
  return [
    ...about.map(([name, value]) => `${name!.padEnd(width)}  ${value}`),
    "",
    ...textTable(head, columns),
  ].join("\n");
}

/** A column's smallest or largest value as people write it. */
function boundText({ type }: Column, bound: string | null): string {
  if (bound === null) return "–";
  if (type === "date") return dateText(Number(bound));
  return type === "timestamp" ? timestampText(BigInt(bound)) : bound;
}
