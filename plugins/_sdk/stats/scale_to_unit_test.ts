import assert from "node:assert/strict";
import { scaleToUnit } from "./scale_to_unit.ts";

Deno.test("scaleToUnit() leaves values alone whose fourth powers are in range", () => {
  for (const largest of [2 ** 128, 1, 1e-30, 2 ** -128]) assert.equal(scaleToUnit(largest), 1);
});

Deno.test("scaleToUnit() is a power of two that brings any other magnitude near 1", () => {
  for (const largest of [1.7e308, 1e300, 2 ** 129, 1e-40, 1e-300, 2.3e-308]) {
    const scale = scaleToUnit(largest);
    assert.ok(Number.isInteger(Math.log2(scale)), `${scale}`);
    assert.ok(0.9 < largest * scale && largest * scale < 10, `${largest} × ${scale}`);
  }
  // No power of two in range brings a denormal to 1; this is as near as it gets.
  assert.equal(5e-324 * scaleToUnit(5e-324), 2 ** -52);
});

Deno.test("scaleToUnit() has nothing to do for 0, infinity and NaN", () => {
  for (const largest of [0, Infinity, NaN]) assert.equal(scaleToUnit(largest), 1);
});
