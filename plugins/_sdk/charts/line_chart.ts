import { Markup, markup } from "../text/markup.ts";
import { axisText } from "./axis_text.ts";
import type { ChartTable, DrawnChart, LineChart, Series } from "./chart.ts";
import { extent, widen } from "./extent.ts";
import { colour, dashes } from "./palette.ts";
import {
  CHARACTER,
  clipLabel,
  drawing,
  label,
  legend,
  lineSample,
  type PlotArea,
  plotArea,
  px,
} from "./plot_area.ts";

/** Below this many points each gets a dot, so that lone ones are seen. */
const DOTS_BELOW = 120;

/**
 * Draws series as lines, with shaded parts and marked places.
 * @param chart
 * @param id unique on the page
 */
export function drawLineChart(chart: LineChart, id: string): DrawnChart {
  const x = extent(chart.series.map((series) => series.x)) ?? { low: 0, high: 1 };
  const y = extent(chart.series.map((series) => series.y)) ?? { low: 0, high: 1 };
  const area = plotArea({ axis: chart.x, ...x }, { axis: chart.y, ...widen(y) });
  const svg = drawing(chart, id, area.height, [
    bands(chart, area),
    area.axes,
    ...chart.series.map((series, i) => line(series, i, area)),
    marks(chart, area),
    legend(chart.series.map((series) => series.name), lineSample),
  ]);
  return { svg, table: lineTable(chart) };
}

function line(series: Series, index: number, area: PlotArea): Markup {
  let path = "";
  let dots = "";
  let pen = false;
  const dotted = series.x.length < DOTS_BELOW;
  for (let i = 0; i < series.x.length; i++) {
    const value = series.y[i] ?? null;
    if (value === null || !Number.isFinite(value)) {
      pen = false;
      continue;
    }
    const at = `${px(area.x(series.x[i]!))} ${px(area.y(value))}`;
    path += `${pen ? "L" : "M"}${at}`;
    const lone = !pen && (series.y[i + 1] ?? null) === null;
    if (dotted || lone) dots += `M${at}h0`;
    pen = true;
  }
  const paint = colour(index);
  return markup`<path d="${path}" stroke="${paint}" stroke-width="1.6" stroke-linejoin="round" stroke-dasharray="${
    dashes(index)
  }"/>${
    dots === ""
      ? null
      : markup`<path d="${dots}" stroke="${paint}" stroke-width="4.5" stroke-linecap="round"/>`
  }`;
}

function bands(chart: LineChart, area: PlotArea): Markup {
  return markup`<g>${
    chart.bands.map((band, i) => {
      const left = clamp(area.x(band.start), area);
      const right = clamp(area.x(band.end), area);
      const width = Math.max(1.5, right - left);
      return markup`<rect x="${px(left)}" y="${area.top}" width="${px(width)}" height="${
        px(area.bottom - area.top)
      }" fill="${colour(1)}" fill-opacity=".18"/>${place(band.label, left, i, area, right)}`;
    })
  }</g>`;
}

function marks(chart: LineChart, area: PlotArea): Markup {
  return markup`<g>${
    chart.marks.map((mark, i) => {
      const at = clamp(area.x(mark.at), area);
      return markup`<path d="M${px(at)} ${area.top}V${px(area.bottom)}" stroke="${
        colour(4)
      }" stroke-width="1.5" stroke-dasharray="4 3"/>${
        place(mark.label, at, i + chart.bands.length, area)
      }`;
    })
  }</g>`;
}

/**
 * A label above the plot, or in the second row when its neighbour has the first; never outside.
 * @param x where it begins, if there is room
 * @param until where it ends otherwise
 */
function place(text: string, x: number, index: number, area: PlotArea, until = x): Markup {
  const shown = clipLabel(text, 28);
  const end = x + 3 + shown.length * CHARACTER > area.right;
  const y = area.top - 4 + (index % 2) * 15;
  return markup`<g fill="currentColor">${
    label(end ? until - 3 : x + 3, y, shown, end ? "end" : "start")
  }</g>`;
}

function clamp(x: number, area: PlotArea): number {
  return Math.min(area.right, Math.max(area.left, x));
}

function lineTable(chart: LineChart): ChartTable {
  const several = chart.series.length > 1;
  const rows: string[][] = [];
  for (const series of chart.series) {
    series.x.forEach((at, i) => {
      const value = series.y[i] ?? null;
      const texts = [
        axisText(at, chart.x.unit),
        value === null ? "–" : axisText(value, chart.y.unit),
      ];
      rows.push(several ? [series.name, ...texts] : texts);
    });
  }
  const head = [
    { label: chart.x.label, numeric: false },
    { label: several ? chart.y.label : chart.series[0]?.name ?? chart.y.label, numeric: true },
  ];
  return { head: several ? [{ label: "Series", numeric: false }, ...head] : head, rows };
}
