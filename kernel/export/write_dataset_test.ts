/** What is written as Arrow or Parquet is read back cell for cell by the formats' own readers. */
import { type Column, tableFromIPC } from "@uwdata/flechette";
import { parquetMetadata, parquetRead } from "hyparquet";
import assert from "node:assert/strict";
import type { BufferName } from "../contract/dataset.ts";
import { openPack } from "../store/pack_reader.ts";
import { PackWriter } from "../store/pack_writer.ts";
import { type TestCell, type TestColumn, testDataset } from "../store/test_dataset.ts";
import { writeArrow } from "./write_arrow.ts";
import type { WriteDataset } from "./write_dataset.ts";
import { writeParquet } from "./write_parquet.ts";

const INT64_MAX = 2n ** 63n - 1n;

/** Cells that are easily spoilt, by column; each column is repeated as long as is needed. */
const CELLS: readonly TestColumn[] = [
  { name: "ok", type: "boolean", cells: [true, false, false, null, true] },
  { name: "n", type: "int64", cells: [INT64_MAX, -INT64_MAX - 1n, 2n ** 53n + 1n, 0n, -1n] },
  { name: "n holes", type: "int64", cells: [null, 7n, null, null, INT64_MAX] },
  { name: "x", type: "float64", cells: [0.1, -1e-308, 5e-324, 1.7976931348623157e308, -3] },
  { name: "x holes", type: "float64", cells: [null, 0.1 + 0.2, null] },
  { name: "day", type: "date", cells: [-719162, 0, 19782, 2932896, -1] },
  { name: "at", type: "timestamp", cells: [-1n, 1n, null, 1709208000000001n, -62135596800000000n] },
  { name: "text", type: "text", cells: ["", null, "é漢🙂", '"a",\r\n', "\ufeffmark", "\u0000"] },
  {
    name: "__proto__",
    type: "text",
    encoding: "dictionary",
    cells: ["constructor", "", null, "toString", "constructor"],
  },
  { name: "gone", type: "text", encoding: "dictionary", cells: [null] },
  { name: "a.b,c", type: "int64", cells: [null] },
];

function columnsOf(rows: number): TestColumn[] {
  return CELLS.map((column) => ({
    ...column,
    cells: Array.from({ length: rows }, (_, row) => column.cells[row % column.cells.length]!),
  }));
}

