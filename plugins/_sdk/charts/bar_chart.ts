import { markup } from "../text/markup.ts";
import { axisText } from "./axis_text.ts";
import type { BarChart, DrawnChart } from "./chart.ts";
import { extent } from "./extent.ts";
import { colour } from "./palette.ts";
import { CHARACTER, clipLabel, drawing, label, px, scale, WIDTH } from "./plot_area.ts";

const ROW = 22;
const LONGEST_NAME = 28;

/**
 * Draws named values as horizontal bars, each with its value written at its end.
 * @param chart
 * @param id unique on the page
 */
export function drawBarChart(chart: BarChart, id: string): DrawnChart {
  const values = chart.bars.map((bar) => bar.value);
  const texts = values.map((value) => axisText(value, chart.value.unit));
  const names = chart.bars.map((bar) => clipLabel(bar.label, LONGEST_NAME));
  const left = 10 + CHARACTER * Math.max(3, ...names.map((name) => name.length));
  const room = 12 + CHARACTER * Math.max(1, ...texts.map((text) => text.length));
  const span = extent([values, [0]])!;
  const toX = scale(span.low, span.high, left + (span.low < 0 ? room : 0), WIDTH - room);
  const zero = span.low === span.high ? left : toX(0);
  const top = 26;
  const rows = chart.bars.map((bar, i) => {
    const y = top + i * ROW;
    const end = span.low === span.high ? zero : toX(bar.value);
    const from = Math.min(zero, end);
    return markup`${label(left - 8, y + 14, names[i]!, "end")}<rect x="${px(from)}" y="${
      y + 3
    }" width="${px(Math.max(0.5, Math.abs(end - zero)))}" height="${ROW - 7}" fill="${
      colour(bar.value < 0 ? 1 : 0)
    }" fill-opacity=".85"/>${
      bar.value < 0
        ? label(end - 6, y + 14, texts[i]!, "end")
        : label(end + 6, y + 14, texts[i]!, "start")
    }`;
  });
  const height = top + chart.bars.length * ROW + 8;
  const svg = drawing(chart, id, height, [
    markup`<g fill="currentColor">${
      label(0, 14, clipLabel(chart.value.label, 80), "start")
    }${rows}</g><path d="M${px(zero)} ${top}V${
      height - 8
    }" stroke="currentColor" stroke-opacity=".6"/>`,
  ]);
  return {
    svg,
    table: {
      head: [{ label: "Name", numeric: false }, { label: chart.value.label, numeric: true }],
      rows: chart.bars.map((bar, i) => [bar.label, texts[i]!]),
    },
  };
}
