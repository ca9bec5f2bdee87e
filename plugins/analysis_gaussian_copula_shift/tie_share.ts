/** How much of a sample is tied, and how surely. */
export interface TieShare {
  /**
   * Σ (t³ − t) / (n³ − n) over the groups of t equal values: 0 without ties, 1 when all are equal;
   * the term of Kendall's and Spearman's corrections for ties (Kendall 1945,
   * doi:10.1093/biomet/33.3.239).
   */
  readonly share: number;
  /** Its sampling variance, by the delta method on Σ p³ of a multinomial: 9 (Σ p⁵ − (Σ p³)²) / n. */
  readonly variance: number;
}

/**
 * The share of ties among some numbers.
 * @param values present numbers; those from `start` to `end` count
 */
export function tieShare(values: Float64Array, start: number, end: number): TieShare {
  const n = end - start;
  if (!(n >= 2)) return { share: 0, variance: 0 };
  const sorted = values.slice(start, end).sort();
  let sum = 0;
  let cubes = 0;
  let fifths = 0;
  for (let i = 0; i < n;) {
    let next = i + 1;
    while (next < n && sorted[next] === sorted[i]) next++;
    const t = next - i;
    const p = t / n;
    sum += t * t * t - t;
    cubes += p ** 3;
    fifths += p ** 5;
    i = next;
  }
  const variance = Math.max(0, 9 * (fifths - cubes * cubes) / n);
  return { share: sum / (n * n * n - n), variance };
}
