/**
 * Writes x · y over one segment for a column x and each of its partners y: four partners at once,
 * since reading x again for each would cost as much as multiplying.
 * @param x scores by slot
 * @param partners scores by slot
 * @param start, end the segment's slots, `end` exclusive
 * @param out one product a partner, from `at`
 */
export function segmentProducts(
  x: Float64Array,
  partners: readonly Float64Array[],
  start: number,
  end: number,
  out: Float64Array,
  at: number,
): void {
  let first = 0;
  for (; first + 4 <= partners.length; first += 4) {
    const A = partners[first]!;
    const B = partners[first + 1]!;
    const C = partners[first + 2]!;
    const D = partners[first + 3]!;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = start; i < end; i++) {
      const value = x[i]!;
      a += value * A[i]!;
      b += value * B[i]!;
      c += value * C[i]!;
      d += value * D[i]!;
    }
    out[at + first] = a;
    out[at + first + 1] = b;
    out[at + first + 2] = c;
    out[at + first + 3] = d;
  }
  for (; first < partners.length; first++) out[at + first] = dot(x, partners[first]!, start, end);
}

/** Four sums side by side: the processor adds them at once, where one would wait for itself. */
function dot(X: Float64Array, Y: Float64Array, start: number, end: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    sum0 += X[i]! * Y[i]!;
    sum1 += X[i + 1]! * Y[i + 1]!;
    sum2 += X[i + 2]! * Y[i + 2]!;
    sum3 += X[i + 3]! * Y[i + 3]!;
  }
  for (; i < end; i++) sum0 += X[i]! * Y[i]!;
  return sum0 + sum1 + (sum2 + sum3);
}
