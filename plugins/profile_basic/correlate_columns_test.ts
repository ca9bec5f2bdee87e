import assert from "node:assert/strict";
import { createRng, moments, pearson, spearman, type Table } from "harness/sdk";
import { type Cell, tableOf } from "../_sdk/testing/mod.ts";
import { ColumnMemory } from "./column_memory.ts";
import { correlateColumns, type Correlated } from "./correlate_columns.ts";

const SEED = "5eed".repeat(16);

function correlated(table: Table): Correlated[] {
  return table.columns
    .map((column) => ({ column, ...moments(table.numeric(column.name)) }))
    .filter(({ sd }) => sd > 0);
}

function near(actual: number | null, expected: number, what: string): void {
  if (Number.isNaN(expected)) assert.equal(actual, null, what);
  else {assert.ok(
      actual !== null && Math.abs(actual - expected) <= 1e-12,
      `${what} ${actual} ${expected}`,
    );}
}

/** Columns that depend on each other, with ties, other scales and rows missing here and there. */
function messyColumns(rows: number, gaps: boolean): Record<string, Cell[]> {
  const rng = createRng(SEED, "messy", String(rows));
  const base = Array.from({ length: rows }, () => rng.normal());
  const missing = (share: number) => gaps && rng.float64() < share;
  return {
    base: base.map((x) => (missing(0.1) ? null : x)),
    rounded: base.map((x) => (missing(0.3) ? null : Math.round(x + rng.normal()))),
    shifted: base.map((x) => 1e9 + 0.5 * x + rng.normal()),
    huge: base.map((x) => (missing(0.5) ? null : 1e300 * Math.tanh(x - rng.normal()))),
    tiny: base.map(() => 1e-300 * rng.normal()),
    cubed: base.map((x) => x ** 3),
  };
}

for (const gaps of [false, true]) {
  for (const rows of [3, 50, 4096, 10_001]) {
    const name = `correlateColumns() equals the maths kit on ${rows} rows ${
      gaps ? "with" : "without"
    } gaps`;
    Deno.test(name, () => {
      const table = tableOf(messyColumns(rows, gaps));
      const { pairs, spearman_rows } = correlateColumns(
        table,
        correlated(table),
        createRng(SEED),
        new ColumnMemory(table.rows),
      );
      assert.equal(spearman_rows, rows);
      assert.ok(pairs.length >= 6);
      for (const pair of pairs) {
        const x = table.numeric(pair.a);
        const y = table.numeric(pair.b);
        near(pair.pearson, pearson(x, y), `pearson ${pair.a} ${pair.b}`);
        near(pair.spearman, spearman(x, y), `spearman ${pair.a} ${pair.b}`);
        assert.equal(pair.rows, table.complete([pair.a, pair.b]).rows.length);
      }
    });
  }
}

Deno.test("correlateColumns() is right to 1e-12 where a pair's rows lie close together, far from the rest", () => {
  for (let i = 0; i < 20; i++) {
    const rng = createRng(SEED, "close", String(i));
    // All but ten rows of the second column have no partner, and set its mean and spread.
    const far = Array.from({ length: 40 }, () => 700 + rng.normal());
    const close = Array.from({ length: 10 }, () => rng.normal());
    const table = tableOf({
      a: [...far.map(() => null), ...close.map((x) => x + rng.normal())],
      b: [...far, ...close],
    });
    const { pairs: [pair] } = correlateColumns(
      table,
      correlated(table),
      createRng(SEED),
      new ColumnMemory(table.rows),
    );
    near(pair!.pearson, pearson(table.numeric("a"), table.numeric("b")), `close ${i}`);
  }
});

Deno.test("correlateColumns() has no answer for pairs that share fewer than two rows or no spread", () => {
  const table = tableOf({
    a: [1, 2, 3, null, null, null],
    b: [null, null, 1, 2, 3, 5],
    c: [7, 7, 7, 1, 2, 3],
  });
  const { pairs } = correlateColumns(
    table,
    correlated(table),
    createRng(SEED),
    new ColumnMemory(table.rows),
  );
  const [ab, ac, bc] = pairs;
  assert.deepEqual([ab!.rows, ab!.pearson, ab!.spearman], [1, null, null]);
  assert.deepEqual([ac!.rows, ac!.pearson, ac!.spearman], [3, null, null]);
  assert.equal(bc!.rows, 4);
  near(bc!.pearson, pearson(table.numeric("b"), table.numeric("c")), "b c");
});

Deno.test("correlateColumns() keeps its digits where a pair's rows lie far from the column's mean", () => {
  const far = Array.from({ length: 40 }, (_, i) => (i < 20 ? 1e9 : Math.sin(i)));
  const half = Array.from({ length: 40 }, (_, i) => (i < 20 ? null : Math.cos(i * 1.1)));
  const table = tableOf({ far, half });
  const { pairs } = correlateColumns(
    table,
    correlated(table),
    createRng(SEED),
    new ColumnMemory(table.rows),
  );
  near(pairs[0]!.pearson, pearson(table.numeric("far"), table.numeric("half")), "far half");
});

Deno.test("correlateColumns() is exactly 1 or −1 for columns on a line", () => {
  const x = Array.from({ length: 500 }, (_, i) => i * 0.1);
  const table = tableOf({ x, up: x.map((v) => 3 * v - 7), down: x.map((v) => 5 - 1e6 * v) });
  const { pairs } = correlateColumns(
    table,
    correlated(table),
    createRng(SEED),
    new ColumnMemory(table.rows),
  );
  for (const [p, sign] of [1, -1, -1].entries()) {
    assert.ok(Math.abs(pairs[p]!.pearson! - sign) < 1e-14);
    assert.ok(Math.abs(pairs[p]!.spearman! - sign) < 1e-14);
  }
});

for (const gaps of [false, true]) {
  Deno.test(`correlateColumns() is exactly 1 for equal columns ${gaps ? "with" : "without"} gaps`, () => {
    const { base, rounded } = messyColumns(10_001, gaps);
    const table = tableOf({ base: base!, rounded: rounded!, again: base!, once_more: rounded! });
    const { pairs } = correlateColumns(
      table,
      correlated(table),
      createRng(SEED),
      new ColumnMemory(table.rows),
    );
    for (const { a, b, pearson, spearman } of pairs) {
      if (a === "base" && b === "again" || a === "rounded" && b === "once_more") {
        assert.deepEqual([pearson, spearman], [1, 1]);
      }
    }
  });
}