/** The bytes of a file with all columns, the last first. */
async function written(columns: readonly TestColumn[], write: WriteDataset): Promise<Uint8Array> {
  const root = Deno.makeTempDirSync();
  try {
    const writer = new PackWriter({ datasets: root, staging: root, max_bytes: 1e9 });
    const { schema, buffers } = testDataset(columns);
    await writer.schema(schema);
    for (const [column, own] of buffers.entries()) {
      for (const [name, bytes] of Object.entries(own)) {
        for (let at = 0; at < bytes.length; at += 1048576) {
          const chunk = bytes.subarray(at, at + 1048576);
          await writer.columnChunk(column, name as BufferName, at, chunk);
        }
      }
    }
    const { path } = await writer.finish();
    using pack = openPack(path);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    write(pack, pack.footer.columns.toReversed(), (bytes) => pieces.push(bytes.slice()));
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

/** Says where two lists part; a difference of two long lists takes minutes to print. */
function assertCells(cells: readonly TestCell[], { name, cells: wanted }: TestColumn): void {
  assert.equal(cells.length, wanted.length, name);
  const row = cells.findIndex((cell, i) => !Object.is(cell, wanted[i]));
  assert.equal(row, -1, `${name}: ${String(cells[row]).slice(0, 80)}`);
}

function arrowCells(column: Column<unknown>): TestCell[] {
  return column.data.flatMap((batch) =>
    Array.from({ length: batch.length }, (_, row) => {
      if (batch.nullCount > 0 && !batch.isValid(row)) return null;
      // What is stored, not the millisecond that the reader would make of it.
      return (column.type.typeId === 10 ? batch.values[row] : batch.at(row)) as TestCell;
    })
  );
}

for (const rows of [0, 1, 17, 65_545]) {
  Deno.test(`Arrow of ${rows} rows reads back cell for cell, types exact`, async () => {
    const columns = columnsOf(rows);
    const bytes = await written(columns, writeArrow);
    const table = tableFromIPC(bytes, { useBigInt: true });
    assert.equal(table.numRows, rows);
    const fields = table.schema.fields.map(({ name, type }) =>
      [name, JSON.stringify(type)] as const
    );
    assert.deepEqual(fields.map(([name]) => name), columns.map(({ name }) => name).reverse());
    const types = Object.fromEntries(fields);
    // Numbers of Schema.fbs: Bool 6, Int 2, FloatingPoint 3, Date 8, Timestamp 10, LargeUtf8 20.
    assert.match(types["ok"]!, /^\{"typeId":6\}$/);
    assert.match(types["n"]!, /"typeId":2,"bitWidth":64,"signed":true/);
    assert.match(types["x"]!, /"typeId":3,"precision":2/);
    assert.match(types["day"]!, /"typeId":8,"unit":0/);
    assert.match(types["at"]!, /"typeId":10,"unit":2,"timezone":"UTC"/);
    assert.match(types["text"]!, /"typeId":20/);
    assert.match(fields.find(([name]) => name === "__proto__")![1], /"typeId":-1.*"typeId":5/);
    if (rows === 0) return;
    for (const [place, column] of columns.toReversed().entries()) {
      const cells = arrowCells(table.getChildAt(place)!);
      assertCells(
        column.type === "date"
          ? cells.map((cell) => cell === null ? null : Number(cell) / 86_400_000)
          : cells,
        {
          ...column,
          // This reader takes a byte order mark at the beginning of a cell for one of the file.
          cells: column.cells.map((cell) =>
            typeof cell === "string" ? cell.replace(/^\ufeff/, "") : cell
          ),
        },
      );
    }
  });

  Deno.test(`Parquet of ${rows} rows reads back cell for cell, types exact`, async () => {
    const columns = columnsOf(rows);
    const bytes = await written(columns, writeParquet);
    const file = bytes.buffer as ArrayBuffer;
    const { schema, num_rows, row_groups } = parquetMetadata(file);
    assert.equal(Number(num_rows), rows);
    assert.equal(row_groups.length, Math.ceil(rows / 65_536));
    assert.deepEqual(
      schema.slice(1).map(({ name, type, converted_type }) => [name, type, converted_type]),
      columns.toReversed().map(({ name, type }) => [
        name,
        ...{
          boolean: ["BOOLEAN", undefined],
          int64: ["INT64", undefined],
          float64: ["DOUBLE", undefined],
          date: ["INT32", "DATE"],
          timestamp: ["INT64", "TIMESTAMP_MICROS"],
          text: ["BYTE_ARRAY", "UTF8"],
        }[type],
      ]),
    );
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    for (const column of columns) {
      let cells: TestCell[] = [];
      await parquetRead({
        file,
        columns: [column.name],
        parsers: {
          dateFromDays: (days) => days,
          timestampFromMicroseconds: (micros) => micros,
          stringFromBytes: (bytes) => bytes && strict.decode(bytes),
        },
        onComplete: (read) => cells = read.map(([cell]) => cell ?? null),
      });
      assertCells(cells, column);
    }
  });
}

Deno.test("columns of long texts are written in smaller batches, and read back cell for cell", async () => {
  const MIB = 1024 * 1024;
  const cells = Array.from({ length: 21 }, (_, row) => row === 5 ? null : `${row}`.repeat(MIB));
  const columns: TestColumn[] = [
    { name: "text", type: "text", cells },
    { name: "n", type: "int64", cells: cells.map((_, row) => row % 3 === 0 ? null : BigInt(row)) },
  ];
  const table = tableFromIPC(await written(columns, writeArrow), { useBigInt: true });
  assert.ok(table.getChild("text").data.length > 1);
  for (const column of columns) assertCells(arrowCells(table.getChild(column.name)), column);
  const file = (await written(columns, writeParquet)).buffer as ArrayBuffer;
  assert.ok(parquetMetadata(file).row_groups.length > 1);
  await parquetRead({
    file,
    onComplete: (read) => {
      for (const [place, column] of columns.toReversed().entries()) {
        assertCells(read.map((row) => row[place] ?? null), column);
      }
    },
  });
});
