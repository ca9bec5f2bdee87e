import assert from "node:assert/strict";
import { compareSegment } from "./compare_segment.ts";
import { prepareSeries, scaleByPowerOfTwo } from "./prepare_series.ts";

function compare(values: readonly number[], start: number, end: number) {
  const all = [{ start: 0, end: values.length }];
  return compareSegment(prepareSeries(Float64Array.from(values), 1, all), all, { start, end });
}

Deno.test("compareSegment() gives the means, the spread and the ratio worked out by hand", () => {
  const found = compare([1, 3, 11, 13, 1, 3], 2, 4);
  assert.equal(found.mean_inside, 12);
  assert.equal(found.mean_outside, 2);
  assert.equal(found.values_inside, 2);
  assert.equal(found.values_outside, 4);
  // Within: six deviations of 1. Total: within + 2·(20/3)² + 4·(10/3)².
  assert.ok(Math.abs(found.sd_within! - Math.sqrt(6 / 4)) < 1e-14);
  const total = 6 + 2 * (20 / 3) ** 2 + 4 * (10 / 3) ** 2;
  assert.ok(Math.abs(found.log_likelihood_ratio - 3 * Math.log(total / 6)) < 1e-13);
  // Residuals −1 1 −1 1 −1 1: five products of −1 over six squares.
  assert.ok(Math.abs(found.residual_autocorrelation! + 5 / 6) < 1e-14);
});

Deno.test("compareSegment() leaves out what is in no piece", () => {
  const pieces = [{ start: 0, end: 2 }, { start: 4, end: 8 }];
  const series = prepareSeries(Float64Array.of(1, 3, 900, 900, 11, 13, 1, 3), 1, pieces);
  const found = compareSegment(series, pieces, { start: 4, end: 6 });
  assert.equal(found.mean_inside, 12);
  assert.equal(found.mean_outside, 2);
  assert.equal(found.values_outside, 4);
});

Deno.test("compareSegment() is finite where the segment explains everything", () => {
  const found = compare([5, 5, 5, 8, 8, 5, 5, 5], 3, 5);
  assert.equal(found.sd_within, 0);
  assert.equal(found.residual_autocorrelation, null);
  assert.ok(Math.abs(found.log_likelihood_ratio - 4 * 52 * Math.LN2) < 1e-9);
});

Deno.test("compareSegment() holds at the ends of what a double can hold", () => {
  for (const unit of [1e300, 1.7e308, 1e-300, 5e-324 * 2 ** 20]) {
    const found = compare([-unit, -unit / 2, unit, unit, -unit, -unit / 2], 2, 4);
    assert.ok(Math.abs(found.mean_inside / unit - 1) < 1e-12, String(unit));
    assert.ok(Math.abs(found.mean_outside / unit + 0.75) < 1e-5, String(unit));
    assert.ok(Number.isFinite(found.log_likelihood_ratio) && found.log_likelihood_ratio > 1);
  }
});

Deno.test("compareSegment() sees a small step on a large offset", () => {
  const found = compare([1e15, 1e15 + 1, 1e15 + 8, 1e15 + 9, 1e15, 1e15 + 1], 2, 4);
  assert.equal(found.mean_inside - found.mean_outside, 8);
  assert.ok(Math.abs(found.sd_within! - Math.sqrt(1.5 / 4)) < 1e-12);
});

Deno.test("compareSegment() sees the values beside a wild one, first in row or not", () => {
  // 1e12 leaves 2^−13 of what is subtracted from it, or it from: 1/8 is exact, 0.1 is not.
  for (const at of [0, 7]) {
    const values = [0.1, 0.3, 0.1, 8.1, 8.3, 8.1, 8.3, 0.3, 0.1, 0.3];
    values[at] = 1e12;
    const found = compare(values, 3, 7);
    assert.ok(Math.abs(found.mean_inside - 8.2) < 1e-14, `${found.mean_inside}`);
  }
});

Deno.test("compareSegment() weighs small values when the huge ones are taken out", () => {
  const small = [0.1, 0.3, 0.1, 8.1, 8.3, 8.1, 8.3, 0.3, 0.1, 0.3];
  const values = Float64Array.of(...small, ...new Array(5).fill(Number.MAX_VALUE));
  const left = [{ start: 0, end: 10 }];
  const found = compareSegment(prepareSeries(values, 1, left), left, { start: 3, end: 7 });
  const alone = compare(small, 3, 7);
  assert.deepEqual(found, alone);
  assert.ok(alone.log_likelihood_ratio > 10);
});

Deno.test("compareSegment() never puts a mean beyond the values it is of", () => {
  const noise = [0.3, -0.2, 0.7, -0.9, 0.1];
  for (const high of [1e200, 0.1, 1.1e-300]) {
    const found = compare([...noise, ...new Array(20).fill(high), ...noise], 5, 25);
    assert.equal(found.mean_inside, high);
  }
  // The median, taken off and put back, would round the largest double up to infinity.
  const off = -(2 ** 970);
  const largest = new Array(3).fill(Number.MAX_VALUE);
  const found = compare([off, off, ...largest, off, off], 2, 5);
  assert.deepEqual([found.mean_inside, found.mean_outside], [Number.MAX_VALUE, off]);
});

Deno.test("prepareSeries() joins neighbours into blocks, less the median of what takes part", () => {
  const values = Float64Array.from({ length: 11 }, (_, i) => i);
  const series = prepareSeries(values, 3, [{ start: 0, end: 9 }]);
  // 16 is the power of two above 8; values 0…8 fill three blocks and two are left.
  assert.deepEqual([...series.items], [-9 / 16, 0, 9 / 16]);
  assert.equal(series.scaled.length, 11);
});

Deno.test("scaleByPowerOfTwo() is exact where 2^exponent alone is not finite", () => {
  assert.equal(scaleByPowerOfTwo(5e-324, 1074), 1);
  assert.equal(scaleByPowerOfTwo(1, -1074), 5e-324);
  assert.equal(scaleByPowerOfTwo(1.5, 3), 12);
});
