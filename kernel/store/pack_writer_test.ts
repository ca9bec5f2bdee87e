import assert from "node:assert/strict";
import type { BufferName, ColumnSchema, DatasetSchema } from "../contract/dataset.ts";
import { sha256Hex } from "../canonical/hash.ts";
import { canonicalJson } from "../canonical/canonical_json.ts";
import { parsePackFooter, parsePackTrailer } from "../contract/pack_footer.ts";
import { PackWriter, type WrittenPack } from "./pack_writer.ts";
import { type TestColumn, type TestDataset, testDataset } from "./test_dataset.ts";

const COLUMNS: readonly TestColumn[] = [
  { name: "ok", type: "boolean", cells: [true, null, false, true, true, false, true, true, true] },
  { name: "n", type: "int64", cells: [1n, -(2n ** 63n), null, 2n ** 63n - 1n, 0n, 7n, 8n, 9n, 1n] },
  { name: "x", type: "float64", cells: [0.1, null, -2.5, 1e300, 5e-324, 0, -0, 1 / 3, 2] },
  { name: "day", type: "date", cells: [0, 19782, -1, null, 1, 2, 3, 4, 5] },
  { name: "at", type: "timestamp", cells: [0n, 1n, -5n, null, 1700000000123456n, 2n, 3n, 4n, 5n] },
  { name: "note", type: "text", cells: ["é", "", null, "日本語", "a", "b", "\ufeffx", "😀", "c"] },
  {
    name: "city",
    type: "text",
    encoding: "dictionary",
    cells: ["Zürich", "Bern", "Bern", null, "", "Bern", "Genève", "", "Bern"],
  },
];

async function withWriter(
  work: (writer: PackWriter, root: string) => Promise<void>,
  max_bytes = 1e9,
): Promise<void> {
  const root = Deno.makeTempDirSync();
  const writer = new PackWriter({
    datasets: `${root}/datasets`,
    staging: `${root}/staging`,
    max_bytes,
  });
  try {
    await work(writer, root);
  } finally {
    writer.abort();
    Deno.removeSync(root, { recursive: true });
  }
}

/** Sends a dataset as a plugin would, each buffer in pieces of `piece` bytes. */
async function send(writer: PackWriter, { schema, buffers }: TestDataset, piece = 1 << 20) {
  await writer.schema(schema);
  for (const [column, own] of buffers.entries()) {
    for (const [name, bytes] of Object.entries(own)) {
      for (let at = 0; at < bytes.byteLength; at += piece) {
        await writer.columnChunk(column, name as BufferName, at, bytes.subarray(at, at + piece));
      }
    }
  }
}

async function write(writer: PackWriter, dataset: TestDataset, piece?: number) {
  await send(writer, dataset, piece);
  return await writer.finish();
}

Deno.test("PackWriter keeps every buffer at its place with its hash, and the hash of the footer", async () => {
  const dataset = testDataset(COLUMNS);
  await withWriter(async (writer, root) => {
    const pack = await write(writer, dataset);
    const file = Deno.readFileSync(pack.path);
    assert.equal(pack.path, `${root}/datasets/${pack.version_id}.pack`);
    assert.equal(pack.bytes, file.byteLength);
    const length = parsePackTrailer(file.subarray(-16));
    const footer = file.subarray(-16 - length, -16);
    assert.equal(new TextDecoder().decode(footer), canonicalJson(pack.footer));
    assert.deepEqual(parsePackFooter(footer, file.byteLength), pack.footer);
    assert.equal(pack.sha256, sha256Hex(footer));
    assert.equal(pack.version_id, pack.sha256.slice(0, 16));
    assert.equal(new TextDecoder().decode(file.subarray(0, 8)), "SHPACK01");
    const rest = file.slice();
    rest.fill(0, 0, 8).fill(0, file.byteLength - 16 - length);
    for (const [i, column] of pack.footer.columns.entries()) {
      for (const { name, offset, bytes, sha256 } of column.buffers) {
        const stored = file.subarray(offset, offset + bytes);
        assert.deepEqual(stored, dataset.buffers[i]![name]);
        assert.equal(sha256, sha256Hex(stored));
        rest.fill(0, offset, offset + bytes);
      }
    }
    assert.ok(rest.every((byte) => byte === 0), "padding is zero");
    assert.deepEqual([...Deno.readDirSync(`${root}/staging`)], []);
  });
});

