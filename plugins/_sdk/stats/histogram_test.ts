import assert from "node:assert/strict";
import fc from "fast-check";
import { histogram } from "./histogram.ts";

const DATA = fc.array(fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 })), {
  maxLength: 80,
  size: "max",
});

Deno.test("histogram() counts every finite value once, in the bin whose edges hold it", () => {
  fc.assert(fc.property(DATA, fc.integer({ min: 1, max: 20 }), (data, maxBins) => {
    const { edges, counts, missing, infinite } = histogram(Float64Array.from(data), maxBins);
    const finite = data.filter(Number.isFinite);
    assert.equal(missing, data.filter(Number.isNaN).length);
    assert.equal(infinite, data.length - missing - finite.length);
    assert.ok(counts.length <= maxBins);
    if (finite.length === 0) return assert.equal(edges.length, 0);
    assert.equal(edges[0]! + 0, Math.min(...finite) + 0);
    assert.equal(edges.at(-1)! + 0, Math.max(...finite) + 0);
    const want = Array.from(counts, (_, bin) => {
      const last = bin === counts.length - 1;
      // Of equal edges (a range of a few denormals) the last bin that begins there has the value.
      return finite.filter((x) =>
        x >= edges[bin]! && (last ? x <= edges[bin + 1]! : x < edges[bin + 1]!)
      ).length;
    });
    assert.deepEqual(Array.from(counts), want);
    assert.equal(want.reduce((a, b) => a + b, 0), finite.length);
  }));
});

Deno.test("histogram() takes the width of Freedman and Diaconis", () => {
  // 0 … 999: quartiles 249.75 and 749.25, width 2 · 499.5 / 10 = 99.9, 999 / 99.9 = 10 bins.
  const { edges, counts } = histogram(Float64Array.from({ length: 1000 }, (_, i) => i));
  assert.deepEqual(Array.from(counts), new Array(10).fill(100));
  assert.ok(Math.abs(edges[1]! - 99.9) < 1e-12);
});

Deno.test("histogram() caps the bins of a heavy tail and falls back where the middle is constant", () => {
  const tail = Float64Array.from({ length: 1000 }, (_, i) => 10 ** (i / 20));
  assert.equal(histogram(tail).counts.length, 64);
  assert.equal(histogram(tail, 7).counts.length, 7);
  const spike = new Float64Array(1024).fill(5);
  spike[3] = 6;
  assert.deepEqual(Array.from(histogram(spike).counts), [1023, ...new Array(9).fill(0), 1]);
});

Deno.test("histogram() of a constant has one bin, of nothing none", () => {
  assert.deepEqual(histogram(Float64Array.of(2, 2, 2)), {
    edges: Float64Array.of(2, 2),
    counts: Uint32Array.of(3),
    missing: 0,
    infinite: 0,
  });
  assert.equal(histogram(Float64Array.of(NaN, Infinity)).counts.length, 0);
});

Deno.test("histogram() spans the whole range of doubles", () => {
  const { edges, counts } = histogram(Float64Array.of(-1.7e308, 0, 1.7e308), 4);
  assert.ok(edges.every(Number.isFinite));
  assert.equal(counts.reduce((a, b) => a + b), 3);
});

Deno.test("histogram() refuses a cap that is no positive integer", () => {
  for (const maxBins of [0, -1, 2.5, NaN, Infinity]) {
    assert.throws(() => histogram(Float64Array.of(1), maxBins), { code: "E_STATS_ARGUMENT" });
  }
});
