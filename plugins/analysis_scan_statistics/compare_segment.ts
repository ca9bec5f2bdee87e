import type { Piece } from "./window_scan.ts";
import { scaleByPowerOfTwo, type Series } from "./prepare_series.ts";

/** What a segment looks like beside the values it is compared with. */
export interface Comparison {
  readonly mean_inside: number;
  readonly mean_outside: number;
  readonly values_inside: number;
  readonly values_outside: number;
  /** Common standard deviation about the two means, n − 2 degrees of freedom; null if n < 3. */
  readonly sd_within: number | null;
  /** (n/2)·ln(TSS / WSS), Kulldorff, Huang & Konty 2009, doi:10.1186/1476-072X-8-58. */
  readonly log_likelihood_ratio: number;
  /** Lag-1 autocorrelation of what is left when each side's mean is taken off; null if none is. */
  readonly residual_autocorrelation: number | null;
}

/** Sums of squares below this share of the total are rounding. */
const RESOLUTION = 2 ** -52;

/**
 * Compares one segment of a series with the rest of `pieces`, in two passes so that nothing
 * cancels. A segment that explains everything down to rounding is given the ratio at which the
 * rest is 2^−52 of the total, a large finite number.
 * @param series the prepared column
 * @param pieces half-open ranges of values that take part, ascending; the segment lies in one
 * @param segment half-open range of values
 */
export function compareSegment(
  series: Series,
  pieces: readonly Piece[],
  segment: Piece,
): Comparison {
  const X = series.scaled;
  const range = rangesOf(series.values, pieces, segment);
  let total = 0;
  let sumInside = 0;
  let sumOutside = 0;
  for (const { start, end } of pieces) {
    total += end - start;
    for (let i = start; i < end; i++) {
      if (i >= segment.start && i < segment.end) sumInside += X[i]!;
      else sumOutside += X[i]!;
    }
  }
  const inside = segment.end - segment.start;
  const outside = total - inside;
  const meanInside = sumInside / inside;
  const meanOutside = sumOutside / outside;
  const meanAll = (sumInside + sumOutside) / total;
  let within = 0;
  let products = 0;
  for (const { start, end } of pieces) {
    let previous = 0;
    for (let i = start; i < end; i++) {
      const mean = i >= segment.start && i < segment.end ? meanInside : meanOutside;
      const residual = X[i]! - mean;
      within += residual * residual;
      products += residual * previous;
      previous = residual;
    }
  }
  const between = inside * (meanInside - meanAll) ** 2 + outside * (meanOutside - meanAll) ** 2;
  const all = within + between;
  const exact = within > all * RESOLUTION;
  return {
    mean_inside: clamp(restore(meanInside, series), range.lowInside, range.highInside),
    mean_outside: clamp(restore(meanOutside, series), range.lowOutside, range.highOutside),
    values_inside: inside,
    values_outside: outside,
    sd_within: total > 2
      ? finiteOrNull(scaleByPowerOfTwo(Math.sqrt(within / (total - 2)), series.exponent))
      : null,
    log_likelihood_ratio: (total / 2) * -Math.log(Math.max(within / all, RESOLUTION)),
    residual_autocorrelation: exact ? products / within : null,
  };
}

/** The lowest and the highest value on each side. */
function rangesOf(values: Float64Array, pieces: readonly Piece[], segment: Piece) {
  let lowInside = Infinity, highInside = -Infinity, lowOutside = Infinity, highOutside = -Infinity;
  for (const { start, end } of pieces) {
    for (let i = start; i < end; i++) {
      const x = values[i]!;
      if (i >= segment.start && i < segment.end) {
        if (x < lowInside) lowInside = x;
        if (x > highInside) highInside = x;
      } else {
        if (x < lowOutside) lowOutside = x;
        if (x > highOutside) highOutside = x;
      }
    }
  }
  return { lowInside, highInside, lowOutside, highOutside };
}

/** A mean lies between its values, which its rounding may forget, and is finite as they are. */
function clamp(mean: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, mean));
}

/** Back to the column's own unit. */
function restore(scaledMean: number, series: Series): number {
  return scaleByPowerOfTwo(scaledMean + series.reference, series.exponent);
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
