import assert from "node:assert/strict";
import fc from "fast-check";
import { pearson } from "./pearson.ts";

// Anscombe 1973, doi:10.1080/00031305.1973.10478966: first and fourth set.
const X1 = Float64Array.of(10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5);
const Y1 = Float64Array.of(8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68);
const X4 = Float64Array.of(8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8);
const Y4 = Float64Array.of(6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89);

Deno.test("pearson() agrees with R on Anscombe's sets", () => {
  assert.ok(Math.abs(pearson(X1, Y1) - 0.81642051634484) < 1e-14);
  assert.ok(Math.abs(pearson(X4, Y4) - 0.816521436888503) < 1e-14);
});

Deno.test("pearson() uses the rows where both values are present", () => {
  const x = Float64Array.of(...X1, NaN, 1e9, NaN);
  const y = Float64Array.of(...Y1, 1e9, NaN, NaN);
  assert.equal(pearson(x, y), pearson(X1, Y1));
});

Deno.test("pearson() does not see shift, scale or magnitude", () => {
  const r = pearson(X1, Y1);
  assert.ok(Math.abs(pearson(X1.map((x) => x + 2 ** 36), Y1) - r) < 1e-14);
  for (const unit of [2 ** 1000, 2 ** -1020, 2 ** 511, 2 ** -511]) {
    assert.ok(Math.abs(pearson(X1.map((x) => x * unit), Y1.map((y) => -y * unit)) + r) < 1e-15);
  }
});

Deno.test("pearson() is symmetric, within [−1, 1], and 1 with itself", () => {
  const data = fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 30, size: "max" });
  fc.assert(fc.property(data, (rows) => {
    const x = Float64Array.from(rows, (row) => row[0]);
    const y = Float64Array.from(rows, (row) => row[1]);
    const r = pearson(x, y);
    assert.equal(pearson(y, x), r);
    assert.ok(r !== r || (-1 <= r && r <= 1));
    const self = pearson(x, x);
    assert.ok(self !== self || 1 - self < 1e-14);
  }));
});

Deno.test("pearson() is NaN for a constant, an infinity or a single row", () => {
  assert.equal(pearson(Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(1, 2, 3)), NaN);
  assert.equal(pearson(Float64Array.of(1, Infinity, 3), Float64Array.of(1, 2, 3)), NaN);
  assert.equal(pearson(Float64Array.of(1), Float64Array.of(1)), NaN);
  assert.equal(pearson(new Float64Array(0), new Float64Array(0)), NaN);
});

Deno.test("pearson() refuses columns of different lengths", () => {
  assert.throws(() => pearson(X1, new Float64Array(3)), { code: "E_STATS_LENGTH" });
});
