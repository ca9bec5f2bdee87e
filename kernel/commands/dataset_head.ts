import type { PackColumn } from "../contract/dataset.ts";
import { cutToWidth, displayWidth } from "../diagnostics/display_width.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { appdataLayout } from "../store/appdata.ts";
import type { Cell } from "../store/pack_reader.ts";
import { chosenColumns } from "./chosen_columns.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { csvCell } from "./csv_cell.ts";
import { invalidOption } from "./errors.ts";
import { openDataset } from "./open_dataset.ts";
import { printTo } from "./print_to.ts";
import { textTable } from "./text_table.ts";

const ROWS = 10;
const MOST_ROWS = 10_000;
/** Places of a cell. */
const CELL_WIDTH = 32;
/** Places of a line that goes to no terminal. */
const LINE_WIDTH = 100;
const MISSING = "∅";
const GAP = "  ";

/** `dataset head <dataset>`: its first rows as a table for people. */
export default async function datasetHead(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const wanted = rowsOf(options.rows);
  using pack = await openDataset(appdataLayout(String(options.appdata)), id!);
  const columns = chosenColumns(pack.footer.columns, options.columns);
  const rows = Math.min(wanted, pack.rows);
  const width = lineWidth();
  let room = width - String(rows).length;
  const shown: (readonly string[])[] = [];
  for (const column of columns) {
    const texts = [
      shownText(column.name),
      ...pack.cells(column, 0, rows).map((cell) => cellText(column, cell)),
    ].map((text) => cutToWidth(text, Math.min(CELL_WIDTH, width)));
    room -= GAP.length + texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
    // With names given every one of them is shown, however long the lines become.
    if (room < 0 && shown.length > 0 && options.columns === undefined) break;
    shown.push(texts);
  }
  const lines = textTable(
    ["", ...shown.map((texts) => texts[0]!)],
    Array.from({ length: rows }, (_, row) => [
      String(row),
      ...shown.map((texts) => texts[row + 1]!),
    ]),
  );
  printTo(Deno.stdout, `${lines.join("\n")}\n`);
  const left_out = columns.length - shown.length;
  const more = [
    ...(rows < pack.rows ? [`rows beyond these: ${pack.rows - rows}`] : []),
    ...(left_out > 0 ? [`columns beyond these: ${left_out}, --columns a,b chooses`] : []),
  ];
  const legend = `${MISSING} is a missing cell`;
  printTo(Deno.stderr, `${[legend, ...more].join("; ")}\n`);
  return EXIT.ok;
}

function lineWidth(): number {
  const columns = Deno.stdout.isTerminal() ? Deno.consoleSize().columns : LINE_WIDTH;
  // Some terminals do not know.
  return columns > 0 ? columns : LINE_WIDTH;
}

function cellText(column: PackColumn, cell: Cell): string {
  if (cell === null) return MISSING;
  return typeof cell === "string" ? shownText(cell) : String(csvCell(column, cell));
}

/** Text as it is; in quotes where it could not be told from a missing cell, or its ends not seen. */
function shownText(text: string): string {
  const escaped = escapeTerminal(text);
  return text === "" || text === MISSING || text.trim() !== text ? `"${escaped}"` : escaped;
}

function rowsOf(value: unknown): number {
  if (value === undefined) return ROWS;
  const rows = Number(value);
  if (!/^\d+$/.test(String(value)) || !(1 <= rows && rows <= MOST_ROWS)) {
    throw invalidOption("rows", String(value), `an integer from 1 to ${MOST_ROWS}`);
  }
  return rows;
}
