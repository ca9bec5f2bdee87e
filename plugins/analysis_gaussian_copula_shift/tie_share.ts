/** A number from a sample with its sampling variance. */
export interface Estimate {
  readonly value: number;
  readonly variance: number;
}

/** How much of a sample is tied, and where. */
export interface TieShare {
  /**
   * Σ (t³ − t) / (n³ − n) over the groups of t equal values: 0 without ties, 1 when all are equal;
   * the term of Kendall's and Spearman's corrections for ties (Kendall 1945,
   * doi:10.1093/biomet/33.3.239). Its variance is by the delta method on Σ p³ of a multinomial:
   * 9 (Σ p⁵ − (Σ p³)²) / n.
   */
  readonly share: Estimate;
  /**
   * 8 Σ p u³, u being a group's mid-rank as a share of n less ½: 0 where ties are as many above the
   * middle as below, positive where more are below it. The share is the second moment of the same u,
   * (1 − share) / 12, and the variance is by the same method.
   */
  readonly skew: Estimate;
}

const NO_TIES = { value: 0, variance: 0 };

/**
 * The share of ties among some numbers, and on which side they are.
 * @param values present numbers; those from `start` to `end` count
 */
export function tieShare(values: Float64Array, start: number, end: number): TieShare {
  const n = end - start;
  if (!(n >= 2)) return { share: NO_TIES, skew: NO_TIES };
  const sorted = values.slice(start, end).sort();
  let sum = 0;
  let cubes = 0;
  let fifths = 0;
  let skew = 0;
  let slopes = 0;
  let squaredSlopes = 0;
  // The groups from above, since the slope of Σ p u³ in one group's p has those above in it.
  let above = 0;
  for (let next = n; next > 0;) {
    let first = next - 1;
    while (first > 0 && sorted[first - 1] === sorted[first]) first--;
    const t = next - first;
    const p = t / n;
    const u = (first + next) / (2 * n) - 0.5;
    const slope = 8 * (u ** 3 + 3 * above + 1.5 * p * u * u);
    sum += t * t * t - t;
    cubes += p ** 3;
    fifths += p ** 5;
    skew += 8 * p * u ** 3;
    slopes += p * slope;
    squaredSlopes += p * slope * slope;
    above += p * u * u;
    next = first;
  }
  const variance = (of: number) => Math.max(0, of) / n;
  return {
    share: { value: sum / (n * n * n - n), variance: variance(9 * (fifths - cubes * cubes)) },
    skew: { value: skew, variance: variance(squaredSlopes - slopes * slopes) },
  };
}
