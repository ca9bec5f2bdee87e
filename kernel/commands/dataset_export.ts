import { dateText, timestampText } from "../contract/pack_cell_text.ts";
import { csvLine } from "../contract/csv_field.ts";
import type { PackColumn } from "../contract/dataset.ts";
import { appdataLayout, packPath } from "../store/appdata.ts";
import { type Cell, openPack } from "../store/pack_reader.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { csvCell } from "./csv_cell.ts";
import { invalidOption } from "./errors.ts";
import { standardOutput } from "./standard_output.ts";

const BATCH_ROWS = 4096;

/** `dataset export <version_id>`: writes a dataset version to standard output. */
export default async function datasetExport(
  { arguments: [version], options }: CommandInput,
): Promise<number> {
  const format = String(options.format ?? "csv");
  if (format !== "csv" && format !== "json") {
    throw invalidOption("format", format, "csv or json");
  }
  const pack = openPack(packPath(appdataLayout(String(options.appdata)), version!));
  const { write } = standardOutput();
  try {
    const { columns } = pack.footer;
    if (format === "csv") {
      await write(csvLine(columns.map(({ name }) => name)));
    } else {
      await write("[");
    }
    for (let start = 0; start < pack.rows; start += BATCH_ROWS) {
      const rows = Math.min(BATCH_ROWS, pack.rows - start);
      const cells = columns.map((column) => pack.cells(column, start, rows));
      let text = "";
      for (let row = 0; row < rows; row++) {
        const line = columns.map((column, c) => [column, cells[c]![row]!] as const);
        text += format === "csv"
          ? csvLine(line.map(([column, cell]) => csvCell(column, cell)))
          : `${start + row === 0 ? "" : ","}\n${jsonLine(line)}`;
      }
      await write(text);
    }
    if (format === "json") await write(pack.rows === 0 ? "]\n" : "\n]\n");
    return EXIT.ok;
  } finally {
    pack.close();
  }
}

type Field = readonly [column: PackColumn, cell: Cell];

function jsonLine(fields: readonly Field[]): string {
  const members = fields.map(([column, cell]) =>
    `${JSON.stringify(column.name)}:${jsonValue(column, cell)}`
  );
  return `{${members.join(",")}}`;
}

/** A cell as JSON: integers beyond 2^53 as text, because most readers would round them. */
function jsonValue(column: PackColumn, cell: Cell): string {
  if (cell === null) return "null";
  if (column.type === "date" || column.type === "timestamp") {
    return JSON.stringify(cellText(column, cell));
  }
  if (typeof cell !== "bigint") return JSON.stringify(cell);
  const exact = BigInt.asIntN(54, cell) === cell;
  return exact ? cell.toString() : JSON.stringify(cell.toString());
}

function cellText({ type }: Pick<PackColumn, "type">, cell: Cell): string | null {
  if (cell === null) return null;
  if (type === "date") return dateText(cell as number);
  if (type === "timestamp") return timestampText(cell as bigint);
  return String(cell);
}
