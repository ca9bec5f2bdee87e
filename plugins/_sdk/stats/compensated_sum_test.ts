import assert from "node:assert/strict";
import fc from "fast-check";
import { compensatedSum } from "./compensated_sum.ts";

Deno.test("compensatedSum() keeps what a plain sum loses", () => {
  assert.equal(compensatedSum(Float64Array.of(1, 1e100, 1, -1e100)), 2);
  assert.equal(compensatedSum(new Float64Array(10).fill(0.1)), 1);
});

Deno.test("compensatedSum() leaves missing values out and sums nothing to 0", () => {
  assert.equal(compensatedSum(Float64Array.of(NaN, 2, NaN, 3)), 5);
  assert.equal(compensatedSum(new Float64Array(0)), 0);
  assert.equal(compensatedSum(Float64Array.of(NaN)), 0);
});

Deno.test("compensatedSum() of infinities is infinite, or NaN when they disagree", () => {
  assert.equal(compensatedSum(Float64Array.of(1, Infinity, 2)), Infinity);
  assert.equal(compensatedSum(Float64Array.of(-Infinity, 2)), -Infinity);
  assert.equal(compensatedSum(Float64Array.of(Infinity, -Infinity)), NaN);
  assert.equal(compensatedSum(Float64Array.of(1.7e308, 1.7e308)), Infinity);
});

Deno.test("compensatedSum() of integers whose partial sums leave 2^53 is exact to a rounding", () => {
  const integer = fc.maxSafeInteger();
  fc.assert(fc.property(fc.array(integer, { maxLength: 50, size: "max" }), (values) => {
    const exact = Number(values.reduce((sum, value) => sum + BigInt(value), 0n));
    return Math.abs(compensatedSum(Float64Array.from(values)) - exact) <=
      Math.abs(exact) * 2 ** -52;
  }));
});
