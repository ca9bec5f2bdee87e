import type { PackColumn } from "../contract/dataset.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { BINARY_FORMATS, type BinaryFormat, runExport } from "../export/run_export.ts";
import { appdataLayout } from "../store/appdata.ts";
import type { PackReader } from "../store/pack_reader.ts";
import { chosenColumns } from "./chosen_columns.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { csvText } from "./csv_text.ts";
import { invalidOption, terminalOutput } from "./errors.ts";
import { fileOutput } from "./file_output.ts";
import { onInterruption } from "./interruption.ts";
import { jsonRows } from "./json_rows.ts";
import { openDataset } from "./open_dataset.ts";
import { printTo } from "./print_to.ts";
import { standardOutput } from "./standard_output.ts";

type Write = (data: string | Uint8Array) => Promise<void>;

const TEXT_FORMATS = ["csv", "json"] as const;

/** `dataset export <dataset>`: writes a dataset version to standard output, or to a file. */
export default async function datasetExport(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const format = formatOf(options.format);
  const path = options.output as string | undefined;
  if (path === undefined && isBinary(format) && Deno.stdout.isTerminal()) {
    throw terminalOutput(format);
  }
  using pack = await openDataset(appdataLayout(String(options.appdata)), id!);
  const columns = chosenColumns(pack.footer.columns, options.columns);
  if (path === undefined) {
    await writeDataset(pack, columns, format, standardOutput().write);
    return EXIT.ok;
  }
  const interruption = onInterruption();
  try {
    using file = fileOutput(path);
    await writeDataset(pack, columns, format, async (data) => {
      interruption.signal.throwIfAborted();
      await file.write(data);
    });
    file.finish();
    return EXIT.ok;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    printTo(Deno.stderr, `Interrupted: ${escapeTerminal(path)} was not written.\n`);
    return EXIT.interrupted;
  } finally {
    interruption.close();
  }
}

async function writeDataset(
  pack: PackReader,
  columns: readonly PackColumn[],
  format: BinaryFormat | typeof TEXT_FORMATS[number],
  write: Write,
): Promise<void> {
  if (isBinary(format)) {
    const places = columns.map((column) => pack.footer.columns.indexOf(column));
    await runExport({ pack_path: pack.path, format, columns: places }, write);
  } else {
    const pieces = format === "csv"
      ? csvText(pack, columns, [{ start: 0, end: pack.rows }], false)
      : jsonRows(pack, columns);
    for (const piece of pieces) await write(piece);
  }
}

function formatOf(option: unknown): BinaryFormat | typeof TEXT_FORMATS[number] {
  const name = String(option ?? "csv");
  const format = [...TEXT_FORMATS, ...BINARY_FORMATS].find((each) => each === name);
  if (format === undefined) throw invalidOption("format", name, "csv, json, arrow or parquet");
  return format;
}

function isBinary(format: string): format is BinaryFormat {
  return BINARY_FORMATS.some((each) => each === format);
}
