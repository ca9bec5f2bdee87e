import { Markup, markup } from "../text/markup.ts";
import { axisText } from "./axis_text.ts";
import type { DrawnChart, HeatMap } from "./chart.ts";
import { colour } from "./palette.ts";
import { CHARACTER, clipLabel, drawing, label, px, WIDTH } from "./plot_area.ts";

const LONGEST_NAME = 20;
/** Cells at least this tall have their numbers written in them, if all fit across. */
const HEIGHT_FOR_TEXT = 18;
/** Numbers in cells are a little smaller than other texts, so that neighbours stay apart. */
const CELL_FONT = 12;
const CELL_CHARACTER = CHARACTER * CELL_FONT / 13;
/** Names of the columns lean by 45 degrees. */
const LEAN = Math.SQRT1_2;

/**
 * Draws a table of numbers: the stronger a cell's colour, the larger its number; negative numbers
 * in the second colour; a cell without a number has an empty frame.
 * @param chart
 * @param id unique on the page
 */
export function drawHeatMap(chart: HeatMap, id: string): DrawnChart {
  const rowNames = chart.rows.map((name) => clipLabel(name, LONGEST_NAME));
  const columnNames = chart.across.map((name) => clipLabel(name, LONGEST_NAME));
  const left = 10 + CHARACTER * Math.max(3, ...rowNames.map((name) => name.length));
  const size = cellWidth(left, columnNames);
  const tall = Math.min(size, 34);
  const top = 16 + LEAN * CHARACTER * Math.max(3, ...columnNames.map((name) => name.length));
  let largest = 0;
  for (const row of chart.values) {
    for (const value of row) if (value !== null) largest = Math.max(largest, Math.abs(value));
  }
  const texts = chart.values.map((row) =>
    row.map((value) => value === null ? "" : cellText(value, largest))
  );
  // All numbers or none: a lone one would look like the one that matters.
  const longest = Math.max(0, ...texts.flat().map((text) => text.length));
  const written = tall >= HEIGHT_FOR_TEXT && longest * CELL_CHARACTER <= size - 3;
  const cells: Markup[] = [];
  chart.values.forEach((row, r) =>
    row.forEach((value, c) => {
      const x = left + c * size;
      const y = top + r * tall;
      const text = written ? texts[r]![c]! : "";
      cells.push(cell(value, largest, text, x, y, size, tall));
    })
  );
  const height = top + chart.rows.length * tall + 10;
  const svg = drawing(chart, id, height, [
    markup`<g fill="currentColor">${
      rowNames.map((name, r) => label(left - 8, top + (r + 0.5) * tall + 4, name, "end"))
    }${
      columnNames.map((name, c) => {
        const x = px(left + (c + 0.5) * size);
        return markup`<text transform="translate(${x} ${px(top - 6)}) rotate(-45)">${name}</text>`;
      })
    }</g>`,
    markup`<g>${cells}</g>`,
  ]);
  return {
    svg,
    table: {
      head: [
        { label: "Name", numeric: false },
        ...chart.across.map((name) => ({ label: name, numeric: true })),
      ],
      rows: chart.rows.map((name, r) => [
        name,
        ...chart.values[r]!.map((value) => value === null ? "–" : axisText(value, "number")),
      ]),
    },
  };
}

/** The widest that the cells may be so that no leaning name of a column sticks out at the right. */
function cellWidth(left: number, names: readonly string[]): number {
  let widest = Math.min(60, (WIDTH - left - 10) / Math.max(1, names.length));
  names.forEach((name, c) => {
    const reach = LEAN * (CHARACTER * name.length + 8);
    widest = Math.min(widest, (WIDTH - left - reach) / (c + 0.5));
  });
  return widest;
}

/**
 * A cell's number to the place of the third digit of the largest, so that all can be compared and
 * nothing that is next to nothing takes up room.
 */
function cellText(value: number, largest: number): string {
  const place = 10 ** (Math.floor(Math.log10(largest)) - 2);
  if (!(place > 0 && place < Infinity)) return axisText(value, "number");
  const rounded = Math.round(value / place) * place;
  return axisText(rounded === 0 ? 0 : Number(rounded.toPrecision(6)), "number");
}

function cell(
  value: number | null,
  largest: number,
  written: string,
  x: number,
  y: number,
  width: number,
  height: number,
): Markup {
  const box = markup`x="${px(x + 0.5)}" y="${px(y + 0.5)}" width="${px(width - 1)}" height="${
    px(height - 1)
  }"`;
  if (value === null) {
    return markup`<rect ${box} stroke="currentColor" stroke-opacity=".2"/>`;
  }
  // Up to 0.7, so that the number in the cell keeps its contrast on light and on dark.
  const strength = largest === 0 ? 0 : Math.abs(value) / largest * 0.7;
  const text = written === ""
    ? null
    : markup`<g fill="currentColor">${
      label(x + width / 2, y + height / 2 + 4, written, "middle")
    }</g>`;
  return markup`<rect ${box} fill="${colour(value < 0 ? 1 : 0)}" fill-opacity="${
    strength.toFixed(3)
  }"/>${text}`;
}
