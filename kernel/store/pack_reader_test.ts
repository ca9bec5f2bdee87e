import assert from "node:assert/strict";
import type { BufferName } from "../contract/dataset.ts";
import { openPack } from "./pack_reader.ts";
import { PackWriter } from "./pack_writer.ts";
import { type TestCell, type TestColumn, testDataset } from "./test_dataset.ts";

const KINDS: Readonly<
  Record<string, (i: number) => Omit<TestColumn, "name" | "cells"> & { cell: TestCell }>
> = {
  ok: (i) => ({ type: "boolean", cell: i % 3 === 0 }),
  n: (i) => ({ type: "int64", cell: 2n ** 60n - BigInt(i) }),
  x: (i) => ({ type: "float64", cell: Math.sqrt(i) - 5 }),
  day: (i) => ({ type: "date", cell: i - 40 }),
  at: (i) => ({ type: "timestamp", cell: BigInt(i) * 1_000_003n - 7n }),
  note: (i) => ({ type: "text", cell: "é".repeat(i % 7) + i }),
  city: (i) => ({ type: "text", encoding: "dictionary", cell: `city ${i % 11}` }),
};

/** Columns of every type, each with and without missing cells. */
function columnsOf(rows: number): TestColumn[] {
  return Object.entries(KINDS).flatMap(([name, kind]) => {
    const { cell: _, ...about } = kind(0);
    const cells = Array.from({ length: rows }, (_, i) => kind(i).cell);
    const holes = cells.map((cell, i) => i % 5 === 1 || i > rows - 3 ? null : cell);
    return [{ name, ...about, cells }, { name: `${name} holes`, ...about, cells: holes }];
  });
}

async function withPack(
  columns: readonly TestColumn[],
  work: (path: string) => void | Promise<void>,
): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    const writer = new PackWriter({ datasets: root, staging: root, max_bytes: 1e9 });
    const { schema, buffers } = testDataset(columns);
    await writer.schema(schema);
    for (const [column, own] of buffers.entries()) {
      for (const [name, bytes] of Object.entries(own)) {
        await writer.columnChunk(column, name as BufferName, 0, bytes);
      }
    }
    await work((await writer.finish()).path);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("PackReader gives back every cell of every type, in batches of any size", async () => {
  const columns = columnsOf(101);
  await withPack(columns, (path) => {
    using pack = openPack(path);
    assert.equal(pack.rows, 101);
    for (const size of [1, 8, 24, 64, 104, 5000]) {
      const read: TestCell[][] = columns.map(() => []);
      let next = 0;
      for (const batch of pack.batches(undefined, size)) {
        assert.equal(batch.start, next);
        next += batch.rows;
        batch.columns.forEach((cells, i) => read[i]!.push(...cells));
      }
      assert.equal(next, 101);
      columns.forEach(({ cells }, i) => assert.deepEqual(read[i], cells));
    }
  });
});

Deno.test("PackReader.cells() reads rows that do not start at a byte of the bitmap", async () => {
  const columns = columnsOf(50);
  await withPack(columns, (path) => {
    using pack = openPack(path);
    for (const { name, cells } of columns) {
      const column = pack.column(name)!;
      for (const [start, rows] of [[3, 13], [7, 1], [8, 8], [49, 1], [50, 0], [0, 50]] as const) {
        assert.deepEqual(pack.cells(column, start, rows), cells.slice(start, start + rows));
      }
      for (const [start, rows] of [[-1, 1], [0, 51], [NaN, 1], [0, NaN]] as const) {
        assert.throws(() => pack.cells(column, start, rows), RangeError);
      }
    }
    assert.equal(pack.column("nobody"), undefined);
  });
});

Deno.test("PackReader.verify() accepts what was written, and a dataset of no rows", async () => {
  for (const rows of [0, 101]) {
    await withPack(columnsOf(rows), async (path) => {
      using pack = openPack(path);
      await pack.verify();
      await pack.verify(pack.sha256);
      await assert.rejects(pack.verify("0".repeat(64)), { code: "E_PACK_DAMAGED" });
      assert.ok(path.endsWith(`/${pack.version_id}.pack`));
    });
  }
});

Deno.test("PackReader finds every single changed byte of a pack", async () => {
  await withPack(columnsOf(9).slice(1, 3), async (path) => {
    const good = Deno.readFileSync(path);
    using whole = openPack(path);
    const known = whole.sha256;
    for (let at = 0; at < good.length; at++) {
      Deno.writeFileSync(path, good.with(at, good[at]! ^ 0x20));
      const check = async () => {
        using pack = openPack(path);
        await pack.verify(known);
      };
      await assert.rejects(check, { name: "CodedError" }, `byte ${at} of ${good.length}`);
    }
  });
});

Deno.test("openPack() refuses a pack cut at any length, and one with bytes after its end", async () => {
  await withPack(columnsOf(9).slice(0, 2), (path) => {
    const good = Deno.readFileSync(path);
    for (let length = 0; length < good.length; length += 7) {
      Deno.writeFileSync(path, good.subarray(0, length));
      assert.throws(() => openPack(path), { code: "E_PACK_TRAILER" });
    }
    Deno.writeFileSync(path, new Uint8Array([...good, 0]));
    assert.throws(() => openPack(path), { code: "E_PACK_TRAILER" });
    // Bytes slipped in before a true footer and trailer.
    Deno.writeFileSync(path, new Uint8Array([...good.subarray(0, 64), ...good]));
    assert.throws(() => openPack(path), { code: "E_PACK_TRAILER" });
  });
});

Deno.test("openPack() says which dataset is not there", () => {
  assert.throws(() => openPack("/nowhere/0.pack"), {
    code: "E_DATASET_NOT_FOUND",
    message: 'There is no dataset "0".',
  });
});

Deno.test("PackReader reads cells of many megabytes", async () => {
  const cells = ["a".repeat(9_000_000), "", "é".repeat(5_000_000), "b"];
  await withPack([{ name: "t", type: "text", cells }], (path) => {
    using pack = openPack(path);
    assert.deepEqual(pack.cells(pack.footer.columns[0]!, 0, 4), cells);
  });
});
