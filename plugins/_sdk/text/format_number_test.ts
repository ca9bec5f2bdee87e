import assert from "node:assert/strict";
import { count, formatNumber, formatProbability, formatShare } from "./format_number.ts";

const NUMBERS: readonly (readonly [number, string])[] = [
  [0, "0"],
  [-0, "0"],
  [1899, "1899"],
  [9999, "9999"],
  [10000, "10,000"],
  [-1234567, "−1,234,567"],
  [9007199254740991, "9,007,199,254,740,991"],
  [0.5, "0.5"],
  [849.9722222, "850"],
  [1097.75, "1098"],
  [12345.678, "12,346"],
  [123456789.5, "123,456,790"],
  [0.00021, "0.00021"],
  [0.0000123456, "1.235e-5"],
  [1e-7, "1e-7"],
  [-1.5e-300, "−1.5e-300"],
  [1e300, "1e300"],
  [2.00004, "2"],
  [0.30000000000000004, "0.3"],
  [NaN, "not a number"],
  [-Infinity, "−∞"],
];

for (const [x, expected] of NUMBERS) {
  Deno.test(`formatNumber(${x}) is ${expected}`, () => assert.equal(formatNumber(x), expected));
}

const PROBABILITIES: readonly (readonly [number, string])[] = [
  [0, "0"],
  [1, "1"],
  [0.001, "0.001"],
  [0.0123, "0.012"],
  [0.05, "0.05"],
  [0.99999, "1"],
  [0.00001234, "1.2e-5"],
  [1e-300, "1e-300"],
];

for (const [p, expected] of PROBABILITIES) {
  Deno.test(`formatProbability(${p}) is ${expected}`, () => {
    assert.equal(formatProbability(p), expected);
  });
}

Deno.test("formatShare() says 0 % and 100 % only when they are exact", () => {
  assert.equal(formatShare(0, 10), "0 %");
  assert.equal(formatShare(10, 10), "100 %");
  assert.equal(formatShare(1, 1_000_000), "< 0.1 %");
  assert.equal(formatShare(999_999, 1_000_000), "> 99.9 %");
  assert.equal(formatShare(1, 3), "33.3 %");
  assert.equal(formatShare(1, 2), "50 %");
  assert.equal(formatShare(0, 0), "–");
});

Deno.test("count() puts one thing in the singular", () => {
  assert.equal(count(1, "row"), "1 row");
  assert.equal(count(0, "row"), "0 rows");
  assert.equal(count(12000, "analysis", "analyses"), "12,000 analyses");
});
