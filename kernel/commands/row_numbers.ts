import type { RowRange } from "../contract/result.ts";
import { invalidOption, noSuchRow } from "./errors.ts";

/**
 * The rows that `--rows 5,17,100-120` names: numbers from 0, as findings give them; both ends of a
 * range are meant.
 * @param text numbers and ranges between commas
 * @param rows rows of the dataset
 * @returns half-open ranges in the order given
 * @throws CodedError E_USAGE_OPTION, E_DATASET_ROW
 */
export function rowNumbers(text: string, rows: number): readonly RowRange[] {
  return text.split(",").map((part) => {
    const match = /^\s*(\d{1,15})(?:-(\d{1,15}))?\s*$/.exec(part);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (!(first <= last)) {
      throw invalidOption("rows", text, "row numbers from 0 and ranges of them: 5,17,100-120");
    }
    if (!(last < rows)) throw noSuchRow(last, rows);
    return { start: first, end: last + 1 };
  });
}
