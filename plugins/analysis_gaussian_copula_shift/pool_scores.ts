import { radixArgsort } from "harness/sdk";

/**
 * The scores of both segments on one scale, to be dealt anew: as they are, but for tied values. These
 * would stay tied within a segment only, as the same value has another mid-rank in each, and which
 * segment a row comes from would show in its score. So two runs of ties, one of each segment, become
 * one when the middle of each lies within the ranks that the other takes up. Ranks alone decide, so
 * that the columns' own distributions may still differ between the segments.
 *
 * Only the order of the pooled scores counts. It is kept: the mean of two such middles is within
 * the ranks of both runs.
 * @param scores by slot, ascending with the rank within each segment; those of the first come first
 * @param n_before how many are the first segment's
 * @returns by slot
 */
export function poolScores(scores: Float64Array, n_before: number): Float64Array {
  const pooled = Float64Array.from(scores);
  const before = runsOf(scores, 0, n_before);
  const after = runsOf(scores, n_before, scores.length);
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    const a = before[i]!;
    const b = after[j]!;
    const isTied = a.slots.length > 1 || b.slots.length > 1;
    if (isTied && holds(a, b) && holds(b, a)) {
      const mean = (scores[a.slots[0]!]! + scores[b.slots[0]!]!) / 2;
      for (const slot of a.slots) pooled[slot] = mean;
      for (const slot of b.slots) pooled[slot] = mean;
    }
    if (a.end <= b.end) i++;
    if (b.end <= a.end) j++;
  }
  return pooled;
}

/** Equal values of a segment; ranks as shares of the segment's size plus one. */
interface Run {
  readonly slots: Uint32Array;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

function holds(one: Run, other: Run): boolean {
  return one.start < other.middle && other.middle < one.end;
}

function runsOf(scores: Float64Array, start: number, end: number): Run[] {
  const slots = radixArgsort(scores.subarray(start, end)).map((slot) => start + slot);
  const runs: Run[] = [];
  for (let from = 0; from < slots.length;) {
    let to = from + 1;
    while (to < slots.length && scores[slots[to]!] === scores[slots[from]!]) to++;
    const share = (rank: number) => rank / (slots.length + 1);
    runs.push({
      slots: slots.subarray(from, to),
      start: share(from + 0.5),
      middle: share((from + to + 1) / 2),
      end: share(to + 0.5),
    });
    from = to;
  }
  return runs;
}
