import { drawBarChart } from "./bar_chart.ts";
import type { Chart, ChartKind, DrawnChart } from "./chart.ts";
import { drawGraph } from "./graph_chart.ts";
import { drawHeatMap } from "./heat_map.ts";
import { drawHistogram } from "./histogram_chart.ts";
import { drawLineChart } from "./line_chart.ts";
import { drawScatterChart } from "./scatter_chart.ts";

/** How each kind is drawn; a new kind does not compile until it is here. */
const DRAW: {
  readonly [K in ChartKind]: (chart: Extract<Chart, { kind: K }>, id: string) => DrawnChart;
} = {
  bars: drawBarChart,
  graph: drawGraph,
  heat_map: drawHeatMap,
  histogram: drawHistogram,
  line: drawLineChart,
  scatter: drawScatterChart,
};

/**
 * Draws a chart as SVG in the colour of the text around it, for light and dark pages alike, with
 * title and description for those who hear it, and gives its numbers as a table. All texts of the
 * chart are escaped; there is no script, style, link or address in it.
 * @param chart plain data, see {@link Chart}; of strangers only as {@link readCharts} returns it
 * @param id unique on the page, of the form [a-z0-9-]+
 */
export function drawChart(chart: Chart, id: string): DrawnChart {
  // The registry is keyed by kind, which the compiler cannot follow through an index.
  const draw = DRAW[chart.kind] as (chart: Chart, id: string) => DrawnChart;
  return draw(chart, id);
}
