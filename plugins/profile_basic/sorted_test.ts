import assert from "node:assert/strict";
import { createRng, histogram, quantiles } from "harness/sdk";
import { distinctValues } from "./distinct_values.ts";
import { sortDoubles } from "./sort_doubles.ts";
import { sortedHistogram } from "./sorted_histogram.ts";
import { sortedQuantile } from "./sorted_quantile.ts";

const rng = createRng("50".repeat(32), "sorted_test");
const SHAPES: Record<string, (i: number) => number> = {
  normal: () => rng.normal(),
  "few values": () => rng.int(4) - 1,
  "all magnitudes": () => rng.normal() * 10 ** (rng.int(600) - 300),
  "ends of the range": () => (rng.int(2) === 0 ? -1 : 1) * 1.7e308 * rng.float64(),
  constant: () => -3,
  denormal: () => (rng.int(9) - 4) * 5e-324,
  ascending: (i) => i,
};

for (const [name, shape] of Object.entries(SHAPES)) {
  for (const n of [1, 2, 3, 500]) {
    const values = Float64Array.from({ length: n }, (_, i) => shape(i));
    const sorted = values.slice();
    sortDoubles(sorted);

    Deno.test(`sortDoubles() orders ${n} values: ${name}`, () => {
      assert.deepEqual([...sorted], [...values].map((x) => x + 0).sort((a, b) => a - b));
    });

    Deno.test(`sortedQuantile() is quantile() of the kit, ${n} values: ${name}`, () => {
      const qs = [0, 0.01, 0.05, 0.25, 1 / 3, 0.5, 0.75, 0.95, 0.99, 1];
      assert.deepEqual(qs.map((q) => sortedQuantile(sorted, q)), [...quantiles(values, qs)]);
    });

    Deno.test(`sortedHistogram() is histogram() of the kit, ${n} values: ${name}`, () => {
      const expected = histogram(values, 20);
      const { edges, counts } = sortedHistogram(sorted, 20);
      assert.deepEqual(edges, [...expected.edges]);
      assert.deepEqual(counts, [...expected.counts]);
    });
  }
}

Deno.test("sortDoubles() makes −0 and 0 one value, and sorts nothing", () => {
  const values = Float64Array.of(0, -0, 1, -0, -1);
  sortDoubles(values);
  assert.ok([...values].every((x) => !Object.is(x, -0)));
  assert.deepEqual([...values], [-1, 0, 0, 0, 1]);
  sortDoubles(new Float64Array(0));
});

Deno.test("sortedHistogram() puts as many integers, or tenths, into each bin as into any other", () => {
  const hundred = Float64Array.from({ length: 20_000 }, (_, i) => Math.floor(i / 200));
  for (const grid of [1, 10]) {
    const sorted = hundred.map((value) => (value - 30) / grid);
    const { edges, counts } = sortedHistogram(sorted, 64, [1, 10]);
    assert.deepEqual([edges[0], edges[1], edges.at(-1)], [-30 / grid, -26 / grid, 70 / grid]);
    assert.deepEqual(counts, Array(25).fill(800));
  }
});

Deno.test("sortedHistogram() of integers has no last bin that is emptier than need be", () => {
  const sorted = Float64Array.from({ length: 100_000 }, (_, i) => Math.floor(i / 1000));
  const { edges, counts } = sortedHistogram(sorted, 34, [1]);
  assert.deepEqual([edges[1], edges.at(-1)], [4, 100]);
  assert.deepEqual(counts, Array(25).fill(4000));
});

Deno.test("sortedHistogram() has one bin for each of a few integers", () => {
  const sorted = Float64Array.of(0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
  const { edges, counts } = sortedHistogram(sorted, 64, [1]);
  assert.equal(counts.reduce((sum, count) => sum + count), 16);
  assert.ok(edges.every(Number.isInteger));
});

Deno.test("distinctValues() counts runs, zeros and negatives, most frequent first", () => {
  const sorted = Float64Array.of(-2, -1, -1, 0, 0, 3, 3, 3, 9);
  assert.deepEqual(distinctValues(sorted, 3), {
    distinct: 5,
    top: [{ value: 3, count: 3 }, { value: -1, count: 2 }, { value: 0, count: 2 }],
    zeros: 2,
    negatives: 3,
  });
  assert.deepEqual(distinctValues(new Float64Array(0), 3), {
    distinct: 0,
    top: [],
    zeros: 0,
    negatives: 0,
  });
});

Deno.test("distinctValues() tells integers apart that a double does not", () => {
  const sorted = BigInt64Array.of(2n ** 53n, 2n ** 53n + 1n, 2n ** 53n + 1n);
  const { distinct, top } = distinctValues(sorted, 1);
  assert.equal(distinct, 2);
  assert.deepEqual(top, [{ value: 2n ** 53n + 1n, count: 2 }]);
});
