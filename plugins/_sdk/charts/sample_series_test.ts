import assert from "node:assert/strict";
import { sampleSeries } from "./sample_series.ts";

Deno.test("sampleSeries() keeps a short series as it is, missing values as null", () => {
  assert.deepEqual(sampleSeries(Float64Array.of(1, NaN, 3), undefined), {
    x: [0, 1, 2],
    y: [1, null, 3],
  });
});

Deno.test("sampleSeries() keeps the spikes of a long series, in order, with their row numbers", () => {
  const values = new Float64Array(100_000);
  values[54_321] = 9;
  values[54_322] = -9;
  const rows = Int32Array.from(values, (_, i) => i * 2);
  const { x, y } = sampleSeries(values, rows, 400);
  assert.ok(x.length <= 400);
  assert.equal(y[x.indexOf(108_642)], 9);
  assert.equal(y[x.indexOf(108_644)], -9);
  for (let i = 1; i < x.length; i++) assert.ok(x[i]! > x[i - 1]!);
});

Deno.test("sampleSeries() leaves a gap where a whole stretch is missing", () => {
  const values = new Float64Array(10_000).fill(1);
  values.fill(NaN, 4000, 6000);
  const { x, y } = sampleSeries(values, undefined, 100);
  assert.ok(y.some((value, i) => value === null && x[i]! >= 4000 && x[i]! < 6000));
  assert.ok(y.every((value, i) => value !== null || (x[i]! >= 4000 && x[i]! < 6000)));
});
