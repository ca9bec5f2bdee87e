import assert from "node:assert/strict";
import { readCharts } from "./read_charts.ts";
import { rowChart } from "./row_chart.ts";

Deno.test("rowChart() is a chart that can be read back, and says when it was thinned", () => {
  const short = rowChart("flow", Float64Array.of(1, NaN, 3), Int32Array.of(0, 4, 5));
  assert.deepEqual(short.series[0]!.x, [0, 4, 5]);
  assert.deepEqual(short.series[0]!.y, [1, null, 3]);
  const long = rowChart("flow", new Float64Array(5000).fill(1));
  assert.match(long.description, /Thinned to 400 of 5000 values/);
  const { charts, problems } = readCharts(JSON.stringify({ charts: [short, long] }));
  assert.deepEqual(problems, []);
  assert.deepEqual(charts, [short, long]);
});

Deno.test("rowChart() of a column with an endless name is still within the limits", () => {
  const column = "x".repeat(984) + "😀".repeat(10);
  const { problems } = readCharts(
    JSON.stringify({ charts: [rowChart(column, new Float64Array(5000))] }),
  );
  assert.deepEqual(problems, []);
});
