/**
 * How well one segmentation of n rows covers another: each true segment counts by its length with
 * the largest Jaccard index it has with a found segment (Arbeláez et al. 2011,
 * doi:10.1109/TPAMI.2010.161; van den Burg & Williams 2020, arXiv:2003.06222).
 * @param truth first rows of the segments after the first, ascending
 * @param found the same of what was found
 * @param rows n ≥ 1
 * @returns from above 0 to 1
 */
export function covering(
  truth: readonly number[],
  found: readonly number[],
  rows: number,
): number {
  const segments = segmentsOf(found, rows);
  let covered = 0;
  for (const real of segmentsOf(truth, rows)) {
    let best = 0;
    for (const segment of segments) {
      const shared = Math.min(real.end, segment.end) - Math.max(real.start, segment.start);
      if (shared <= 0) continue;
      const union = Math.max(real.end, segment.end) - Math.min(real.start, segment.start);
      best = Math.max(best, shared / union);
    }
    covered += (real.end - real.start) * best;
  }
  return covered / rows;
}

function segmentsOf(starts: readonly number[], rows: number): { start: number; end: number }[] {
  const edges = [0, ...starts.filter((row) => row > 0 && row < rows), rows];
  return edges.slice(1).map((end, i) => ({ start: edges[i]!, end }))
    .filter(({ start, end }) => start < end);
}
