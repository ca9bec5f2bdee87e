import { type Chart, CHART_LIMITS, isMissing } from "harness/sdk";
import type { Segments } from "./segment_rows.ts";
import type { TestedPair } from "./shift_finding.ts";

/** Pairs that get a picture of their own, and most points in each part of it. */
const MAX_PAIRS = 6;
const MAX_POINTS = 1000;

/**
 * A map of all differences, and the points of the pairs that changed most.
 * @param tested every pair tested
 * @param shifts those taken to have changed, best first
 * @param columns values by column name, NaN where missing
 * @param segment 0 or 1 of every row; others are not drawn
 * @param segments what the parts are
 */
export function shiftCharts(
  tested: readonly TestedPair[],
  shifts: readonly TestedPair[],
  columns: ReadonlyMap<string, Float64Array>,
  segment: Uint8Array,
  segments: Segments,
): Chart[] {
  const charts: Chart[] = shifts.slice(0, MAX_PAIRS).map(({ pair: [x, y] }) => ({
    kind: "scatter",
    title: `${x} and ${y}`,
    description: `How ${y} goes with ${x} in ${segments.before_is} and in ${segments.after_is}.`,
    columns: [x, y],
    x: { label: x, unit: "number" },
    y: { label: y, unit: "number" },
    groups: [0, 1].map((part) => ({
      name: part === 0 ? segments.before_is : segments.after_is,
      ...points(columns.get(x)!, columns.get(y)!, segment, part),
    })),
  }));
  const names = [...columns.keys()].slice(0, CHART_LIMITS.cells_across);
  if (names.length < 2) return charts;
  const delta = new Map(tested.flatMap(({ pair: [a, b], delta }) => [
    [`${a}\n${b}`, delta],
    [`${b}\n${a}`, delta],
  ]));
  charts.push({
    kind: "heat_map",
    title: "Change of every correlation",
    description: `Correlation in ${segments.after_is} less that in ${segments.before_is}, of the ` +
      "normal scores of every pair.",
    columns: [],
    rows: names,
    across: names,
    values: names.map((a) => names.map((b) => delta.get(`${a}\n${b}`) ?? null)),
  });
  return charts;
}

/** The points of one part; of many, every k-th. */
function points(x: Float64Array, y: Float64Array, segment: Uint8Array, part: number) {
  const rows: number[] = [];
  for (let row = 0; row < segment.length; row++) {
    if (segment[row] === part && !isMissing(x[row]!) && !isMissing(y[row]!)) rows.push(row);
  }
  const step = Math.ceil(rows.length / MAX_POINTS);
  const kept = rows.filter((_, i) => i % step === 0);
  return { x: kept.map((row) => x[row]!), y: kept.map((row) => y[row]!) };
}
