import type { BufferName, ColumnSchema } from "../contract/dataset.ts";
import { PackWriter, type WrittenPack } from "../store/pack_writer.ts";

/** What a smoke table holds; `null` is a missing cell. */
export interface SmokeTable {
  readonly name: string;
  readonly rows: number;
  /** Cell of each numeric column at each row; `c` counts the columns from 0. */
  readonly cell: (row: number, c: number) => number | null;
}

const ROWS = 30;

/** The tables on which plugins break. */
export const SMOKE_TABLES: readonly SmokeTable[] = [
  { name: "no rows", rows: 0, cell: () => null },
  { name: "one row", rows: 1, cell: (_row, c) => c + 0.5 },
  { name: "constant columns", rows: ROWS, cell: (_row, c) => c + 0.5 },
  { name: "columns without a value", rows: ROWS, cell: () => null },
];

const NUMERIC = 3;
const MICROSECONDS_A_DAY = 86_400_000_000n;

/**
 * Writes a smoke table as a pack: three float64 columns, an int64, a timestamp and a text column.
 * @param table see {@link SMOKE_TABLES}
 * @param folder existing, absolute; the pack stays there
 */
export async function writeSmokeTable(table: SmokeTable, folder: string): Promise<WrittenPack> {
  const { rows, cell } = table;
  const missing = rows > 0 && cell(0, 0) === null;
  const all = (value: (row: number) => number) =>
    Array.from({ length: rows }, (_, row) => value(row));
  const floats = Array.from(
    { length: NUMERIC },
    (_, c) => new Float64Array(all((row) => cell(row, c) ?? 0)),
  );
  const integers = BigInt64Array.from(all(() => missing ? 0 : 1), BigInt);
  const times = BigInt64Array.from(
    all((row) => missing ? 0 : row),
    (row) => BigInt(row) * MICROSECONDS_A_DAY,
  );
  const columns: { schema: ColumnSchema; buffers: Partial<Record<BufferName, Uint8Array>> }[] = [
    ...floats.map((values, c) => column(`x${c}`, "float64", { values: bytes(values) })),
    column("n", "int64", { values: bytes(integers) }),
    column("at", "timestamp", { values: bytes(times) }),
    column("word", "text", {
      values: bytes(new Int32Array(rows)),
      dictionary_offsets: bytes(missing ? Int32Array.of(0) : Int32Array.of(0, 1)),
      dictionary_data: new TextEncoder().encode(missing ? "" : "a"),
    }),
  ];
  function column(
    name: string,
    type: ColumnSchema["type"],
    given: Partial<Record<BufferName, Uint8Array>>,
  ) {
    const validity = missing ? { validity: new Uint8Array(Math.ceil(rows / 8)) } : {};
    const buffers = { ...validity, ...given };
    const sizes = Object.entries(buffers).map(([buffer, { byteLength }]) => [buffer, byteLength]);
    const schema: ColumnSchema = {
      name,
      type,
      encoding: type === "text" ? "dictionary" : "plain",
      null_count: missing ? rows : 0,
      buffers: Object.fromEntries(sizes),
    };
    return { schema, buffers };
  }
  const writer = new PackWriter({ datasets: folder, staging: folder, max_bytes: 2 ** 20 });
  await writer.schema({ rows, columns: columns.map(({ schema }) => schema) });
  for (const [c, { buffers }] of columns.entries()) {
    for (const [buffer, content] of Object.entries(buffers)) {
      if (content.byteLength > 0) {
        await writer.columnChunk(c, buffer as BufferName, 0, content);
      }
    }
  }
  return await writer.finish();
}

function bytes(view: Float64Array | BigInt64Array | Int32Array): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** The same table as CSV, for plugins that read files. */
export function smokeCsv({ rows, cell }: SmokeTable): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${cell(row, 0) ?? ""},${cell(row, 1) ?? ""}`,
  );
  return ["x0,x1", ...lines, ""].join("\n");
}
