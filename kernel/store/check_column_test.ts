import assert from "node:assert/strict";
import type { BufferName, ColumnSchema } from "../contract/dataset.ts";
import { checkColumn } from "./check_column.ts";
import type { Bounds } from "./column_batch.ts";
import { type TestCell, type TestColumn, testDataset } from "./test_dataset.ts";

type Buffers = Partial<Record<BufferName, Uint8Array<ArrayBuffer>>>;

function check(column: ColumnSchema, rows: number, buffers: Buffers): Bounds {
  const steps = checkColumn(
    column,
    rows,
    (name, start, length) => {
      const bytes = buffers[name]!;
      assert.ok(start + length <= bytes.byteLength, "the check reads inside the buffer");
      // A copy at the start of its own memory, and one memory a buffer, as the writer has it.
      return bytes.slice(start, start + length);
    },
  );
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

interface Case {
  readonly column: Omit<TestColumn, "name">;
  readonly damage: (buffers: Buffers, schema: { null_count: number }) => void;
  readonly message: RegExp;
}

const float = (...cells: TestCell[]) => ({ type: "float64", cells }) as const;
const text = (...cells: TestCell[]) => ({ type: "text", cells }) as const;
const coded = (...cells: TestCell[]) => ({ type: "text", encoding: "dictionary", cells }) as const;
const f64 = (bytes: Uint8Array) => new Float64Array(bytes.buffer);
const i32 = (bytes: Uint8Array) => new Int32Array(bytes.buffer);
const i64 = (bytes: Uint8Array) => new BigInt64Array(bytes.buffer);

const CASES: Readonly<Record<string, Case>> = {
  "a NaN": {
    column: float(1, 2, 3),
    damage: ({ values }) => f64(values!)[1] = NaN,
    message: /row 1 holds NaN/,
  },
  "an infinity": {
    column: float(1, 2, 3),
    damage: ({ values }) => f64(values!)[2] = -Infinity,
    message: /row 2 holds -Infinity/,
  },
  "a NaN in a column with missing cells": {
    column: float(1, null, 3),
    damage: ({ values }) => f64(values!)[2] = NaN,
    message: /row 2 holds NaN/,
  },
  "a missing double that is not zero": {
    column: float(1, null, 3),
    damage: ({ values }) => f64(values!)[1] = 7,
    message: /row 1, the slot of its missing cell is not zero/,
  },
  "a missing double that is minus zero": {
    column: float(1, null, 3),
    damage: ({ values }) => f64(values!)[1] = -0,
    message: /row 1, the slot/,
  },
  "more missing cells than announced": {
    column: float(0, null, 3),
    damage: ({ validity }) => validity![0]! &= ~1,
    message: /2 cells are missing where its schema says 1/,
  },
  "fewer missing cells than announced": {
    column: float(0, null, 3),
    damage: ({ validity }) => validity![0]! |= 2,
    message: /0 cells are missing where its schema says 1/,
  },
  "validity with padding set": {
    column: float(0, null, 3),
    damage: ({ validity }) => validity![0]! |= 8,
    message: /after the last row of validity/,
  },
  "booleans with padding set": {
    column: { type: "boolean", cells: [true, false, true] },
    damage: ({ values }) => values![0]! |= 128,
    message: /after the last row of values/,
  },
  "a missing boolean that is true": {
    column: { type: "boolean", cells: [true, null, true] },
    damage: ({ values }) => values![0]! |= 2,
    message: /near row 0, the slot/,
  },
  "a missing integer that is not zero": {
    column: { type: "int64", cells: [1n, null] },
    damage: ({ values }) => i64(values!)[1] = 1n << 40n,
    message: /row 1, the slot/,
  },
  "a missing timestamp that is not zero": {
    column: { type: "timestamp", cells: [1n, null] },
    damage: ({ values }) => i64(values!)[1] = -1n,
    message: /row 1, the slot/,
  },
  "a missing date that is not zero": {
    column: { type: "date", cells: [1, null] },
    damage: ({ values }) => i32(values!)[1] = 1,
    message: /row 1, the slot/,
  },
  "a code beyond its dictionary": {
    column: coded("a", "b"),
    damage: ({ values }) => i32(values!)[1] = 2,
    message: /row 1 has code 2, and its dictionary has 2 entries/,
  },
  "a code below zero": {
    column: coded("a", "b"),
    damage: ({ values }) => i32(values!)[0] = -1,
    message: /row 0 has code -1/,
  },
  "a code for a missing cell": {
    column: coded("a", "b", null),
    damage: ({ values }) => i32(values!)[2] = 1,
    message: /row 2, the slot/,
  },
  "a dictionary entry twice": {
    column: coded("a", "b"),
    damage: ({ dictionary_data }) => dictionary_data![1] = 0x61,
    message: /an entry twice/,
  },
  "a dictionary that does not start at 0": {
    column: coded("a", "b"),
    damage: ({ dictionary_offsets }) => i32(dictionary_offsets!)[0] = 1,
    message: /offsets do not rise/,
  },
  "dictionary offsets that go back": {
    column: coded("aa", "b"),
    damage: ({ dictionary_offsets }) => i32(dictionary_offsets!)[1] = 4,
    message: /offsets do not rise/,
  },
  "a dictionary that does not use all its data": {
    column: coded("a", "bb"),
    damage: ({ dictionary_offsets }) => i32(dictionary_offsets!)[2] = 2,
    message: /offsets do not rise/,
  },
  "a dictionary entry that is cut inside a character": {
    column: coded("é", "x"),
    damage: ({ dictionary_offsets }) => i32(dictionary_offsets!)[1] = 1,
    message: /it is not UTF-8/,
  },
  "text that is not UTF-8": {
    column: text("abc", "def"),
    damage: ({ data }) => data![4] = 0xff,
    message: /not UTF-8 near byte/,
  },
  "text that is an encoded surrogate": {
    column: text("日", "def"),
    damage: ({ data }) => data!.set([0xed, 0xa0, 0x80]),
    message: /not UTF-8 near byte/,
  },
  "text that ends inside a character": {
    column: text("a", "é"),
    damage: ({ data }) => data!.set([0x61, 0x61, 0xc3]),
    message: /ends inside a character/,
  },
  "a cell that starts inside a character": {
    column: text("é", "é"),
    damage: ({ offsets }) => i64(offsets!)[1] = 1n,
    message: /row 1 starts inside a character/,
  },
  "offsets that do not start at 0": {
    column: text("a", "b"),
    damage: ({ offsets }) => i64(offsets!)[0] = 1n,
    message: /do not start at 0/,
  },
  "offsets that go back": {
    column: text("aa", "bb"),
    damage: ({ offsets }) => i64(offsets!)[1] = -1n,
    message: /row 0 ends at byte -1/,
  },
  "offsets beyond the data": {
    column: text("aa", "bb"),
    damage: ({ offsets }) => i64(offsets!)[2] = 2n ** 40n,
    message: /row 1 ends at byte 1099511627776 of 4/,
  },
  "offsets that leave data over": {
    column: text("aa", "bb"),
    damage: ({ offsets }) => i64(offsets!)[2] = 3n,
    message: /offsets end at byte 3 of 4/,
  },
  "text of a missing cell": {
    column: text("aa", null, "b"),
    damage: ({ offsets }) => i64(offsets!)[1] = 1n,
    message: /row 1 is missing but has text/,
  },
};

for (const [what, { column, damage, message }] of Object.entries(CASES)) {
  Deno.test(`checkColumn() refuses ${what}`, () => {
    const { schema, buffers } = testDataset([{ name: "c", ...column }]);
    const own = structuredClone(buffers[0]!) as Buffers;
    const announced = { ...schema.columns[0]! };
    check(announced, schema.rows, own);
    damage(own, announced);
    assert.throws(() => check(announced, schema.rows, own), { code: "E_DATASET_VALUES", message });
  });
}

Deno.test("checkColumn() names the row beyond the first batch", () => {
  const cells = Array.from({ length: 300_001 }, (_, i) => i % 3 === 0 ? null : i);
  const { schema, buffers } = testDataset([{ name: "c", type: "float64", cells }]);
  assert.deepEqual(check(schema.columns[0]!, schema.rows, buffers[0]!), {
    min: "1",
    max: "299999",
  });
  f64(buffers[0]!.values!)[262_145] = NaN;
  assert.throws(() => check(schema.columns[0]!, schema.rows, buffers[0]!), /row 262145 holds NaN/);
});

Deno.test("checkColumn() follows text over batches and windows, whatever they cut", () => {
  // 2.6 MB of three-byte characters: windows of 1 MiB cut one; 200,000 rows cut batches.
  const cells = Array.from(
    { length: 200_000 },
    (_, i) => i % 5 === 0 ? "" : "日本語é".slice(i % 4),
  );
  const { schema, buffers } = testDataset([{ name: "c", type: "text", cells }]);
  check(schema.columns[0]!, schema.rows, buffers[0]!);
  const offsets = i64(buffers[0]!.offsets!);
  for (const row of [3, 131_071, 131_072, 131_073, 199_999]) {
    const right = offsets[row]!;
    if (offsets[row + 1] === right) continue;
    offsets[row] = right + 1n;
    assert.throws(
      () => check(schema.columns[0]!, schema.rows, buffers[0]!),
      new RegExp(`row ${row} starts inside a character`),
    );
    offsets[row] = right;
  }
});

Deno.test("checkColumn() reads one cell that is larger than a window", () => {
  const cells = ["a", "é".repeat(1_500_000), "b"];
  const { schema, buffers } = testDataset([{ name: "c", type: "text", cells }]);
  check(schema.columns[0]!, schema.rows, buffers[0]!);
  buffers[0]!.data![2_999_999] = 0x41;
  assert.throws(() => check(schema.columns[0]!, schema.rows, buffers[0]!), /not UTF-8 near byte/);
});

Deno.test("checkColumn() agrees with BigInt on the order of int64", () => {
  const cells = [0n, -1n, 1n, 2n ** 31n, -(2n ** 31n), 2n ** 32n, -(2n ** 32n), 2n ** 62n];
  for (let i = 0; i < cells.length; i++) {
    const some = cells.slice(i);
    const { schema, buffers } = testDataset([{ name: "c", type: "int64", cells: some }]);
    const sorted = some.toSorted((a, b) => a < b ? -1 : a > b ? 1 : 0);
    assert.deepEqual(check(schema.columns[0]!, schema.rows, buffers[0]!), {
      min: String(sorted[0]),
      max: String(sorted.at(-1)),
    });
  }
});

Deno.test("checkColumn() refuses text bytes in a dataset of no rows", () => {
  const column = {
    name: "c",
    type: "text",
    encoding: "plain",
    null_count: 0,
    buffers: { offsets: 8, data: 2 },
  } as const;
  const buffers = { offsets: new Uint8Array(8), data: new Uint8Array(2) };
  assert.throws(() => check(column, 0, buffers), { code: "E_DATASET_VALUES" });
});
