import { type Chart, CHART_LIMITS, drawChart, type Finding, type RankedFinding } from "harness/sdk";
import { cappedTable } from "../document/blocks.ts";
import type { Figure } from "../document/document.ts";
import type { Sentence } from "../document/inline.ts";
import { prose } from "../document/show_value.ts";
import { describeRange } from "../findings/describe_rows.ts";
import { clip } from "../text/clip.ts";
import { findingAnchor, pluginAnchor } from "./anchors.ts";

/** What could be read of one plugin's charts. */
export interface PluginCharts {
  readonly charts: readonly Chart[];
  /** Why charts are missing, one sentence each. */
  readonly problems: readonly string[];
}

/** Charts by plugin id. */
export type ChartsByPlugin = ReadonlyMap<string, PluginCharts>;

export const NO_CHARTS: ChartsByPlugin = new Map();

/** Figures by the finding or plugin that they belong to. */
export interface Figures {
  readonly of_finding: ReadonlyMap<string, Figure>;
  readonly of_plugin: ReadonlyMap<string, readonly Figure[]>;
}

/** Largest drawing, in characters; a larger one is left to the artifact. */
const LARGEST_SVG = 60_000;
const MOST_CARDS = 6;
const MOST_HIGHLIGHTS = 12;

/**
 * Sets charts beside what they show: the best findings get the first chart of their plugin that
 * shows all their columns, with their rows shaded; every plugin's section gets its other charts.
 * @param found ranked findings
 * @param plugins charts by plugin id
 * @param caps most charts of the report, most rows of each table of numbers
 */
export function placeFigures(
  found: readonly RankedFinding[],
  plugins: ChartsByPlugin,
  caps: { readonly charts: number; readonly table_rows: number },
): Figures {
  const of_finding = new Map<string, Figure>();
  const of_plugin = new Map<string, Figure[]>();
  const used = new Set<Chart>();
  let left = caps.charts;
  for (const { finding, plugin_id } of found.slice(0, MOST_CARDS)) {
    const chart = plugins.get(plugin_id)?.charts.find((one) => shows(one, finding));
    if (chart === undefined || left === 0) continue;
    const figure = chartFigure(
      highlight(chart, finding),
      findingAnchor(finding.id),
      caps.table_rows,
    );
    if (figure === null) continue;
    of_finding.set(finding.id, figure);
    used.add(chart);
    left -= 1;
  }
  for (const plugin_id of [...plugins.keys()].sort()) {
    const figures: Figure[] = [];
    plugins.get(plugin_id)!.charts.forEach((chart, i) => {
      const id = `${pluginAnchor(plugin_id)}-chart-${i + 1}`.replaceAll("_", "-");
      const figure = left > 0 && !used.has(chart) ? chartFigure(chart, id, caps.table_rows) : null;
      if (figure === null) return;
      figures.push(figure);
      left -= 1;
    });
    of_plugin.set(plugin_id, figures);
  }
  return { of_finding, of_plugin };
}

/**
 * A chart as a figure of the report, or null when its drawing would be too large for a page.
 * @param chart
 * @param id unique in the document
 * @param rows most rows of its table of numbers
 */
export function chartFigure(chart: Chart, id: string, rows: number): Figure | null {
  const { svg, table } = drawChart(chart, `${id}-svg`);
  if (svg.length > LARGEST_SVG) return null;
  const rest: Sentence = ["All are in the plugin's file of charts."];
  return {
    type: "figure",
    svg,
    title: prose(chart.title, 200),
    description: prose(chart.description, 600),
    data: cappedTable(
      {
        caption: clip(`Numbers of “${chart.title}”`, 200),
        head: table.head.map((column) => ({ ...column, label: clip(column.label, 80) })),
        rest,
      },
      table.rows,
      rows,
      (cells) => ({ cells: cells.map((cell) => [clip(cell, 120)]) }),
    ),
  };
}

function shows(chart: Chart, finding: Finding): boolean {
  return finding.columns.length > 0 &&
    finding.columns.every((column) => chart.columns.includes(column));
}

/** The finding's own rows, shaded in a series by row that has no shading of its own. */
function highlight(chart: Chart, finding: Finding): Chart {
  if (chart.kind !== "line" || chart.x.unit !== "row") return chart;
  if (chart.bands.length > 0 || chart.marks.length > 0) return chart;
  const ranges = merged(finding.evidence.row_ranges ?? []).slice(0, MOST_HIGHLIGHTS);
  const rows = finding.evidence.row_ids ?? [];
  const marks = rows.length <= MOST_HIGHLIGHTS ? rows : [];
  const shaded = ranges.length > 0
    ? `rows ${ranges.map((r) => describeRange(r.start, r.end)).join(", ")}`
    : "";
  const marked = marks.length > 0 ? `row ${marks.join(", ")}` : "";
  const note = shaded !== "" ? ` Shaded: ${shaded}.` : marked !== "" ? ` Marked: ${marked}.` : "";
  return {
    ...chart,
    description: (chart.description + note).slice(0, CHART_LIMITS.text),
    bands: ranges.map((range, i) => ({ ...range, label: i === 0 ? shaded : "" })),
    marks: marks.map((at) => ({ at, label: `row ${at}` })),
  };
}

/** Ranges whose gaps are too small to be seen in a drawing (missing values) become one. */
function merged(
  ranges: readonly { readonly start: number; readonly end: number }[],
): { start: number; end: number }[] {
  if (ranges.length < 2) return [...ranges];
  const span = ranges.at(-1)!.end - ranges[0]!.start;
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = out.at(-1);
    if (last !== undefined && start - last.end <= span / 50) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}
