import assert from "node:assert/strict";
import type { BufferName } from "../contract/dataset.ts";
import { openPack } from "./pack_reader.ts";
import { PackWriter } from "./pack_writer.ts";
import { rowPieces } from "./row_pieces.ts";
import { testDataset } from "./test_dataset.ts";

const MIB = 1024 * 1024;

Deno.test("rowPieces() covers every row once, with fewer rows where texts are long", async () => {
  const rows = 100;
  const long = (row: number) => 40 <= row && row < 60;
  const root = Deno.makeTempDirSync();
  try {
    const { schema, buffers } = testDataset([
      { name: "n", type: "int64", cells: Array.from({ length: rows }, (_, row) => BigInt(row)) },
      {
        name: "t",
        type: "text",
        cells: Array.from({ length: rows }, (_, row) => long(row) ? "x".repeat(2 * MIB) : "short"),
      },
    ]);
    const writer = new PackWriter({ datasets: root, staging: root, max_bytes: 1e9 });
    await writer.schema(schema);
    for (const [column, own] of buffers.entries()) {
      for (const [name, bytes] of Object.entries(own)) {
        await writer.columnChunk(column, name as BufferName, 0, bytes);
      }
    }
    using pack = openPack((await writer.finish()).path);
    const all = { start: 0, end: rows };
    const pieces = [...rowPieces(pack, pack.footer.columns, all, 64)];
    let next = 0;
    for (const { start, end } of pieces) {
      assert.equal(start, next);
      assert.ok(start < end && end - start <= 64);
      assert.ok(end === rows || end % 8 === 0, `${start} to ${end}`);
      const texts = Array.from({ length: end - start }, (_, i) => long(start + i)).filter(Boolean);
      assert.ok(texts.length <= 4 || end - start === 8, `${texts.length} long texts`);
      next = end;
    }
    assert.equal(next, rows);
    // Who reads no texts gets as many rows as there may be.
    assert.deepEqual([...rowPieces(pack, [pack.column("n")!], { start: 3, end: 90 }, 64)], [
      { start: 3, end: 67 },
      { start: 67, end: 90 },
    ]);
    assert.deepEqual([...rowPieces(pack, pack.footer.columns, { start: 5, end: 5 }, 64)], []);
    const sizes = [...pack.batches()].map((batch) => batch.rows);
    assert.ok(sizes.length > 2 && sizes.reduce((sum, size) => sum + size, 0) === rows);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});
