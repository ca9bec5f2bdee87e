import assert from "node:assert/strict";
import fc from "fast-check";
import { quantile } from "./quantile.ts";
import { quantiles } from "./quantiles.ts";

const DATA = fc.array(
  fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
  { maxLength: 80, size: "max" },
);
const Q = fc.double({ min: 0, max: 1, noNaN: true });

function bySorting(values: number[], q: number): number {
  const sorted = values.filter((x) => x === x).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const h = (sorted.length - 1) * q;
  const low = sorted[Math.floor(h)]!;
  const high = sorted[Math.min(Math.floor(h) + 1, sorted.length - 1)]!;
  const fraction = h - Math.floor(h);
  if (fraction === 0 || low === high) return low;
  return high - low < Infinity
    ? low + fraction * (high - low)
    : (1 - fraction) * low + fraction * high;
}

Deno.test("quantiles() is the type 7 definition on the sorted values", () => {
  fc.assert(fc.property(DATA, fc.array(Q, { maxLength: 12, size: "max" }), (data, qs) => {
    const values = Float64Array.from(data);
    const before = values.slice();
    const found = quantiles(values, qs);
    assert.deepEqual(values, before);
    // + 0, because sorting does not order −0 and 0.
    assert.deepEqual(Array.from(found, (x) => x + 0), qs.map((q) => bySorting(data, q) + 0));
  }));
});

Deno.test("quantiles() is the definition on large arrays, where selection samples", () => {
  const n = 20_000;
  const shapes: Record<string, (i: number) => number> = {
    shuffled: (i) => (i * 7919) % n,
    sorted: (i) => i,
    descending: (i) => -i,
    "organ pipe": (i) => Math.min(i, n - i),
    "two values": (i) => i & 1,
    constant: () => 4,
    sawtooth: (i) => i % 17,
  };
  const qs = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0, 1, 0.5];
  for (const [name, shape] of Object.entries(shapes)) {
    const data = Array.from({ length: n }, (_, i) => shape(i));
    const want = qs.map((q) => bySorting(data, q));
    assert.deepEqual(Array.from(quantiles(Float64Array.from(data), qs)), want, name);
  }
});

Deno.test("quantile() never falls as q rises", () => {
  fc.assert(fc.property(DATA, Q, Q, (data, a, b) => {
    const values = Float64Array.from(data);
    const low = quantile(values, Math.min(a, b));
    const high = quantile(values, Math.max(a, b));
    return low !== low || low <= high;
  }));
});

Deno.test("quantile() agrees with R on a worked example", () => {
  // quantile(c(2, 4, 4, 5, 9, 11), .3, type = 7)
  assert.equal(quantile(Float64Array.of(5, 4, 11, 2, 9, 4), 0.3), 4);
  assert.equal(quantile(Float64Array.of(5, 4, 11, 2, 9, 4), 0.5), 4.5);
  assert.equal(quantile(Float64Array.of(5, 4, 11, 2, 9, 4), 0.9), 10);
});

Deno.test("quantile() of no values is NaN, of one that value, of infinities no NaN", () => {
  assert.equal(quantile(new Float64Array(0), 0.5), NaN);
  assert.equal(quantile(Float64Array.of(NaN, NaN), 0.5), NaN);
  assert.equal(quantile(Float64Array.of(3), 0.77), 3);
  assert.equal(quantile(Float64Array.of(Infinity, Infinity, 1), 0.8), Infinity);
  assert.equal(quantile(Float64Array.of(-1.7e308, 1.7e308), 0.5), 0);
});

Deno.test("quantile() refuses a q outside [0, 1], NaN included, even of no values", () => {
  for (const q of [-1e-9, 1.0000001, NaN, Infinity]) {
    assert.throws(() => quantile(Float64Array.of(1, 2), q), { code: "E_STATS_ARGUMENT" });
    assert.throws(() => quantile(new Float64Array(0), q), { code: "E_STATS_ARGUMENT" });
  }
});
