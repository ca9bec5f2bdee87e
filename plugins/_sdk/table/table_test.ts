import assert from "node:assert/strict";
import { buildPack, MemoryFile, tableOf } from "../testing/mod.ts";
import { Table } from "./table.ts";

const COLUMNS = {
  height: [1.5, null, -0.25, 1e300, 7, 0, 0, 0, 9],
  count: { type: "int64", values: [1n, 2n, null, -(2n ** 62n), 9007199254740993n, 0n, 3n, 4n, 5n] },
  day: { type: "date", values: [0, 19844, null, -719528, 1, 2, 3, 4, 5] },
  seen: { type: "timestamp", values: [0n, 1500000n, null, -1n, 1n, 2n, 3n, 4n, 5n] },
  alive: [true, false, null, true, true, true, true, true, true],
  city: ["Oslo", "Zürich", null, "", "Oslo", "Oslo", "𝒳", "Oslo", "b"],
  note: {
    type: "text",
    encoding: "plain",
    values: ["one", null, "", "zwölf", "one", "\ufeffx", "y", "z", "one"],
  },
} as const;

Deno.test("Table reads every type as doubles, NaN where missing", () => {
  const table = tableOf(COLUMNS);
  assert.equal(table.rows, 9);
  assert.deepEqual(table.columns.map((column) => column.name), Object.keys(COLUMNS));
  assert.deepEqual([...table.numeric("height")], [1.5, NaN, -0.25, 1e300, 7, 0, 0, 0, 9]);
  assert.deepEqual([...table.numeric("count")].slice(0, 5), [1, 2, NaN, -(2 ** 62), 2 ** 53]);
  assert.deepEqual([...table.numeric("day")].slice(0, 4), [0, 19844, NaN, -719528]);
  assert.deepEqual([...table.numeric("seen")].slice(0, 4), [0, 1500000, NaN, -1]);
  assert.deepEqual([...table.numeric("alive")].slice(0, 4), [1, 0, NaN, 1]);
});

Deno.test("Table.present() keeps the dataset's row numbers", () => {
  const { values, rows } = tableOf(COLUMNS).present("height");
  assert.deepEqual([...rows], [0, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...values], [1.5, -0.25, 1e300, 7, 0, 0, 0, 9]);
});