Deno.test("PackWriter finds the smallest and largest value as decimal text", async () => {
  await withWriter(async (writer) => {
    const { footer } = await write(writer, testDataset(COLUMNS));
    assert.deepEqual(footer.columns.map(({ name, min, max }) => [name, min, max]), [
      ["ok", null, null],
      ["n", "-9223372036854775808", "9223372036854775807"],
      ["x", "-2.5", "1e+300"],
      ["day", "-1", "19782"],
      ["at", "-5", "1700000000123456"],
      ["note", null, null],
      ["city", null, null],
    ]);
  });
});

Deno.test("PackWriter ignores missing cells for bounds, and has none when all are missing", async () => {
  await withWriter(async (writer) => {
    const { footer } = await write(
      writer,
      testDataset([
        { name: "x", type: "float64", cells: [null, 5, 3] },
        { name: "n", type: "int64", cells: [null, -5n, -3n] },
        { name: "d", type: "date", cells: [null, null, null] },
        { name: "t", type: "timestamp", cells: [null, null, null] },
        { name: "f", type: "float64", cells: [null, null, null] },
        { name: "c", type: "text", encoding: "dictionary", cells: [null, null, null] },
      ]),
    );
    assert.deepEqual(footer.columns.map(({ min, max }) => [min, max]), [
      ["3", "5"],
      ["-5", "-3"],
      [null, null],
      [null, null],
      [null, null],
      [null, null],
    ]);
  });
});

Deno.test("PackWriter gives the same file whatever the size of the chunks", async () => {
  const made: WrittenPack[] = [];
  for (const piece of [1, 3, 7, 64, 1 << 20]) {
    await withWriter(async (writer) => {
      made.push(await write(writer, testDataset(COLUMNS), piece));
    });
  }
  assert.equal(new Set(made.map(({ sha256 }) => sha256)).size, 1);
  assert.equal(new Set(made.map(({ bytes }) => bytes)).size, 1);
});

Deno.test("PackWriter takes columns and buffers in any order, each buffer from its start", async () => {
  const dataset = testDataset(COLUMNS);
  let expected = "";
  await withWriter(async (writer) => {
    expected = (await write(writer, dataset)).sha256;
  });
  await withWriter(async (writer) => {
    await writer.schema(dataset.schema);
    const sent = new Map<string, number>();
    // Round robin over all buffers, last column first, five bytes at a time.
    for (let more = true; more;) {
      more = false;
      for (let column = dataset.buffers.length - 1; column >= 0; column--) {
        for (const [name, bytes] of Object.entries(dataset.buffers[column]!).reverse()) {
          const at = sent.get(`${column} ${name}`) ?? 0;
          if (at >= bytes.byteLength) continue;
          await writer.columnChunk(column, name as BufferName, at, bytes.subarray(at, at + 5));
          sent.set(`${column} ${name}`, at + 5);
          more = true;
        }
      }
    }
    assert.equal((await writer.finish()).sha256, expected);
  });
});

Deno.test("PackWriter keeps a dataset of no rows, with every type", async () => {
  await withWriter(async (writer) => {
    const empty = COLUMNS.map((column) => ({ ...column, cells: [] }));
    const { footer } = await write(writer, testDataset(empty));
    assert.equal(footer.rows, 0);
    assert.equal(footer.columns.length, COLUMNS.length);
  });
});

Deno.test("PackWriter makes the same dataset twice into one file, mending a damaged one", async () => {
  await withWriter(async (first, root) => {
    const pack = await write(first, testDataset(COLUMNS));
    const good = Deno.readFileSync(pack.path);
    Deno.writeFileSync(pack.path, good.subarray(0, 100));
    const options = { datasets: `${root}/datasets`, staging: `${root}/s2`, max_bytes: 1e9 };
    const again = await write(new PackWriter(options), testDataset(COLUMNS));
    assert.equal(again.path, pack.path);
    assert.deepEqual(Deno.readFileSync(pack.path), good);
    assert.equal([...Deno.readDirSync(`${root}/datasets`)].length, 1);
  });
});

