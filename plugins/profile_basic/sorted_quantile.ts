/**
 * Quantile of sorted values, type 7 of Hyndman & Fan 1996 (doi:10.1080/00031305.1996.10473566):
 * what `quantile()` of the maths kit finds by selection, read off values that are sorted anyway.
 * @param sorted ascending, at least one value
 * @param q from 0 to 1
 */
export function sortedQuantile(sorted: Float64Array, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const fraction = position - below;
  const low = sorted[below]!;
  if (fraction === 0) return low;
  const high = sorted[below + 1]!;
  const gap = high - low;
  // Where the gap overflows, a weighted mean does not.
  return gap < Infinity ? low + fraction * gap : (1 - fraction) * low + fraction * high;
}
