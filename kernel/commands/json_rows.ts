import type { PackColumn } from "../contract/dataset.ts";
import { dateText, timestampText } from "../contract/pack_cell_text.ts";
import type { Cell, PackReader } from "../store/pack_reader.ts";

/** Characters gathered before they are handed on. */
const PIECE_LENGTH = 256 * 1024;

/**
 * A dataset as a JSON list of objects, some at a time.
 * @param pack open
 * @param columns of its footer
 */
export function* jsonRows(
  pack: PackReader,
  columns: readonly PackColumn[],
): Generator<string, void> {
  const names = columns.map(({ name }) => JSON.stringify(name));
  yield "[";
  for (const batch of pack.batches(columns)) {
    let text = "";
    for (let row = 0; row < batch.rows; row++) {
      const members = columns.map((column, c) =>
        `${names[c]}:${jsonValue(column, batch.columns[c]![row]!)}`
      );
      text += `${batch.start + row === 0 ? "" : ","}\n{${members.join(",")}}`;
      if (text.length < PIECE_LENGTH) continue;
      yield text;
      text = "";
    }
    yield text;
  }
  yield pack.rows === 0 ? "]\n" : "\n]\n";
}

/** A cell as JSON: integers beyond 2^53 as text, because most readers would round them. */
function jsonValue({ type }: PackColumn, cell: Cell): string {
  if (cell === null) return "null";
  if (type === "date") return JSON.stringify(dateText(cell as number));
  if (type === "timestamp") return JSON.stringify(timestampText(cell as bigint));
  if (typeof cell !== "bigint") return JSON.stringify(cell);
  const exact = BigInt.asIntN(54, cell) === cell;
  return exact ? cell.toString() : JSON.stringify(cell.toString());
}
