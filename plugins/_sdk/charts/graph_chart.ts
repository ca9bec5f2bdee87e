import { Markup, markup } from "../text/markup.ts";
import { axisText } from "./axis_text.ts";
import type { DrawnChart, GraphChart } from "./chart.ts";
import { colour } from "./palette.ts";
import { clipLabel, drawing, label, px, WIDTH } from "./plot_area.ts";

const NODE = 7;
const LONGEST_NAME = 20;

/**
 * Draws nodes on a circle, in the order given, and arrows between them: the wider, the larger the
 * weight; negative weights in the second colour and dashed.
 * @param chart
 * @param id unique on the page
 */
export function drawGraph(chart: GraphChart, id: string): DrawnChart {
  const n = chart.nodes.length;
  const radius = Math.min(240, 60 + n * 12);
  const height = 2 * radius + 80;
  const places = chart.nodes.map((_, i) => {
    const angle = 2 * Math.PI * i / Math.max(1, n) - Math.PI / 2;
    return { x: WIDTH / 2 + radius * Math.cos(angle), y: height / 2 + radius * Math.sin(angle) };
  });
  const largest = Math.max(0, ...chart.edges.map((edge) => Math.abs(edge.weight)));
  const svg = drawing(chart, id, height, [
    markup`<g stroke-linecap="round">${
      chart.edges.map((edge) =>
        arrow(places[edge.source]!, places[edge.target]!, edge.weight, largest)
      )
    }</g>`,
    markup`<g fill="currentColor">${
      chart.nodes.map((name, i) => {
        const { x, y } = places[i]!;
        const side = Math.abs(x - WIDTH / 2) < 1 ? "middle" : x > WIDTH / 2 ? "start" : "end";
        const dx = side === "start" ? NODE + 5 : side === "end" ? -NODE - 5 : 0;
        const dy = side === "middle" ? (y < height / 2 ? -NODE - 5 : NODE + 15) : 4;
        return markup`<circle cx="${px(x)}" cy="${px(y)}" r="${NODE - 2}"/>${
          label(x + dx, y + dy, clipLabel(name, LONGEST_NAME), side)
        }`;
      })
    }</g>`,
  ]);
  return {
    svg,
    table: {
      head: [
        { label: "From", numeric: false },
        { label: "To", numeric: false },
        { label: "Weight", numeric: true },
      ],
      rows: chart.edges.map((edge) => [
        chart.nodes[edge.source]!,
        chart.nodes[edge.target]!,
        axisText(edge.weight, "number"),
      ]),
    },
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A line bent a little to the right of its way, so that arrows in both directions stay apart. */
function arrow(from: Place, to: Place, weight: number, largest: number): Markup {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  const bend = Math.min(26, length * 0.12);
  const middle = { x: (from.x + to.x) / 2 - uy * bend, y: (from.y + to.y) / 2 + ux * bend };
  const tip = toward(to, middle, NODE + 1);
  const start = toward(from, middle, NODE);
  const width = largest === 0 ? 1 : 1 + 3 * Math.abs(weight) / largest;
  const size = 5 + width * 1.6;
  const away = { x: tip.x - middle.x, y: tip.y - middle.y };
  const far = Math.hypot(away.x, away.y) || 1;
  const ax = away.x / far;
  const ay = away.y / far;
  const base = { x: tip.x - ax * size, y: tip.y - ay * size };
  const half = size * 0.45;
  const paint = colour(weight < 0 ? 1 : 0);
  return markup`<path d="M${px(start.x)} ${px(start.y)}Q${px(middle.x)} ${px(middle.y)} ${
    px(base.x)
  } ${px(base.y)}" stroke="${paint}" stroke-width="${px(width)}" stroke-dasharray="${
    weight < 0 ? "6 4" : "none"
  }"/><path d="M${px(tip.x)} ${px(tip.y)}L${px(base.x - ay * half)} ${px(base.y + ax * half)}L${
    px(base.x + ay * half)
  } ${px(base.y - ax * half)}Z" fill="${paint}"/>`;
}

/** The point at a distance from `from` on the way to `to`. */
function toward(from: Place, to: Place, distance: number): Place {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: from.x + (to.x - from.x) / length * distance,
    y: from.y + (to.y - from.y) / length * distance,
  };
}
