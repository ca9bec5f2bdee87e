import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { BufferName } from "../contract/dataset.ts";
import { openPack } from "../store/pack_reader.ts";
import { PackWriter } from "../store/pack_writer.ts";
import { type TestColumn, testDataset } from "../store/test_dataset.ts";
import { loadTable } from "./load_table.ts";

async function ask(columns: readonly TestColumn[], sql: string): Promise<unknown[]> {
  const root = Deno.makeTempDirSync();
  try {
    const { schema, buffers } = testDataset(columns);
    const writer = new PackWriter({ datasets: root, staging: root, max_bytes: 1e9 });
    await writer.schema(schema);
    for (const [column, own] of buffers.entries()) {
      for (const [name, bytes] of Object.entries(own)) {
        await writer.columnChunk(column, name as BufferName, 0, bytes);
      }
    }
    using pack = openPack((await writer.finish()).path);
    const db = new DatabaseSync(":memory:");
    try {
      loadTable(db, pack, sql);
      return db.prepare(sql).all().map((row) => ({ ...row }));
    } finally {
      db.close();
    }
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

const TABLE: readonly TestColumn[] = [
  { name: "n", type: "int64", cells: [7n, null, -1n] },
  { name: "N", type: "float64", cells: [0.5, 1.5, null] },
  { name: "day", type: "date", cells: [0, 19782, null] },
  { name: "ok", type: "boolean", cells: [true, false, null] },
  { name: "row_index", type: "text", cells: ["a", null, "c"] },
];

Deno.test("loadTable() gives every column its type and its own name in SQL", async () => {
  assert.deepEqual(await ask(TABLE, "SELECT * FROM data"), [
    { row_index: 0, n: 7, N_2: 0.5, day: "1970-01-01", ok: 1, row_index_2: "a" },
    { row_index: 1, n: null, N_2: 1.5, day: "2024-02-29", ok: 0, row_index_2: null },
    { row_index: 2, n: -1, N_2: null, day: null, ok: null, row_index_2: "c" },
  ]);
});

Deno.test("loadTable() calls a column the same whichever others a query names", async () => {
  assert.deepEqual(await ask(TABLE, "SELECT N_2, row_index FROM data WHERE ok"), [
    { N_2: 0.5, row_index: 0 },
  ]);
  assert.deepEqual(await ask(TABLE, "SELECT count(*) AS rows FROM data"), [{ rows: 3 }]);
});

Deno.test("a table of more columns than SQLite takes can be asked for some of them", async () => {
  const wide = Array.from({ length: 2500 }, (_, c): TestColumn => ({
    name: `c${c}`,
    type: "int64",
    cells: [BigInt(c), BigInt(-c)],
  }));
  const sql = "SELECT row_index, c0, c2499 FROM data WHERE c1234 < 0";
  assert.deepEqual(await ask(wide, sql), [{ row_index: 1, c0: 0, c2499: -2499 }]);
  await assert.rejects(ask(wide, "SELECT * FROM data"), /too many columns/);
});
