import { autocorrelation, isMissing } from "harness/sdk";
import { NormalScores, ScoreTables } from "./normal_scores.ts";

/**
 * Lag-1 autocorrelation, in row order, of what a pair's correlation is a mean of: the products of
 * the two columns' normal scores, less the mean product of their segment. Rows that resemble their
 * neighbours in this way carry less than they seem to.
 * @param x, y one number a row, NaN where missing
 * @param segment 0 or 1 of every row; others take no part
 * @returns the complete rows, ascending, and the autocorrelation, null when there is none
 */
export function productAutocorrelation(
  x: Float64Array,
  y: Float64Array,
  segment: Uint8Array,
): { readonly rows: Int32Array; readonly autocorrelation: number | null } {
  const complete: number[] = [];
  for (let row = 0; row < segment.length; row++) {
    if (segment[row]! <= 1 && !isMissing(x[row]!) && !isMissing(y[row]!)) complete.push(row);
  }
  const rows = Int32Array.from(complete);
  const slot = new Int32Array(rows.length);
  let n1 = 0;
  for (const row of rows) if (segment[row] === 0) n1++;
  let next1 = 0;
  let next2 = n1;
  for (let i = 0; i < rows.length; i++) slot[i] = segment[rows[i]!] === 0 ? next1++ : next2++;
  const tables = new ScoreTables(n1, rows.length - n1);
  const [a, b] = [x, y].map((values) => {
    const scores = new NormalScores(Float64Array.from(rows, (row) => values[row]!), tables);
    scores.deal(slot);
    return scores.scores;
  }) as [Float64Array, Float64Array];
  const means = [0, 0];
  for (let s = 0; s < rows.length; s++) means[s < n1 ? 0 : 1]! += a[s]! * b[s]!;
  means[0]! /= n1;
  means[1]! /= rows.length - n1;
  const residuals = Float64Array.from(slot, (at) => a[at]! * b[at]! - means[at < n1 ? 0 : 1]!);
  const lag1 = autocorrelation(residuals);
  return { rows, autocorrelation: isMissing(lag1) ? null : lag1 };
}
