const ENOUGH = 1e-11;

/**
 * The positive root of a monotone function by Newton's method on the logarithm of its argument,
 * kept within a shrinking bracket.
 *
 * @param start a positive guess
 * @param step Newton's step in log x at x; its sign says on which side the root is
 * @returns the root, 0 or ∞ where it leaves the range of doubles
 */
export function newtonInLog(start: number, step: (x: number) => number): number {
  let low = 0;
  let high = Infinity;
  let x = start > 0 ? Math.min(start, 1e300) : 1e-300;
  for (let round = 0; round < 200; round++) {
    const d = step(x);
    if (Math.abs(d) < ENOUGH) return x + x * d;
    if (d > 0) low = x;
    else high = x;
    let next = x * Math.exp(d);
    if (!(next > low && next < high)) {
      if (high === Infinity) next = x * 1e10;
      else next = low === 0 ? x * 1e-10 : Math.sqrt(low) * Math.sqrt(high);
    }
    // No double left between the ends, or none at all.
    if (next === x || next === 0 || next === Infinity) return next;
    x = next;
  }
  return x;
}
