import type { BufferName, ColumnSchema, ColumnType, DatasetSchema } from "../contract/dataset.ts";

/** A cell as tests write it; int64 and timestamp as BigInt. */
export type TestCell = number | bigint | boolean | string | null;

/** A column as tests write it. */
export interface TestColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Text only; `plain` when absent. */
  readonly encoding?: "plain" | "dictionary";
  readonly cells: readonly TestCell[];
}

/** A dataset in the form a plugin sends it: the schema, and the bytes of each column's buffers. */
export interface TestDataset {
  readonly schema: DatasetSchema;
  readonly buffers: readonly Partial<Record<BufferName, Uint8Array<ArrayBuffer>>>[];
}

/**
 * Packs plain cells for tests, the slow and obvious way.
 * @param columns at least one, all of the same length
 */
export function testDataset(columns: readonly TestColumn[]): TestDataset {
  const rows = columns[0]!.cells.length;
  const buffers = columns.map(buffersOf);
  const schema = columns.map(({ name, type, encoding, cells }, i): ColumnSchema => ({
    name,
    type,
    encoding: encoding ?? "plain",
    null_count: cells.filter((cell) => cell === null).length,
    buffers: Object.fromEntries(
      Object.entries(buffers[i]!).map(([name, bytes]) => [name, bytes.byteLength]),
    ),
  }));
  return { schema: { rows, columns: schema }, buffers };
}

function buffersOf(
  { type, encoding, cells }: TestColumn,
): Partial<Record<BufferName, Uint8Array<ArrayBuffer>>> {
  const own: Partial<Record<BufferName, Uint8Array<ArrayBuffer>>> = {};
  if (cells.includes(null)) own.validity = bits(cells.map((cell) => cell !== null));
  switch (type) {
    case "boolean":
      own.values = bits(cells.map((cell) => cell === true));
      break;
    case "float64":
      own.values = bytesOf(Float64Array.from(cells, (cell) => Number(cell ?? 0)));
      break;
    case "date":
      own.values = bytesOf(Int32Array.from(cells, (cell) => Number(cell ?? 0)));
      break;
    case "int64":
    case "timestamp":
      own.values = bytesOf(BigInt64Array.from(cells, (cell) => BigInt(cell ?? 0)));
      break;
    case "text": {
      const texts = cells.map((cell) => cell === null ? null : String(cell));
      Object.assign(own, encoding === "dictionary" ? dictionary(texts) : plain(texts));
    }
  }
  return own;
}

function plain(texts: readonly (string | null)[]) {
  const { data, offsets } = joined(texts.map((text) => text ?? ""));
  return { offsets: bytesOf(BigInt64Array.from(offsets, BigInt)), data };
}

function dictionary(texts: readonly (string | null)[]) {
  const entries = [...new Set(texts.filter((text) => text !== null))];
  const { data, offsets } = joined(entries);
  return {
    values: bytesOf(Int32Array.from(texts, (text) => text === null ? 0 : entries.indexOf(text))),
    dictionary_offsets: bytesOf(Int32Array.from(offsets)),
    dictionary_data: data,
  };
}

function joined(texts: readonly string[]) {
  const encoder = new TextEncoder();
  const offsets = [0];
  for (const text of texts) offsets.push(offsets.at(-1)! + encoder.encode(text).byteLength);
  return { data: encoder.encode(texts.join("")), offsets };
}

function bits(flags: readonly boolean[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, row) => {
    if (flag) bytes[row >> 3]! |= 1 << (row & 7);
  });
  return bytes;
}

function bytesOf(array: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
