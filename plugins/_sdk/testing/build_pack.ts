import type { ColumnEncoding, ColumnSchema, ColumnType } from "../../../kernel/contract/dataset.ts";
import { Table } from "../table/table.ts";
import { MemoryFile } from "./memory_file.ts";
import { type ColumnBuffers, packOf } from "./pack_of.ts";

/** A cell in a test: null and NaN are missing. */
export type Cell = null | boolean | number | bigint | string;

/** A column in a test, with its type when the cells do not say it. */
export interface TypedCells {
  readonly type: ColumnType;
  readonly values: ArrayLike<Cell>;
  /** Text only; `dictionary` when absent. */
  readonly encoding?: ColumnEncoding;
}

/**
 * Columns by name. Bare arrays get the type of their first cell that is there: numbers are float64,
 * bigints int64, strings text (dictionary), booleans boolean; float64 when all are missing.
 */
export type TestColumns = Readonly<Record<string, ArrayLike<Cell> | TypedCells>>;

/**
 * A table in memory, for tests of plugins.
 *
 * ```ts ignore
 * const table = tableOf({ x: [1, 2, null], n: { type: "int64", values: [1, 2, 3] }, s: ["a", "b", "a"] });
 * ```
 * @param columns all of one length; dates are days and timestamps microseconds, as number or bigint
 */
export function tableOf(columns: TestColumns): Table {
  return new Table(new MemoryFile(buildPack(columns)), "0123456789abcdef");
}

/**
 * The bytes of a pack file with these columns.
 * @param columns see {@link tableOf}
 */
export function buildPack(columns: TestColumns): Uint8Array {
  const schemas: ColumnSchema[] = [];
  const buffers: ColumnBuffers[] = [];
  let rows: number | undefined;
  for (const [name, given] of Object.entries(columns)) {
    const cells = "type" in given ? given : { type: typeOfCells(given), values: given };
    rows ??= cells.values.length;
    if (cells.values.length !== rows) throw new RangeError(`${name} has another length`);
    const made = columnBuffers(cells);
    const encoding = cells.type === "text" ? cells.encoding ?? "dictionary" : "plain";
    const sizes = Object.entries(made.buffers).map(([buffer, bytes]) => [buffer, bytes.byteLength]);
    schemas.push({
      name,
      type: cells.type,
      encoding,
      null_count: made.missing,
      buffers: Object.fromEntries(sizes),
    });
    buffers.push(made.buffers);
  }
  return packOf({ rows: rows ?? 0, columns: schemas }, buffers);
}

function typeOfCells(cells: ArrayLike<Cell>): ColumnType {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (isMissingCell(cell)) continue;
    if (typeof cell === "bigint") return "int64";
    if (typeof cell === "string") return "text";
    if (typeof cell === "boolean") return "boolean";
    break;
  }
  return "float64";
}

function isMissingCell(cell: Cell): boolean {
  return cell === null || (typeof cell === "number" && Number.isNaN(cell));
}

function columnBuffers(cells: TypedCells): { missing: number; buffers: ColumnBuffers } {
  const { type, values } = cells;
  const rows = values.length;
  const validity = new Uint8Array(Math.ceil(rows / 8));
  let missing = 0;
  for (let row = 0; row < rows; row++) {
    if (isMissingCell(values[row]!)) missing++;
    else validity[row >> 3]! |= 1 << (row & 7);
  }
  const body = type === "text"
    ? cells.encoding === "plain" ? plainText(values) : dictionaryText(values)
    : { values: fixedWidth(type, values) };
  return { missing, buffers: missing > 0 ? { validity, ...body } : body };
}

function fixedWidth(type: Exclude<ColumnType, "text">, cells: ArrayLike<Cell>): Uint8Array {
  const rows = cells.length;
  if (type === "boolean") {
    const bits = new Uint8Array(Math.ceil(rows / 8));
    for (let row = 0; row < rows; row++) if (cells[row] === true) bits[row >> 3]! |= 1 << (row & 7);
    return bits;
  }
  const width = type === "date" ? 4 : 8;
  const view = new DataView(new ArrayBuffer(rows * width));
  for (let row = 0; row < rows; row++) {
    const cell = cells[row]!;
    if (isMissingCell(cell)) continue;
    if (type === "float64") view.setFloat64(row * 8, Number(cell), true);
    else if (type === "date") view.setInt32(row * 4, Number(cell), true);
    else view.setBigInt64(row * 8, BigInt(cell!), true);
  }
  return new Uint8Array(view.buffer);
}

function plainText(cells: ArrayLike<Cell>): ColumnBuffers {
  const { data, ends } = concatenate(
    Array.from(cells, (cell) => cell === null ? "" : String(cell)),
  );
  return { offsets: new Uint8Array(BigInt64Array.from(ends, BigInt).buffer), data };
}

function dictionaryText(cells: ArrayLike<Cell>): ColumnBuffers {
  const codes = new Map<string, number>();
  const values = new Int32Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]!;
    if (cell === null) continue;
    const text = String(cell);
    if (!codes.has(text)) codes.set(text, codes.size);
    values[row] = codes.get(text)!;
  }
  const { data, ends } = concatenate([...codes.keys()]);
  return {
    values: new Uint8Array(values.buffer),
    dictionary_offsets: new Uint8Array(Int32Array.from(ends).buffer),
    dictionary_data: data,
  };
}

function concatenate(texts: readonly string[]): { data: Uint8Array; ends: number[] } {
  const pieces = texts.map((text) => new TextEncoder().encode(text));
  const ends = [0];
  for (const piece of pieces) ends.push(ends.at(-1)! + piece.byteLength);
  const data = new Uint8Array(ends.at(-1)!);
  pieces.forEach((piece, i) => data.set(piece, ends[i]!));
  return { data, ends };
}
