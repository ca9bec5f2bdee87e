import { type PluginFinding, type RowRange, rowRanges } from "harness/sdk";
import type { ScannedWindow } from "./scan_columns.ts";

/** A tested window in rows of the dataset. */
export interface TestedWindow extends ScannedWindow {
  readonly column: string;
  readonly q_value: number;
  readonly row_ranges: readonly RowRange[];
}

/**
 * Puts a window of a column's present values into rows of the dataset.
 * @param rows row number of every present value
 */
export function inRows(
  window: ScannedWindow,
  column: string,
  q_value: number,
  rows: Int32Array,
): TestedWindow {
  return {
    ...window,
    column,
    q_value,
    start: rows[window.start]!,
    end: rows[window.end - 1]! + 1,
    row_ranges: rowRanges(rows.subarray(window.start, window.end)),
  };
}

/** Largest ratio first; of equals by column name, then row. */
export function bestFirst(a: TestedWindow, b: TestedWindow): number {
  return b.log_likelihood_ratio - a.log_likelihood_ratio ||
    (a.column < b.column ? -1 : a.column > b.column ? 1 : 0) || a.start - b.start;
}

/** The finding of a window that is taken for a segment. */
export function clusterFinding(window: TestedWindow): PluginFinding {
  const { row_ranges, log_likelihood_ratio, ...own } = window;
  return {
    ...own,
    kind: "cluster",
    measurement_type: "modeled",
    score: log_likelihood_ratio,
    columns: [window.column],
    direction: window.mean_inside > window.mean_outside ? "high" : "low",
    assumption: assumptionOf(window),
    assumption_doubted: hasAlikeNeighbours(window),
    evidence: { row_ranges },
  };
}

/**
 * Whether the rows are so much like their neighbours that the p-value means little: a lag-1
 * autocorrelation of 0.1 already makes 14 of 100 series of 200 values significant at 0.05, one of
 * 0.2 27. So it is said from 2/√n on, twice what chance leaves, but from 0.05 at least and 0.2 at
 * most. Neighbours that are unlike each other make p-values too large, which harms no one.
 */
export function hasAlikeNeighbours(window: TestedWindow): boolean {
  const { residual_autocorrelation, values_inside, values_outside } = window;
  const chance = 2 / Math.sqrt(values_inside + values_outside);
  return (residual_autocorrelation ?? 0) > Math.min(0.2, Math.max(0.05, chance));
}

function assumptionOf(window: TestedWindow): string {
  const assumed = "Apart from the segment the order of the rows says nothing about the value: " +
    "no trend, no season, no likeness of neighbours.";
  if (!hasAlikeNeighbours(window)) return assumed;
  return `${assumed} Here neighbours are still alike (lag-1 autocorrelation ` +
    `${
      window.residual_autocorrelation!.toFixed(2)
    } without the segment): unless further segments ` +
    `explain that, the p-value is too small.`;
}