Deno.test("Table.complete() keeps the rows in which nothing is missing", () => {
  const { columns, rows } = tableOf(COLUMNS).complete(["height", "day"]);
  assert.deepEqual([...rows], [0, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(columns.map((values) => values.length), [7, 7]);
  assert.equal(columns[1]![1], -719528);
  assert.equal(tableOf(COLUMNS).complete([]).rows.length, 9);
});

Deno.test("Table.int64() is exact where a double is not", () => {
  assert.equal(tableOf(COLUMNS).int64("count")[4], 9007199254740993n);
});

Deno.test("Table.dictionary() gives codes and values of dictionary and plain text alike", () => {
  const table = tableOf(COLUMNS);
  const city = table.dictionary("city");
  assert.deepEqual(city.values, ["Oslo", "Zürich", "", "𝒳", "b"]);
  assert.deepEqual([...city.codes], [0, 1, -1, 2, 0, 0, 3, 0, 4]);
  const note = table.dictionary("note");
  assert.deepEqual(note.values, ["one", "", "zwölf", "\ufeffx", "y", "z"]);
  assert.deepEqual([...note.codes], [0, -1, 1, 2, 0, 3, 4, 5, 0]);
});

Deno.test("Table.cell() shows of every column what Table.text() shows", () => {
  const table = tableOf(COLUMNS);
  for (const { name } of table.columns) {
    const whole = table.text(name);
    assert.deepEqual(Array.from(whole, (_, row) => table.cell(name, row)), whole, name);
  }
  assert.deepEqual(table.text("seen").slice(0, 4), [
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:01.5Z",
    null,
    "1969-12-31T23:59:59.999999Z",
  ]);
  assert.deepEqual(table.text("day").slice(0, 4), ["1970-01-01", "2024-05-01", null, "0000-01-01"]);
  assert.deepEqual(table.text("alive").slice(0, 3), ["true", "false", null]);
  assert.equal(table.cell("count", 4), "9007199254740993");
});

Deno.test("Table reads into memory that it is given what it reads into its own", () => {
  const table = tableOf(COLUMNS);
  const memory = new Float64Array(table.rows).fill(-7);
  for (const { name, type } of table.columns) {
    if (type === "text") {
      const { codes, values } = table.dictionary(name, new Uint8Array(memory.buffer));
      assert.deepEqual({ codes, values }, table.dictionary(name), name);
      continue;
    }
    assert.equal(table.numeric(name, memory).buffer, memory.buffer);
    assert.deepEqual(memory, table.numeric(name), name);
    for (const [start, end] of [[0, 9], [0, 5], [8, 9], [3, 7]] as const) {
      const part = table.numericRange(name, start, end, memory.subarray(0, end - start));
      assert.deepEqual(part, table.numeric(name).slice(start, end), `${name} ${start} ${end}`);
    }
  }
});

for (const rows of [1, 63, 64, 65, 1000]) {
  Deno.test(`Table widens booleans and days in the memory it is given, ${rows} rows`, () => {
    const cells = Array.from({ length: rows }, (_, i) => i % 5 === 4 ? null : i);
    const table = tableOf({
      day: { type: "date", values: cells },
      flag: { type: "boolean", values: cells.map((i) => i === null ? null : i % 3 === 0) },
    });
    for (const name of ["day", "flag"]) {
      assert.deepEqual(table.numeric(name, new Float64Array(rows)), table.numeric(name));
    }
  });
}

Deno.test("Table's arrays are the caller's own: changing one changes no later read", () => {
  const table = tableOf(COLUMNS);
  table.numeric("height").fill(3);
  assert.equal(table.numeric("height")[0], 1.5);
});

Deno.test("Table refuses unknown columns, wrong types and rows beyond the end", () => {
  const table = tableOf(COLUMNS);
  assert.throws(() => table.numeric("width"), { code: "E_COLUMN_UNKNOWN" });
  assert.throws(() => table.numeric("city"), { code: "E_COLUMN_TYPE" });
  assert.throws(() => table.int64("height"), { code: "E_COLUMN_TYPE" });
  assert.throws(() => table.dictionary("height"), { code: "E_COLUMN_TYPE" });
  for (const row of [-1, 9, 0.5, NaN]) {
    assert.throws(() => table.cell("height", row), { code: "E_ROW_RANGE" });
  }
});

Deno.test("Table refuses a pack that was cut", () => {
  const pack = buildPack(COLUMNS);
  for (const length of [0, 5, 63, pack.length - 1]) {
    assert.throws(() => new Table(new MemoryFile(pack.subarray(0, length)), "x").rows, {
      name: "CodedError",
    });
  }
});

Deno.test("Table of no rows reads as empty arrays", () => {
  const table = tableOf({ x: [], s: { type: "text", values: [] } });
  assert.equal(table.rows, 0);
  assert.equal(table.numeric("x").length, 0);
  assert.deepEqual(table.dictionary("s").values, []);
  assert.deepEqual(table.text("s"), []);
});

Deno.test("Table reads plain text that is longer than one block", () => {
  const long = "ä".repeat(3_000_000);
  const values = ["a", long, null, "b", long, "c"];
  const table = tableOf({ s: { type: "text", encoding: "plain", values } });
  assert.deepEqual(table.text("s"), values);
});

Deno.test("Table.numericRange() is the slice of Table.numeric(), wherever it starts and ends", () => {
  const table = tableOf(COLUMNS);
  for (const name of ["height", "count", "day", "seen", "alive"]) {
    const whole = table.numeric(name);
    for (let start = 0; start <= 9; start++) {
      for (let end = start; end <= 9; end++) {
        const part = table.numericRange(name, start, end);
        assert.deepEqual([...part], [...whole.subarray(start, end)], `${name} ${start} ${end}`);
      }
    }
  }
  assert.throws(() => table.numericRange("height", 3, 10), { code: "E_ROW_RANGE" });
  assert.throws(() => table.numericRange("city", 0, 1), { code: "E_COLUMN_TYPE" });
});

Deno.test("Table.forEachText() and forEachTextBytes() visit what Table.text() holds, whatever the encoding", () => {
  const table = tableOf(COLUMNS);
  for (const name of ["city", "note"]) {
    const seen: (string | null)[] = new Array(table.rows).fill(null);
    table.forEachText(name, (row, text) => seen[row] = text);
    assert.deepEqual(seen, table.text(name));
    seen.fill(null);
    table.forEachTextBytes(name, (row, data, start, end) => {
      seen[row] = new TextDecoder("utf-8", { ignoreBOM: true }).decode(data.subarray(start, end));
    });
    assert.deepEqual(seen, table.text(name));
  }
  assert.throws(() => table.forEachTextBytes("day", () => {}), { code: "E_COLUMN_TYPE" });
  assert.throws(() => table.forEachText("day", () => {}), { code: "E_COLUMN_TYPE" });
});
