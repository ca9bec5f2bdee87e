import type { Chart, Table } from "harness/sdk";
import type { ColumnStatistics } from "./column_statistics.ts";
import type { Correlations } from "./correlate_columns.ts";
import { missingnessMap } from "./missingness_map.ts";

/** Most columns with a histogram of their own. */
const HISTOGRAMS = 50;
/** Most columns of the heat map: more would be too small to read. */
const HEAT_MAP_COLUMNS = 30;

/**
 * The profile as charts: where values are missing, rank correlations of the first columns as a heat
 * map, then the distributions of the numeric columns that vary.
 * @param table what was profiled
 * @param statistics of all columns
 * @param correlated names of the columns in the correlations, in their order
 * @param correlations of these
 */
export function profileCharts(
  table: Table,
  statistics: readonly ColumnStatistics[],
  correlated: readonly string[],
  correlations: Correlations,
): Chart[] {
  const varying = statistics.filter(({ numeric, distinct, role }) =>
    numeric !== null && distinct > 1 && role !== "id"
  );
  const missing = missingnessMap(table);
  return [
    ...(missing === null ? [] : [missing]),
    ...(correlated.length < 2 ? [] : [heatMap(correlated, correlations)]),
    ...varying.slice(0, HISTOGRAMS).map(histogramOf),
  ];
}

function heatMap(correlated: readonly string[], { pairs, spearman_rows }: Correlations): Chart {
  const names = correlated.slice(0, HEAT_MAP_COLUMNS);
  const values: (number | null)[][] = names.map((_, i) => names.map((_, j) => i === j ? 1 : null));
  const place = new Map(names.map((name, i) => [name, i]));
  for (const { a, b, spearman } of pairs) {
    const i = place.get(a);
    const j = place.get(b);
    if (i === undefined || j === undefined) continue;
    values[i]![j] = spearman;
    values[j]![i] = spearman;
  }
  const left = correlated.length - names.length;
  return {
    kind: "heat_map",
    title: "Rank correlations",
    description: `Spearman's correlation of each two numeric columns, over ${spearman_rows} rows.` +
      (left > 0 ? ` The first ${names.length} columns; correlation.csv has ${left} more.` : ""),
    columns: names,
    rows: names,
    across: names,
    values,
  };
}

function histogramOf({ name, rows, missing, numeric }: ColumnStatistics): Chart {
  const { edges, counts } = numeric!.histogram;
  return {
    kind: "histogram",
    title: `Distribution of ${name}`,
    description: `${rows - missing} values in ${counts.length} bins of one width.`,
    columns: [name],
    x: { label: name, unit: "number" },
    edges,
    counts,
  };
}
