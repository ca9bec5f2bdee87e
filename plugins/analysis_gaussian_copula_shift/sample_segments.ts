import type { Rng } from "harness/sdk";
import { LEFT_OUT } from "./segment_rows.ts";

/**
 * Takes rows out of the segments at random, so that at most `maxRows` remain.
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
  let placed = 0;
  for (let row = 0; row < segment.length; row++) if (segment[row] !== LEFT_OUT) placed++;
  if (placed <= maxRows) return { segment, sampled: null };
  const kept = rng.sample(placed, maxRows);
  const out = new Uint8Array(segment.length).fill(LEFT_OUT);
  let next = 0;
  let index = 0;
  for (let row = 0; row < segment.length; row++) {
    if (segment[row] === LEFT_OUT) continue;
    if (kept[next] === index++) {
      out[row] = segment[row]!;
      next++;
    }
  }
  return { segment: out, sampled: maxRows };
}
