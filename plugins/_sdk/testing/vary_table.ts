import type { Rng } from "../stats/rng.ts";
import type { Cell, TestColumns, TypedCells } from "./build_pack.ts";

/** Cells of a column with what else is known of it. */
function cellsOf(column: TestColumns[string]): { cells: Cell[]; about: Partial<TypedCells> } {
  const given = column as ArrayLike<Cell> | TypedCells;
  if ("type" in given) return { cells: Array.from(given.values), about: given };
  return { cells: Array.from(given), about: {} };
}

function mapColumns(
  table: TestColumns,
  map: (cells: Cell[], name: string) => readonly Cell[],
): TestColumns {
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => {
      const { cells, about } = cellsOf(column);
      const values = map(cells, name);
      return [name, { ...about, type: about.type ?? typeOf(cells), values }];
    }),
  );
}

function typeOf(cells: readonly Cell[]): TypedCells["type"] {
  const first = cells.find((cell) => cell !== null && !Number.isNaN(cell));
  if (typeof first === "string") return "text";
  if (typeof first === "boolean") return "boolean";
  return typeof first === "bigint" ? "int64" : "float64";
}

/** Number of rows of a table. */
export function rowsOf(table: TestColumns): number {
  const first = Object.values(table)[0];
  return first === undefined ? 0 : cellsOf(first).cells.length;
}

/** Some rows of a table, in the order given; −1 is a row without any value. */
export function takeRows(table: TestColumns, rows: readonly number[]): TestColumns {
  return mapColumns(table, (cells) => rows.map((row) => row < 0 ? null : cells[row]!));
}

/**
 * The tables on which plugins break, made from an ordinary one.
 * @param table an ordinary table of the plugin's kind
 */
export function edgeTables(table: TestColumns): Readonly<Record<string, TestColumns>> {
  const rows = rowsOf(table);
  const numeric = (cells: readonly Cell[]) => typeof cells.find((cell) => cell !== null);
  const scaled = (unit: number) =>
    mapColumns(
      table,
      (cells) =>
        cells.map((cell) => typeof cell === "number" && !isWhole(cells) ? cell * unit : cell),
    );
  const spiked = mapColumns(
    table,
    (cells) =>
      cells.map((cell, row) =>
        typeof cell !== "number" || isWhole(cells)
          ? cell
          : row === 0
          ? 1e300
          : row === rows - 1
          ? -1e300
          : cell
      ),
  );
  return {
    "no rows": takeRows(table, []),
    "one row": takeRows(table, rows > 0 ? [0] : []),
    "two rows": takeRows(table, rows > 1 ? [0, rows - 1] : []),
    "constant columns": mapColumns(table, (cells) => cells.map(() => cells[0] ?? 1)),
    "columns without a value": mapColumns(table, (cells) => cells.map(() => null)),
    "values of 1e300": scaled(1e298),
    "values of 1e-300": scaled(1e-300),
    "one value of 1e300 and one of -1e300": spiked,
    "every column twice": {
      ...table,
      ...Object.fromEntries(
        Object.entries(table).filter(([, column]) => numeric(cellsOf(column).cells) === "number")
          .map(([name, column]) => [`${name}_again`, column]),
      ),
    },
  };
}

function isWhole(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell === null || Number.isSafeInteger(cell));
}

/**
 * A table with rows that hold no value put between others.
 * @param table an ordinary table
 * @param every one such row after so many
 * @returns the table, and for each of its rows the row it was, −1 for those put in
 */
export function withEmptyRows(
  table: TestColumns,
  every: number,
): { readonly table: TestColumns; readonly was: readonly number[] } {
  const was = Array.from({ length: rowsOf(table) }, (_, row) => row)
    .flatMap((row) => row % every === every >> 1 ? [-1, row] : [row]);
  return { table: takeRows(table, was), was };
}

/** A table with its rows in random order, and for each of its rows the row it was. */
export function withRowsShuffled(
  table: TestColumns,
  rng: Rng,
): { readonly table: TestColumns; readonly was: readonly number[] } {
  const was = Array.from(rng.permutation(rowsOf(table)));
  return { table: takeRows(table, was), was };
}
