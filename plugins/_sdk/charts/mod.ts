/** The charts kit: charts as plain data, drawn as SVG with a table of the same numbers. */
export * from "./chart.ts";
export { drawChart } from "./draw_chart.ts";
export { type ReadCharts, readCharts } from "./read_charts.ts";
export { rowChart } from "./row_chart.ts";
export { sampleSeries } from "./sample_series.ts";
