import { midRanks, pearson, permutationPValue, type Rng } from "harness/sdk";

/** How a series moves along its order. */
export interface RowTrend {
  /** Spearman's rank correlation of the values with their order. */
  readonly correlation: number;
  /** (1 + orders with as large a correlation) / (1 + permutations). */
  readonly p_value: number;
}

/**
 * Tests whether a series rises or falls, by permutation (Spearman 1904, doi:10.2307/1412159).
 * @param values in their order, at least three, not all equal
 * @param permutations random orders
 * @param rng draws them
 */
export function rowTrend(values: Float64Array, permutations: number, rng: Rng): RowTrend {
  // The ranks stay what they are when the values change places: they are taken once.
  const ranks = midRanks(values);
  const order = Float64Array.from(values, (_, i) => i);
  const correlation = pearson(ranks, order);
  const permuted = new Float64Array(permutations);
  for (let b = 0; b < permutations; b++) {
    permuted[b] = Math.abs(pearson(ranks, rng.shuffle(order)));
  }
  return { correlation, p_value: permutationPValue(Math.abs(correlation), permuted) };
}
