/** Media type of an artifact that holds charts: a report draws every chart of such a file. */
export const CHARTS_MEDIA_TYPE = "application/vnd.statistic-harness.charts+json";

/**
 * How an axis writes its numbers: `number`; `row` numbers; `share` (0 to 1, as percent); `date`
 * (days since 1970-01-01) and `timestamp` (microseconds since 1970-01-01 UTC), as columns hold them.
 */
export const AXIS_UNITS = ["number", "row", "share", "date", "timestamp"] as const;

export type AxisUnit = typeof AXIS_UNITS[number];

export interface Axis {
  readonly label: string;
  readonly unit: AxisUnit;
}

/** What every chart has. */
interface ChartAbout {
  readonly title: string;
  /** What a reader sees in it, in a sentence: also for those who cannot see it. */
  readonly description: string;
  /** Columns of the dataset that it shows; a report sets it beside findings on the same columns. */
  readonly columns: readonly string[];
}

/** A part of the x axis: from `start` up to, not including, `end`. */
export interface Band {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** A place on the x axis. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

export interface Series {
  readonly name: string;
  /** Ascending. */
  readonly x: readonly number[];
  /** As long as `x`; null breaks the line. */
  readonly y: readonly (number | null)[];
}

/** One or more series over a common axis, with shaded parts and marked places. */
export interface LineChart extends ChartAbout {
  readonly kind: "line";
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly bands: readonly Band[];
  readonly marks: readonly Mark[];
}

export interface PointGroup {
  readonly name: string;
  readonly x: readonly number[];
  /** As long as `x`. */
  readonly y: readonly number[];
}

/** Points, in one or more groups that differ in colour and shape. */
export interface ScatterChart extends ChartAbout {
  readonly kind: "scatter";
  readonly x: Axis;
  readonly y: Axis;
  readonly groups: readonly PointGroup[];
}

/** Counts between edges; there is one edge more than counts. */
export interface HistogramChart extends ChartAbout {
  readonly kind: "histogram";
  readonly x: Axis;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Named values as horizontal bars, in the order given. */
export interface BarChart extends ChartAbout {
  readonly kind: "bars";
  readonly value: Axis;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
}

/** A table of numbers as colours; negative numbers have a colour of their own. */
export interface HeatMap extends ChartAbout {
  readonly kind: "heat_map";
  readonly rows: readonly string[];
  readonly across: readonly string[];
  /** One list a row; null is a cell without a number. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Named nodes and weighted arrows between them (indices of `nodes`). */
export interface GraphChart extends ChartAbout {
  readonly kind: "graph";
  readonly nodes: readonly string[];
  readonly edges: readonly {
    readonly source: number;
    readonly target: number;
    readonly weight: number;
  }[];
}

/** A chart as plain data: a plugin writes it, a report draws it. */
export type Chart = LineChart | ScatterChart | HistogramChart | BarChart | HeatMap | GraphChart;

export type ChartKind = Chart["kind"];

/** The numbers behind a drawing, ready to be set as a table; the first column is the heading. */
export interface ChartTable {
  readonly head: readonly { readonly label: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart drawn: the picture, and the same as a table for those who do not see it. */
export interface DrawnChart {
  readonly svg: string;
  readonly table: ChartTable;
}

/** What one chart may hold at most; {@link readCharts} refuses more. */
export const CHART_LIMITS = {
  charts: 100,
  text: 1100,
  columns: 100,
  series: 8,
  points: 4000,
  bands: 50,
  marks: 50,
  bins: 400,
  bars: 100,
  cells_across: 60,
  nodes: 60,
  edges: 600,
} as const;
