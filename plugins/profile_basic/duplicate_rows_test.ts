import assert from "node:assert/strict";
import fc from "fast-check";
import { createRng, type Table } from "harness/sdk";
import { type Cell, tableOf, type TestColumns } from "../_sdk/testing/mod.ts";
import { ColumnMemory } from "./column_memory.ts";
import { duplicateColumns } from "./duplicate_columns.ts";
import { type DuplicateRows, duplicateRows } from "./duplicate_rows.ts";

const rng = () => createRng("d".repeat(64));

function found(table: Table, most: number): DuplicateRows {
  return duplicateRows(table, rng(), most, new ColumnMemory(table.rows));
}

/** The slow and obvious way: every row as one text. */
function expected(columns: Record<string, Cell[]>, rows: number) {
  const seen = new Map<string, number>();
  const repeats: number[] = [];
  for (let row = 0; row < rows; row++) {
    const key = Object.values(columns).map((cells) => `${typeof cells[row]} ${cells[row]}`).join(
      "|",
    );
    const count = seen.get(key) ?? 0;
    if (count > 0) repeats.push(row);
    seen.set(key, count + 1);
  }
  const sizes = [...seen.values()].filter((count) => count > 1);
  return {
    repeats: repeats.length,
    groups: sizes.length,
    largest: Math.max(0, ...sizes),
    rows: repeats.slice(0, 5),
  };
}

Deno.test("duplicateRows() finds what comparing every row finds, in every type", () => {
  const row = fc.record({
    f: fc.constantFrom<Cell>(0, 1.5, null),
    i: fc.constantFrom<Cell>(0n, 2n ** 60n, null),
    b: fc.constantFrom<Cell>(true, false, null),
    s: fc.constantFrom<Cell>("", "a", null),
    p: fc.constantFrom<Cell>("", "é", null),
    d: fc.constantFrom<Cell>(0, -1, null),
  });
  fc.assert(fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
    const columns = Object.fromEntries(
      (["f", "i", "b", "s", "p", "d"] as const).map((key) => [key, rows.map((one) => one[key])]),
    );
    const table = tableOf({
      f: { type: "float64", values: columns.f! },
      i: { type: "int64", values: columns.i! },
      b: { type: "boolean", values: columns.b! },
      s: { type: "text", values: columns.s! },
      p: { type: "text", encoding: "plain", values: columns.p! },
      d: { type: "date", values: columns.d! },
    });
    assert.deepEqual(found(table, 5), expected(columns, rows.length));
  }));
});

Deno.test("duplicateRows() takes −0 for 0, and a missing cell for no value", () => {
  const table = tableOf({ x: [0, -0, null, 0], y: [1, 1, 1, 2] });
  assert.deepEqual(found(table, 9), {
    repeats: 1,
    groups: 1,
    largest: 2,
    rows: [1],
  });
});

Deno.test("duplicateRows() finds one repeat among 100,000 rows, wherever it is", () => {
  const x = Array.from({ length: 100_000 }, (_, i) => i);
  x[99_999] = 3;
  const { repeats, rows } = found(tableOf({ x }), 9);
  assert.deepEqual([repeats, rows], [1, [99_999]]);
});

Deno.test("duplicateColumns() groups columns that are equal cell for cell, gaps included", () => {
  const columns: TestColumns = {
    a: [1, 2, null],
    b: ["x", "y", "x"],
    c: [1, 2, null],
    d: [1, 2, 0],
    e: ["x", "y", "x"],
    f: [null, null, null],
    g: [null, null, null],
    h: { type: "int64", values: [1, 2, null] },
    i: [1, 2, null],
  };
  const table = tableOf(columns);
  assert.deepEqual(duplicateColumns(table.columns, 3), [["a", "c", "i"], ["b", "e"]]);
});
