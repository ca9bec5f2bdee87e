/**
 * Where the pair (i, j) with i < j is among all pairs of k columns.
 * @param i
 * @param j
 * @param k
 */
export function pairIndex(i: number, j: number, k: number): number {
  return i * (2 * k - i - 1) / 2 + j - i - 1;
}
