import { markup } from "../text/markup.ts";
import { axisText } from "./axis_text.ts";
import type { DrawnChart, HistogramChart } from "./chart.ts";
import { extent } from "./extent.ts";
import { colour } from "./palette.ts";
import { drawing, plotArea, px } from "./plot_area.ts";

/**
 * Draws counts between edges; the heights are the counts, so bins should be equally wide.
 * @param chart
 * @param id unique on the page
 */
export function drawHistogram(chart: HistogramChart, id: string): DrawnChart {
  const x = extent([chart.edges]) ?? { low: 0, high: 1 };
  const top = Math.max(1, ...chart.counts);
  const area = plotArea(
    { axis: chart.x, ...x },
    { axis: { label: "Count", unit: "row" }, low: 0, high: top * 1.04 },
    280,
  );
  const bars = chart.counts.map((count, i) => {
    const left = area.x(chart.edges[i]!);
    const width = Math.max(0.5, area.x(chart.edges[i + 1]!) - left - 1);
    const y = area.y(count);
    return markup`<rect x="${px(left)}" y="${px(y)}" width="${px(width)}" height="${
      px(area.bottom - y)
    }"/>`;
  });
  const svg = drawing(chart, id, area.height, [
    area.axes,
    markup`<g fill="${colour(0)}" fill-opacity=".85">${bars}</g>`,
  ]);
  return {
    svg,
    table: {
      head: [
        { label: `${chart.x.label}, from`, numeric: true },
        { label: "to", numeric: true },
        { label: "Count", numeric: true },
      ],
      rows: chart.counts.map((count, i) => [
        axisText(chart.edges[i]!, chart.x.unit),
        axisText(chart.edges[i + 1]!, chart.x.unit),
        axisText(count, "number"),
      ]),
    },
  };
}
