// Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566 (type 7)
import { badArgument } from "./errors.ts";
import { isMissing } from "./is_missing.ts";
import { select } from "./select.ts";

/**
 * Several exact sample quantiles from one copy of the values, by selection: no full sort.
 *
 * @param values left as they are; missing values do not count
 * @param qs each from 0 (minimum) to 1 (maximum), in any order
 * @returns one quantile for each of qs, type 7; all NaN when no value is present
 * @throws StatsError E_STATS_ARGUMENT when a q is outside [0, 1] or NaN
 */
export function quantiles(values: Float64Array, qs: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const out = new Float64Array(qs.length);
  const scratch = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (!isMissing(x)) scratch[n++] = x;
  }
  const ranks = new Float64Array(2 * qs.length);
  for (let i = 0; i < qs.length; i++) {
    const q = qs[i]!;
    if (!(0 <= q && q <= 1)) {
      throw badArgument("quantiles()", `q is ${q}`, "pass numbers from 0 to 1");
    }
    const below = Math.floor((n - 1) * q);
    ranks[2 * i] = below;
    ranks[2 * i + 1] = Math.min(below + 1, n - 1);
  }
  if (n === 0) return out.fill(NaN);
  placeRanks(scratch, ranks.sort(), 0, ranks.length - 1, 0, n - 1);
  for (let i = 0; i < qs.length; i++) {
    const position = (n - 1) * qs[i]!;
    const below = Math.floor(position);
    out[i] = between(scratch[below]!, scratch[Math.min(below + 1, n - 1)]!, position - below);
  }
  return out;
}

/** Puts every wanted rank in its place: the middle one first, then both sides of it. */
function placeRanks(
  values: Float64Array,
  ranks: Float64Array,
  first: number,
  last: number,
  left: number,
  right: number,
): void {
  while (first <= last && left < right) {
    const middle = (first + last) >> 1;
    const rank = ranks[middle]!;
    select(values, rank, left, right);
    let before = middle - 1;
    while (before >= first && ranks[before] === rank) before--;
    let after = middle + 1;
    while (after <= last && ranks[after] === rank) after++;
    placeRanks(values, ranks, first, before, left, rank - 1);
    first = after;
    left = rank + 1;
  }
}

/** Linear interpolation that neither overflows nor makes NaN of equal infinities. */
function between(low: number, high: number, fraction: number): number {
  if (fraction === 0 || low === high) return low;
  const gap = high - low;
  return gap < Infinity ? low + fraction * gap : (1 - fraction) * low + fraction * high;
}
