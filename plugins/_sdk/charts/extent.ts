/**
 * The interval that values span.
 * @param lists numbers; nulls and what is not finite are passed over
 * @returns null when there is no number at all
 */
export function extent(
  lists: readonly (readonly (number | null)[])[],
): { low: number; high: number } | null {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (const value of list) {
      if (value === null || !Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? { low, high } : null;
}

/**
 * An interval with a little room at both ends, so that no point lies on the frame; a single value
 * gets room of its own size.
 * @param interval
 * @param share of its length at each end
 */
export function widen(
  { low, high }: { low: number; high: number },
  share = 0.04,
): { low: number; high: number } {
  const room = low === high ? Math.abs(low) / 2 || 1 : (high - low) * share;
  const wide = { low: low - room, high: high + room };
  return Number.isFinite(wide.low) && Number.isFinite(wide.high) && Number.isFinite(room)
    ? wide
    : { low, high };
}
