import type { PackColumn } from "../contract/dataset.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { invalidOption, unknownColumn } from "./errors.ts";

/**
 * The columns that `--columns a,b` names, in its order; all when it was not given.
 * @param columns of a pack's footer
 * @param option names between commas; one with a comma or a quote in it stands in quotes, as in CSV
 * @throws CodedError E_DATASET_COLUMN, E_USAGE_OPTION
 */
export function chosenColumns(
  columns: readonly PackColumn[],
  option: unknown,
): readonly PackColumn[] {
  if (option === undefined) return columns;
  const text = String(option);
  const names = namesIn(text);
  if (names === undefined || new Set(names).size !== names.length) {
    throw invalidOption("columns", text, 'names between commas, each once: a,b or a,"b, c"');
  }
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names.map((name) => {
    const column = byName.get(name);
    if (column === undefined) throw unknownColumn(name, nearest(name, [...byName.keys()]));
    return column;
  });
}

/** The fields of one CSV record; undefined when it is none. */
function namesIn(text: string): readonly string[] | undefined {
  const names: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (match === null) return undefined;
    names.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === "") return names;
  }
}
