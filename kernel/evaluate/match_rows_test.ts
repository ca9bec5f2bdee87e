import assert from "node:assert/strict";
import { covering } from "./covering.ts";
import { matchRows } from "./match_rows.ts";

/** A small generator of its own, so that the kernel's tests need no plugin's. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function someRows(next: () => number, below: number, count: number): number[] {
  const rows = Array.from({ length: count }, () => Math.floor(next() * below));
  return [...new Set(rows)].sort((a, b) => a - b);
}

/** Most pairs, by trying every way. */
function mostPairs(expected: readonly number[], found: readonly number[], margin: number): number {
  const [first, ...rest] = expected;
  if (first === undefined) return 0;
  let best = mostPairs(rest, found, margin);
  found.forEach((row, i) => {
    if (Math.abs(row - first) > margin) return;
    best = Math.max(best, 1 + mostPairs(rest, found.filter((_, j) => j !== i), margin));
  });
  return best;
}

Deno.test("matchRows() makes as many pairs as there can be, each row once", () => {
  const stream = numbers(7);
  const next = () => stream.next().value;
  for (let trial = 0; trial < 400; trial++) {
    const expected = someRows(next, 30, 1 + Math.floor(next() * 5));
    const found = someRows(next, 30, Math.floor(next() * 6));
    const margin = Math.floor(next() * 6);
    const pairs = matchRows(expected, found, margin);
    const made = pairs.filter((row) => row !== undefined);
    assert.equal(new Set(made).size, made.length);
    pairs.forEach((row, i) => {
      if (row !== undefined) assert.ok(Math.abs(row - expected[i]!) <= margin);
    });
    assert.equal(made.length, mostPairs(expected, found, margin));
  }
});

/** The definition, row by row. */
function coveringByRows(truth: readonly number[], found: readonly number[], rows: number): number {
  const setsOf = (starts: readonly number[]) => {
    const labels = Array.from({ length: rows }, (_, row) => starts.filter((s) => s <= row).length);
    return Map.groupBy(labels.keys(), (row) => labels[row]!);
  };
  let sum = 0;
  for (const real of setsOf(truth).values()) {
    const indices = [...setsOf(found).values()].map((segment) => {
      const shared = segment.filter((row) => real.includes(row)).length;
      return shared / new Set([...segment, ...real]).size;
    });
    sum += real.length * Math.max(...indices);
  }
  return sum / rows;
}

Deno.test("covering() is the definition counted row by row", () => {
  const stream = numbers(11);
  const next = () => stream.next().value;
  for (let trial = 0; trial < 200; trial++) {
    const rows = 1 + Math.floor(next() * 30);
    const inside = (starts: readonly number[]) => starts.filter((row) => row > 0);
    const truth = inside(someRows(next, rows, Math.floor(next() * 4)));
    const found = inside(someRows(next, rows, Math.floor(next() * 4)));
    assert.ok(Math.abs(covering(truth, found, rows) - coveringByRows(truth, found, rows)) < 1e-12);
  }
});

Deno.test("covering() is 1 for the truth itself and ignores rows that are not there", () => {
  assert.equal(covering([20, 60], [20, 60], 100), 1);
  assert.equal(covering([], [], 100), 1);
  assert.equal(covering([50], [50, 100, 0, -3, 700], 100), 1);
  assert.equal(covering([50], [], 100), 0.5);
  assert.equal(covering([50], [700], 100), 0.5);
});
