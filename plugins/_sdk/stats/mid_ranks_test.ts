import assert from "node:assert/strict";
import fc from "fast-check";
import { midRanks } from "./mid_ranks.ts";
import { radixArgsort } from "./radix_argsort.ts";

Deno.test("midRanks() gives ties the mean of their ranks and gaps none", () => {
  assert.deepEqual(
    midRanks(Float64Array.of(10, NaN, 20, 10, 5, 20, 20)),
    Float64Array.of(2.5, NaN, 5, 2.5, 1, 5, 5),
  );
  assert.deepEqual(midRanks(Float64Array.of(0, -0)), Float64Array.of(1.5, 1.5));
  assert.deepEqual(midRanks(new Float64Array(0)), new Float64Array(0));
});

Deno.test("midRanks() is the count below plus half the count of equals", () => {
  const value = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double());
  fc.assert(fc.property(fc.array(value, { maxLength: 150, size: "max" }), (data) => {
    const values = Float64Array.from(data);
    const ranks = midRanks(values);
    const n = data.filter((x) => x === x).length;
    let sum = 0;
    data.forEach((x, i) => {
      if (x !== x) return assert.equal(ranks[i], NaN);
      const below = data.filter((y) => y < x).length;
      const equal = data.filter((y) => y === x).length;
      assert.equal(ranks[i], below + (equal + 1) / 2);
      sum += ranks[i]!;
    });
    assert.equal(sum, n * (n + 1) / 2);
    assert.deepEqual(midRanks(values, radixArgsort(values)), ranks);
  }));
});
