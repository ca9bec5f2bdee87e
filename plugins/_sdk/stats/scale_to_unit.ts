// Squares and fourth powers of anything between these stay far from overflow and underflow.
const SAFE_LARGEST = 3.402823669209385e38; // 2^128
const SAFE_SMALLEST = 2.938735877055719e-39; // 2^−128

/**
 * The power of two that brings values near 1 when their squares or fourth powers could overflow or
 * underflow, otherwise 1; multiplying by it is exact.
 *
 * @param largest the largest magnitude among the values
 */
export function scaleToUnit(largest: number): number {
  if (largest >= SAFE_SMALLEST && largest <= SAFE_LARGEST) return 1;
  if (!(largest > 0 && largest < Infinity)) return 1;
  return 2 ** -Math.max(-1022, Math.min(1021, Math.floor(Math.log2(largest))));
}
