/**
 * Colours of series, groups and bands, told apart also by those who see few colours, each with a
 * contrast of at least 3 on the report's light and on its dark ground (tested). Never the only
 * difference: lines also have dashes, points also have shapes.
 */
export const PALETTE = ["#3a80c2", "#c26a1c", "#2c9468", "#a066c8", "#cf4a5c", "#7d858f"] as const;

/** The nth colour, over again from the first. */
export function colour(index: number): string {
  return PALETTE[index % PALETTE.length]!;
}

/** Dashes of the nth line: the first is whole. */
export function dashes(index: number): string {
  return ["none", "7 3", "2 3", "9 3 2 3"][index % 4]!;
}
