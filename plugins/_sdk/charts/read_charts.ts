import { type Axis, AXIS_UNITS, type Chart, CHART_LIMITS, type ChartKind } from "./chart.ts";

/** A chart file of a stranger, read: what can be drawn, and why the rest cannot. */
export interface ReadCharts {
  readonly charts: readonly Chart[];
  /** One sentence for each chart that was left out, or for the whole file. */
  readonly problems: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Why something is not a chart; caught by {@link readCharts}. */
class NotAChart extends Error {}

/**
 * Reads an artifact of media type {@link CHARTS_MEDIA_TYPE}: JSON `{"charts": [Chart, …]}`. The file
 * is hostile: every number, length and index is checked, and nothing else is kept.
 * @param text the file
 */
export function readCharts(text: string): ReadCharts {
  const charts: Chart[] = [];
  const problems: string[] = [];
  let list: readonly unknown[];
  try {
    list = listOf(object(JSON.parse(text), "the file").charts, "charts", CHART_LIMITS.charts);
  } catch (error) {
    return { charts, problems: [`not a file of charts: ${reason(error)}`] };
  }
  list.forEach((item, i) => {
    try {
      charts.push(readChart(object(item, "a chart")));
    } catch (error) {
      problems.push(`chart ${i + 1} cannot be drawn: ${reason(error)}`);
    }
  });
  return { charts, problems };
}

function reason(error: unknown): string {
  if (error instanceof NotAChart) return error.message;
  if (error instanceof SyntaxError) return "it is not JSON";
  throw error;
}

function readChart(from: Fields): Chart {
  const kind = from.kind;
  if (typeof kind !== "string" || !Object.hasOwn(READ, kind)) throw new NotAChart("unknown kind");
  const about = {
    title: text(from.title, "title"),
    description: text(from.description, "description"),
    columns: listOf(from.columns, "columns", CHART_LIMITS.columns).map((c) => text(c, "columns")),
  };
  return { ...about, ...READ[kind as ChartKind](from) } as Chart;
}

/** The fields of each kind beyond those that every chart has. */
const READ: {
  readonly [K in ChartKind]: (from: Fields) => Omit<Extract<Chart, { kind: K }>, About>;
} = {
  line: (from) => ({
    kind: "line",
    x: axis(from.x, "x"),
    y: axis(from.y, "y"),
    series: listOf(from.series, "series", CHART_LIMITS.series).map((item) => {
      const series = object(item, "series");
      const x = numbers(series.x, "series.x", CHART_LIMITS.points);
      const y = cells(series.y, "series.y", x.length);
      return { name: text(series.name, "series.name"), x, y };
    }),
    bands: listOf(from.bands, "bands", CHART_LIMITS.bands).map((item) => {
      const band = object(item, "bands");
      return {
        start: number(band.start, "bands.start"),
        end: number(band.end, "bands.end"),
        label: text(band.label, "bands.label"),
      };
    }),
    marks: listOf(from.marks, "marks", CHART_LIMITS.marks).map((item) => {
      const mark = object(item, "marks");
      return { at: number(mark.at, "marks.at"), label: text(mark.label, "marks.label") };
    }),
  }),
  scatter: (from) => ({
    kind: "scatter",
    x: axis(from.x, "x"),
    y: axis(from.y, "y"),
    groups: listOf(from.groups, "groups", CHART_LIMITS.series).map((item) => {
      const group = object(item, "groups");
      const x = numbers(group.x, "groups.x", CHART_LIMITS.points);
      const y = sameLength(numbers(group.y, "groups.y", CHART_LIMITS.points), x.length, "groups.y");
      return { name: text(group.name, "groups.name"), x, y };
    }),
  }),
  histogram: (from) => {
    const counts = numbers(from.counts, "counts", CHART_LIMITS.bins);
    if (counts.some((count) => count < 0)) throw new NotAChart("counts has a negative number");
    const edges = numbers(from.edges, "edges", CHART_LIMITS.bins + 1);
    return {
      kind: "histogram",
      x: axis(from.x, "x"),
      edges: sameLength(edges, counts.length + 1, "edges"),
      counts,
    };
  },
  bars: (from) => ({
    kind: "bars",
    value: axis(from.value, "value"),
    bars: listOf(from.bars, "bars", CHART_LIMITS.bars).map((item) => {
      const bar = object(item, "bars");
      return { label: text(bar.label, "bars.label"), value: number(bar.value, "bars.value") };
    }),
  }),
  heat_map: (from) => {
    const most = CHART_LIMITS.cells_across;
    const rows = listOf(from.rows, "rows", most).map((name) => text(name, "rows"));
    const across = listOf(from.across, "across", most).map((name) => text(name, "across"));
    const values = listOf(from.values, "values", most).map((row) =>
      cells(row, "values", across.length)
    );
    return { kind: "heat_map", rows, across, values: sameLength(values, rows.length, "values") };
  },
  graph: (from) => {
    const nodes = listOf(from.nodes, "nodes", CHART_LIMITS.nodes).map((n) => text(n, "nodes"));
    const node = (value: unknown, field: string) => {
      const index = number(value, field);
      if (!Number.isInteger(index) || index < 0 || index >= nodes.length) {
        throw new NotAChart(`${field} is not the number of a node`);
      }
      return index;
    };
    return {
      kind: "graph",
      nodes,
      edges: listOf(from.edges, "edges", CHART_LIMITS.edges).map((item) => {
        const edge = object(item, "edges");
        return {
          source: node(edge.source, "edges.source"),
          target: node(edge.target, "edges.target"),
          weight: number(edge.weight, "edges.weight"),
        };
      }),
    };
  },
};

type About = "title" | "description" | "columns";

function object(value: unknown, field: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new NotAChart(`${field} is not an object`);
}

function listOf(value: unknown, field: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotAChart(`${field} is not a list`);
  if (value.length > most) {
    throw new NotAChart(`${field} has ${value.length} items, at most ${most}`);
  }
  return value;
}

function text(value: unknown, field: string): string {
  if (typeof value !== "string") throw new NotAChart(`${field} is not text`);
  if (value.length > CHART_LIMITS.text) {
    throw new NotAChart(`${field} has ${value.length} characters, at most ${CHART_LIMITS.text}`);
  }
  return value;
}

function number(value: unknown, field: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new NotAChart(`${field} is not a number`);
}

function numbers(value: unknown, field: string, most: number): readonly number[] {
  return listOf(value, field, most).map((item) => number(item, field));
}

function cells(value: unknown, field: string, length: number): readonly (number | null)[] {
  const list = listOf(value, field, CHART_LIMITS.points);
  return sameLength(list.map((item) => item === null ? null : number(item, field)), length, field);
}

function sameLength<T>(list: readonly T[], length: number, field: string): readonly T[] {
  if (list.length !== length) {
    throw new NotAChart(`${field} has ${list.length} items where ${length} belong`);
  }
  return list;
}

function axis(value: unknown, field: string): Axis {
  const from = object(value, field);
  const unit = AXIS_UNITS.find((known) => known === from.unit);
  if (unit === undefined) throw new NotAChart(`${field}.unit is none of ${AXIS_UNITS.join(", ")}`);
  return { label: text(from.label, `${field}.label`), unit };
}
