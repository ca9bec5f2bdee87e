import { Markup, markup } from "../text/markup.ts";
import { axisText } from "./axis_text.ts";
import type { DrawnChart, PointGroup, ScatterChart } from "./chart.ts";
import { extent, widen } from "./extent.ts";
import { colour } from "./palette.ts";
import { drawing, legend, type PlotArea, plotArea, px } from "./plot_area.ts";

/** Outlines around a point: circle, square, triangle, diamond, cross. */
const SHAPES = [
  "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",
  "m-2.7 -2.7h5.4v5.4h-5.4z",
  "m0 -3.5l3.3 6h-6.6z",
  "m0 -3.8l3.3 3.8l-3.3 3.8l-3.3 -3.8z",
  "m-3.3 -1h2.3v-2.3h2v2.3h2.3v2h-2.3v2.3h-2v-2.3h-2.3z",
] as const;

/**
 * Draws points, each group in a colour and shape of its own.
 * @param chart
 * @param id unique on the page
 */
export function drawScatterChart(chart: ScatterChart, id: string): DrawnChart {
  const x = widen(extent(chart.groups.map((group) => group.x)) ?? { low: 0, high: 1 });
  const y = widen(extent(chart.groups.map((group) => group.y)) ?? { low: 0, high: 1 });
  const area = plotArea({ axis: chart.x, ...x }, { axis: chart.y, ...y }, 380);
  const svg = drawing(chart, id, area.height, [
    area.axes,
    ...chart.groups.map((group, i) => points(group, i, area)),
    legend(chart.groups.map((group) => group.name), sample),
  ]);
  const several = chart.groups.length > 1;
  const head = [
    { label: chart.x.label, numeric: true },
    { label: chart.y.label, numeric: true },
  ];
  return {
    svg,
    table: {
      head: several ? [{ label: "Group", numeric: false }, ...head] : head,
      rows: chart.groups.flatMap((group) =>
        group.x.map((at, i) => {
          const texts = [axisText(at, chart.x.unit), axisText(group.y[i]!, chart.y.unit)];
          return several ? [group.name, ...texts] : texts;
        })
      ),
    },
  };
}

function points(group: PointGroup, index: number, area: PlotArea): Markup {
  let path = "";
  for (let i = 0; i < group.x.length; i++) {
    path += `M${px(area.x(group.x[i]!))} ${px(area.y(group.y[i]!))}${shape(index)}`;
  }
  // The more points, the fainter, so that where they are dense is seen.
  const opacity = group.x.length > 1000 ? ".35" : group.x.length > 200 ? ".55" : ".8";
  return markup`<path d="${path}" fill="${colour(index)}" fill-opacity="${opacity}"/>`;
}

function sample(index: number): Markup {
  return markup`<path d="M10 0${shape(index)}" fill="${colour(index)}"/>`;
}

function shape(index: number): string {
  return SHAPES[index % SHAPES.length]!;
}
