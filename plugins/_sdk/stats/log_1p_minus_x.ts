/**
 * log(1 + x) − x, to full relative accuracy where the difference cancels.
 *
 * By log(1 + x) = 2 artanh r with r = x / (2 + x), whose first term and x leave −x·r.
 *
 * @param x greater than −1; NaN below
 */
export function log1pMinusX(x: number): number {
  if (!(x > -0.6 && x < 1.6)) return Math.log1p(x) - x;
  const r = x / (2 + x);
  const square = r * r;
  let sum = 0;
  let power = square;
  for (let k = 3; power > 1e-18 * square; k += 2) {
    sum += power / k;
    power *= square;
  }
  return r * (2 * sum - x);
}
