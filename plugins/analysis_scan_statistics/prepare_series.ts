import { quantile } from "harness/sdk";
import type { Piece } from "./window_scan.ts";

/** A column made ready for scanning: scaled so that no sum can overflow, joined into items. */
export interface Series {
  /** As they are in the column. */
  readonly values: Float64Array;
  /** The values as multiples of 2^exponent less `reference`, so that |x| ≤ 2; 0 in no piece. */
  readonly scaled: Float64Array;
  readonly exponent: number;
  readonly reference: number;
  /** Sum of each block of `scaled`; the last `scaled.length % block` values are in none. */
  readonly items: Float64Array;
}

/**
 * Scales the values that take part by a power of two, takes their median off, and joins
 * neighbours into blocks.
 *
 * Values in no piece have no say in the unit: beside 1e300 the squares of ordinary values vanish.
 * The reference is the median because what is subtracted leaves its rounding in every value: a
 * wild value would leave nothing of the others.
 * @param values finite numbers
 * @param block values to an item, ≥ 1
 * @param pieces half-open ranges of values that take part, ascending, at least one value
 */
export function prepareSeries(
  values: Float64Array,
  block: number,
  pieces: readonly Piece[],
): Series {
  const n = values.length;
  const present = new Float64Array(pieces.reduce((sum, { start, end }) => sum + end - start, 0));
  let most = 0;
  let count = 0;
  for (const { start, end } of pieces) {
    for (let i = start; i < end; i++) {
      present[count++] = values[i]!;
      most = Math.max(most, Math.abs(values[i]!));
    }
  }
  const exponent = most === 0 ? 0 : Math.floor(Math.log2(most)) + 1;
  const reference = scaleByPowerOfTwo(quantile(present, 0.5), -exponent);
  const scaled = new Float64Array(n);
  for (const { start, end } of pieces) {
    for (let i = start; i < end; i++) {
      scaled[i] = scaleByPowerOfTwo(values[i]!, -exponent) - reference;
    }
  }
  if (block === 1) return { values, scaled, exponent, reference, items: scaled };
  const items = new Float64Array(Math.floor(n / block));
  for (let item = 0; item < items.length; item++) {
    let sum = 0;
    for (let i = item * block; i < (item + 1) * block; i++) sum += scaled[i]!;
    items[item] = sum;
  }
  return { values, scaled, exponent, reference, items };
}

/**
 * x · 2^exponent in two exact steps, because 2^exponent alone may overflow.
 * @param x finite number
 * @param exponent integer in [−1100, 1100]
 */
export function scaleByPowerOfTwo(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
}
