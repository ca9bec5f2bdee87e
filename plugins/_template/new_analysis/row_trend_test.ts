import assert from "node:assert/strict";
import { createRng } from "harness/sdk";
import { rowTrend } from "./row_trend.ts";

const rng = createRng("ab".repeat(32), "row_trend_test");

Deno.test("rowTrend() is 1 for what only rises and −1 for what only falls", () => {
  const rising = Float64Array.of(1, 2, 4, 8, 16, 32, 64, 128);
  assert.deepEqual(rowTrend(rising, 99, rng), { correlation: 1, p_value: 0.01 });
  assert.equal(rowTrend(rising.toReversed(), 99, rng).correlation, -1);
});

Deno.test("rowTrend() gives the p-value that all orders of four values give", () => {
  // Of the 24 orders of 1 2 3 4, two have a correlation of ±1.
  const { p_value } = rowTrend(Float64Array.of(1, 2, 3, 4), 9999, rng);
  assert.ok(Math.abs(p_value - 2 / 24) < 0.01, `p ${p_value}`);
});
