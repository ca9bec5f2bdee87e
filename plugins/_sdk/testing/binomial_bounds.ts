/**
 * How many of `trials` succeed when each does with probability `p`, all but once in a thousand
 * times on either side: what a calibrated test may do without being called wrong.
 * @param trials integer ≥ 1
 * @param p probability in (0, 1)
 */
export function binomialBounds(
  trials: number,
  p: number,
): { readonly low: number; readonly high: number } {
  let density = (1 - p) ** trials;
  let sum = 0;
  let low = 0;
  for (let k = 0; k <= trials; k++) {
    if (sum < 0.001) low = k;
    sum += density;
    if (sum >= 0.999) return { low, high: k };
    density *= (trials - k) / (k + 1) * p / (1 - p);
  }
  return { low, high: trials };
}
