import assert from "node:assert/strict";
import { MAD_TO_SD, medianAbsoluteDeviation } from "./median_absolute_deviation.ts";
import { normalQuantile } from "./normal_quantile.ts";

Deno.test("medianAbsoluteDeviation() of a worked example", () => {
  // Median 2; distances 1 1 0 0 2 4 7.
  assert.equal(medianAbsoluteDeviation(Float64Array.of(1, 1, NaN, 2, 2, 4, 6, 9)), 1);
});

Deno.test("medianAbsoluteDeviation() of nothing is NaN, of a constant 0, infinite ones included", () => {
  assert.equal(medianAbsoluteDeviation(new Float64Array(0)), NaN);
  assert.equal(medianAbsoluteDeviation(Float64Array.of(3, 3)), 0);
  assert.equal(medianAbsoluteDeviation(Float64Array.of(Infinity, Infinity, 0)), 0);
});

Deno.test("MAD_TO_SD is 1 / Φ⁻¹(3/4)", () => {
  assert.ok(Math.abs(MAD_TO_SD * normalQuantile(0.75) - 1) < 4e-16);
});