Deno.test("PackWriter refuses to replace another dataset that has the same version id", async () => {
  await withWriter(async (writer, root) => {
    const pack = await write(writer, testDataset([{ name: "a", type: "date", cells: [1] }]));
    const options = { datasets: `${root}/datasets`, staging: `${root}/s2`, max_bytes: 1e9 };
    const other = await write(
      new PackWriter(options),
      testDataset([{ name: "b", type: "date", cells: [1] }]),
    );
    Deno.copyFileSync(other.path, pack.path);
    await assert.rejects(
      write(new PackWriter(options), testDataset([{ name: "a", type: "date", cells: [1] }])),
      { code: "E_DATASET_COLLISION" },
    );
    assert.deepEqual(Deno.readFileSync(pack.path), Deno.readFileSync(other.path));
  });
});

Deno.test("PackWriter.abort() leaves nothing behind, at any moment and twice", async () => {
  const dataset = testDataset(COLUMNS);
  for (const moment of ["before", "schema", "chunk", "all"]) {
    await withWriter(async (writer, root) => {
      if (moment === "schema" || moment === "chunk") await writer.schema(dataset.schema);
      if (moment === "chunk") await writer.columnChunk(0, "values", 0, new Uint8Array(1));
      if (moment === "all") await send(writer, dataset);
      writer.abort();
      writer.abort();
      const left = moment === "before" ? [] : [...Deno.readDirSync(`${root}/staging`)];
      assert.deepEqual(left, []);
      await assert.rejects(writer.finish(), { code: "E_DATASET_ABORTED" });
    });
  }
});

Deno.test("PackWriter checks a large column in slices, and stops when aborted in between", async () => {
  const cells = new Float64Array(1_500_000).fill(1);
  const bytes = new Uint8Array(cells.buffer);
  const schema: DatasetSchema = {
    rows: cells.length,
    columns: [
      {
        name: "x",
        type: "float64",
        encoding: "plain",
        null_count: 0,
        buffers: { values: bytes.length },
      },
    ],
  };
  await withWriter(async (writer) => {
    await writer.schema(schema);
    const check = writer.columnChunk(0, "values", 0, bytes);
    assert.ok(check instanceof Promise);
    writer.abort();
    await assert.rejects(check, { code: "E_DATASET_ABORTED" });
  });
});

type Damage = (schema: DatasetSchema) => unknown;
const column = (change: Record<string, unknown>): Damage => (schema) => ({
  ...schema,
  columns: schema.columns.map((own, i) => i === 0 ? { ...own, ...change } : own),
});
const WRONG_SCHEMAS: Readonly<Record<string, Damage>> = {
  "null": () => null,
  "a list": () => [],
  "no rows": ({ columns }) => ({ columns }),
  "rows below zero": (schema) => ({ ...schema, rows: -1 }),
  "too many rows": (schema) => ({ ...schema, rows: 2 ** 31 }),
  "rows as text": (schema) => ({ ...schema, rows: "9" }),
  "rows that do not fit the sizes": (schema) => ({ ...schema, rows: 10_000 }),
  "another key": (schema) => ({ ...schema, evil: 1 }),
  "no columns": (schema) => ({ ...schema, columns: [] }),
  "columns that are no list": (schema) => ({ ...schema, columns: { length: 1 } }),
  "a column of null": (schema) => ({ ...schema, columns: [null] }),
  "a name twice": (schema) => ({ ...schema, columns: [schema.columns[0], schema.columns[0]] }),
  "an empty name": column({ name: "" }),
  "a name with NUL": column({ name: "a\0" }),
  "a name with a lone surrogate": column({ name: "\udc00" }),
  "a name of 1025 bytes": column({ name: "x".repeat(1025) }),
  "a name that is a number": column({ name: 1 }),
  "an unknown type": column({ type: "decimal" }),
  "a type from the prototype": column({ type: "constructor" }),
  "an encoding that does not go with the type": column({ encoding: "dictionary" }),
  "more missing cells than rows": column({ null_count: 10 }),
  "missing cells without validity": column({ buffers: { values: 2 } }),
  "validity with nothing missing": column({ null_count: 0 }),
  "a buffer of another type": column({ buffers: { validity: 2, values: 2, data: 1 } }),
  "a buffer of the wrong size": column({ buffers: { validity: 2, values: 72 } }),
  "a size below zero": column({ type: "text", buffers: { validity: 2, offsets: 80, data: -1 } }),
  "a dictionary without its first offset": column({
    type: "text",
    encoding: "dictionary",
    buffers: { validity: 2, values: 36, dictionary_offsets: 0, dictionary_data: 0 },
  }),
  "a dictionary of too many entries": column({
    type: "text",
    encoding: "dictionary",
    buffers: { validity: 2, values: 36, dictionary_offsets: 4 * 1_048_578, dictionary_data: 0 },
  }),
};
for (const [what, damage] of Object.entries(WRONG_SCHEMAS)) {
  Deno.test(`PackWriter refuses a schema with ${what}, and makes no file`, async () => {
    await withWriter(async (writer, root) => {
      const wrong = damage(testDataset(COLUMNS).schema) as DatasetSchema;
      await assert.rejects(writer.schema(wrong), { code: "E_DATASET_SCHEMA" });
      assert.deepEqual([...Deno.readDirSync(root)], []);
    });
  });
}

