import assert from "node:assert/strict";
import { compensatedSum } from "./compensated_sum.ts";
import { createRng } from "./rng.ts";
import { prefixSums } from "./prefix_sums.ts";

Deno.test("prefixSums() holds the sum of every prefix, compensated", () => {
  const rng = createRng("5".repeat(64), "prefix");
  const values = Float64Array.from({ length: 500 }, () => rng.normal() * 10 ** rng.int(20));
  const sums = prefixSums(values);
  assert.equal(sums.length, 501);
  for (let n = 0; n <= 500; n++) assert.equal(sums[n], compensatedSum(values.subarray(0, n)));
});

Deno.test("prefixSums() differences are window sums of integers exactly", () => {
  const sums = prefixSums(Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6));
  assert.equal(sums[6]! - sums[2]!, 4 + 1 + 5 + 9);
});

Deno.test("prefixSums() starts at 0 and steps over missing values", () => {
  assert.deepEqual(prefixSums(new Float64Array(0)), Float64Array.of(0));
  assert.deepEqual(prefixSums(Float64Array.of(1, NaN, 2)), Float64Array.of(0, 1, 1, 3));
});
