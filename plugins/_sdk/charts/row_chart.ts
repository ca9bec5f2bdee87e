import type { LineChart } from "./chart.ts";
import { sampleSeries } from "./sample_series.ts";

/**
 * A column in the order of its rows, as a line: what most findings about rows can be seen in. Leave
 * bands and marks empty and the report shades the rows of each finding on this column itself.
 * @param column its name
 * @param values NaN is missing
 * @param rows row number of each value; its index when absent
 * @param points most points drawn; of each stretch the smallest and largest value stay
 */
export function rowChart(
  column: string,
  values: Float64Array,
  rows?: Int32Array,
  points = 800,
): LineChart {
  const series = sampleSeries(values, rows, points);
  const thinned = values.length > points
    ? ` Thinned to ${series.x.length} of ${values.length} values: the smallest and largest of each stretch.`
    : "";
  const shown = column.length > 100 ? `${column.slice(0, 100).toWellFormed()}…` : column;
  return {
    kind: "line",
    title: `${shown} by row`,
    description: `The values of ${shown} in the order of the rows.${thinned}`,
    columns: [column],
    x: { label: "row", unit: "row" },
    y: { label: shown, unit: "number" },
    series: [{ name: shown, ...series }],
    bands: [],
    marks: [],
  };
}