Deno.test("PackWriter refuses a schema that is larger than the limit, or 2^53 bytes", async () => {
  const { schema } = testDataset(COLUMNS);
  const bytes = schema.columns.flatMap(({ buffers }) => Object.values(buffers));
  const total = bytes.reduce((sum, n) => sum + n, 0);
  await withWriter(async (writer) => await writer.schema(schema), total);
  await withWriter(async (writer) => {
    await assert.rejects(writer.schema(schema), { code: "E_DATASET_TOO_LARGE" });
  }, total - 1);
  const text = { name: "t", type: "text", encoding: "plain", null_count: 0 } as const;
  await withWriter(async (writer) => {
    const columns = ["a", "b"].map((name): ColumnSchema => ({
      ...text,
      name,
      buffers: { offsets: 8, data: Number.MAX_SAFE_INTEGER },
    }));
    await assert.rejects(writer.schema({ rows: 0, columns }), { code: "E_DATASET_TOO_LARGE" });
  });
});

Deno.test("PackWriter refuses chunks that do not continue a buffer of the schema", async () => {
  const dataset = testDataset(COLUMNS);
  const one = new Uint8Array(1);
  await withWriter(async (writer) => {
    const refuse = (column: number, buffer: string, offset: number, bytes: Uint8Array) =>
      assert.throws(() => writer.columnChunk(column, buffer as BufferName, offset, bytes), {
        code: "E_DATASET_CHUNK",
      });
    refuse(0, "values", 0, one);
    await writer.schema(dataset.schema);
    await assert.rejects(writer.schema(dataset.schema), { code: "E_DATASET_CHUNK" });
    refuse(COLUMNS.length, "values", 0, one);
    refuse(-1, "values", 0, one);
    refuse(NaN, "values", 0, one);
    refuse(0, "data", 0, one);
    refuse(0, "toString", 0, one);
    refuse(0, "values", 1, one);
    refuse(0, "values", NaN, one);
    refuse(0, "values", 0, new Uint8Array(3));
    await writer.columnChunk(0, "values", 0, one);
    refuse(0, "values", 0, one);
    await writer.columnChunk(0, "values", 1, one);
    refuse(0, "values", 2, one);
  });
});

Deno.test("PackWriter.finish() refuses a dataset with a byte missing, and one without a schema", async () => {
  await withWriter(async (writer) => {
    await assert.rejects(writer.finish(), { code: "E_DATASET_INCOMPLETE" });
    const dataset = testDataset(COLUMNS);
    await writer.schema(dataset.schema);
    for (const [i, own] of dataset.buffers.entries()) {
      for (const [name, bytes] of Object.entries(own)) {
        const last = i === 3 && name === "values" ? 1 : 0;
        await writer.columnChunk(i, name as BufferName, 0, bytes.subarray(0, bytes.length - last));
      }
    }
    await assert.rejects(writer.finish(), {
      code: "E_DATASET_INCOMPLETE",
      message: 'The dataset is not whole: values of column "day" has 35 of 36 bytes.',
    });
  });
});
