import type { Chart, ChartKind } from "../chart.ts";

/** A wave with a step, without chance: the same numbers everywhere. */
function series(n: number): number[] {
  return Array.from(
    { length: n },
    (_, i) => 950 + (i < 28 ? 130 : -60) + 90 * Math.sin(i * 2.3) + 40 * Math.cos(i * 0.7),
  );
}

const VALUES = series(100);
const ROWS = VALUES.map((_, i) => i);

/** One good chart of every kind. */
export const EXAMPLES: { readonly [K in ChartKind]: Extract<Chart, { kind: K }> } = {
  line: {
    kind: "line",
    title: "flow by row",
    description: "flow is higher in the shaded rows 0 to 27 than in the rest.",
    columns: ["flow"],
    x: { label: "row", unit: "row" },
    y: { label: "flow", unit: "number" },
    series: [
      { name: "flow", x: ROWS, y: VALUES },
      { name: "mean", x: [0, 27, 28, 99], y: [1080, 1080, 890, 890] },
    ],
    bands: [{ start: 0, end: 28, label: "higher" }],
    marks: [{ at: 28, label: "change" }],
  },
  scatter: {
    kind: "scatter",
    title: "pressure and flow, before and after",
    description: "The two rise together before row 50 and not after it.",
    columns: ["pressure", "flow"],
    x: { label: "pressure", unit: "number" },
    y: { label: "flow", unit: "number" },
    groups: [
      {
        name: "rows 0–49",
        x: ROWS.slice(0, 50).map((i) => i / 10),
        y: ROWS.slice(0, 50).map((i) => i / 9 + Math.sin(i * 3)),
      },
      {
        name: "rows 50–99",
        x: ROWS.slice(0, 50).map((i) => i / 10),
        y: ROWS.slice(0, 50).map((i) => 3 + 2 * Math.sin(i * 5)),
      },
    ],
  },
  histogram: {
    kind: "histogram",
    title: "flow",
    description: "Most values lie between 800 and 1000.",
    columns: ["flow"],
    x: { label: "flow", unit: "number" },
    edges: [700, 800, 900, 1000, 1100, 1200],
    counts: [8, 31, 33, 20, 8],
  },
  bars: {
    kind: "bars",
    title: "Missing values",
    description: "Columns with missing values, the largest share first.",
    columns: ["comment", "rain fall"],
    value: { label: "share missing", unit: "share" },
    bars: [
      { label: "comment", value: 0.956 },
      { label: "a very long name of a column that cannot fit", value: 0.13 },
      { label: "rain", value: 0.0004 },
    ],
  },
  heat_map: {
    kind: "heat_map",
    title: "Correlations",
    description: "flow and level go together; rain goes against both.",
    columns: ["flow", "level", "rain"],
    rows: ["flow", "level", "rain"],
    across: ["flow", "level", "rain"],
    values: [[1, 0.82, -0.41], [0.82, 1, -0.37], [-0.41, -0.37, null]],
  },
  graph: {
    kind: "graph",
    title: "Estimated graph",
    description: "rain acts on level, level on flow, and flow back on level.",
    columns: ["rain", "level", "flow", "dam", "wind"],
    nodes: ["rain", "level", "flow", "dam", "wind"],
    edges: [
      { source: 0, target: 1, weight: 0.8 },
      { source: 1, target: 2, weight: 1.4 },
      { source: 2, target: 1, weight: -0.3 },
      { source: 3, target: 2, weight: -0.9 },
    ],
  },
};
