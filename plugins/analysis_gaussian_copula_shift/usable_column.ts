import { count, isMissing } from "harness/sdk";

/**
 * Why a column cannot be compared at all; null when it can.
 * @param values one number a row, NaN where missing
 * @param segment 0 (before) or 1 (after) of every row; others take no part
 * @param minRows fewest values it needs in each segment
 */
export function whyUnusable(
  values: Float64Array,
  segment: Uint8Array,
  minRows: number,
): string | null {
  const present = [0, 0];
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const s = segment[row]!;
    if (s > 1 || isMissing(value)) continue;
    present[s]!++;
    if (value < low[s]!) low[s] = value;
    if (value > high[s]!) high[s] = value;
  }
  if (!(Math.min(present[0]!, present[1]!) >= minRows)) {
    return `${count(present[0]!, "value")} before and ${present[1]} after are too few: ` +
      `${minRows} of each are needed`;
  }
  const constant = [0, 1].filter((s) => low[s] === high[s]);
  if (constant.length === 2) return "all values of a part are equal, in both parts";
  if (constant.length === 1) {
    return `all values ${constant[0] === 0 ? "before" : "after"} are equal`;
  }
  return null;
}
