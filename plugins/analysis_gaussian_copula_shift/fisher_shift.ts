/** Correlations that are equal differ by this much when their sums are taken in another order. */
const ROUNDING = 1e-12;

/**
 * The difference of two correlations on Fisher's scale, in standard errors
 * (Fisher 1921, "On the probable error of a coefficient of correlation"):
 * (atanh r₂ − atanh r₁) / √(1/(n₁ − 3) + 1/(n₂ − 3)).
 *
 * A perfect correlation counts as the nearest to it that so many ranks allow, so that two perfect
 * ones do not differ and one is finite.
 * @param before, after r₁ and r₂ in [−1, 1]
 * @param n_before, n_after rows they come from, each at least 4
 */
export function fisherShift(
  before: number,
  after: number,
  n_before: number,
  n_after: number,
): number {
  // Two neighbours in the middle of n ranks that change places cost a correlation about 6/n³.
  const most = 1 - Math.max((n_before + n_after) ** -3, 1e-12);
  const z = (r: number) => Math.atanh(Math.max(-most, Math.min(most, r)));
  const shift = z(after) - z(before);
  if (Math.abs(shift) < ROUNDING) return 0;
  return shift / Math.sqrt(1 / (n_before - 3) + 1 / (n_after - 3));
}
