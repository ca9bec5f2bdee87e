// Abramowitz & Stegun 6.1.42: B(2k) / (2k (2k − 1)) for k = 1 … 8
export const STIRLING_COEFFICIENTS = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
] as const;

/** From here the eight terms are exact to a rounding of the whole. */
export const STIRLING_FROM = 10;

/**
 * What Stirling's formula leaves out, log Γ(x) − ((x − ½) log x − x + ½ log 2π), by its series.
 *
 * @param x at least `STIRLING_FROM`
 */
export function stirlingSeries(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  let sum = 0;
  for (let k = STIRLING_COEFFICIENTS.length - 1; k >= 0; k--) {
    sum = sum * square + STIRLING_COEFFICIENTS[k]!;
  }
  return sum * inverse;
}
