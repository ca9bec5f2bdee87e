import type { Rng } from "harness/sdk";
import { LEFT_OUT } from "./segment_rows.ts";

/**
 * Takes rows out of the segments at random, so that at most `maxRows` remain: as many of each, or all
 * of one that has not half of them, for a comparison is no surer than its smaller segment.
 * @param segment 0, 1 or left out, one a row
 * @param maxRows most rows in both segments together
 * @param rng only used when there are more
 * @returns the segments, and how many rows remain when any were taken out, else null
 */
export function sampleSegments(
  segment: Uint8Array,
  maxRows: number,
  rng: Rng,
): { readonly segment: Uint8Array; readonly sampled: number | null } {
  const placed = [0, 0];
  for (const one of segment) if (one !== LEFT_OUT) placed[one]!++;
  const [before, after] = placed as [number, number];
  if (before + after <= maxRows) return { segment, sampled: null };
  const ofBefore = Math.min(before, Math.max(maxRows >> 1, maxRows - after));
  const kept = [rng.sample(before, ofBefore), rng.sample(after, maxRows - ofBefore)];
  const out = new Uint8Array(segment.length).fill(LEFT_OUT);
  const next = [0, 0];
  const index = [0, 0];
  for (let row = 0; row < segment.length; row++) {
    const one = segment[row]!;
    if (one === LEFT_OUT || kept[one]![next[one]!] !== index[one]!++) continue;
    out[row] = one;
    next[one]!++;
  }
  return { segment: out, sampled: maxRows };
}
