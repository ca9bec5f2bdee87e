/** 2^27 + 1: splits a double into two halves whose products are exact. */
const SPLIT = 134217729;
/** Share of the result that the sums below may be off by, with a wide margin. */
const UNCERTAINTY = 2 ** -98;

/** 10^0 … 10^22: the powers of ten that float64 holds exactly. */
export const EXACT_POWERS: Float64Array = Float64Array.from(
  { length: 23 },
  (_, i) => Number(`1e${i}`),
);

/**
 * The double nearest to `(front * 10^digits + back) * 10^exponent`, or NaN when this arithmetic
 * cannot tell, because the number lies too near the middle between two doubles.
 *
 * The product is carried as the sum of two doubles with exact products (Dekker 1971,
 * doi:10.1007/BF01397083), about 104 bits; the rounding is certain when the number's place between
 * two doubles is farther from their middle than those bits can be wrong.
 *
 * @param front below 10^15
 * @param back below 10^digits
 * @param digits 0 to 4
 * @param exponent −44 to 44
 */
export function scaleDecimal(
  front: number,
  back: number,
  digits: number,
  exponent: number,
): number {
  const power = EXACT_POWERS[digits]!;
  let high = front * power;
  let low = productError(front, power, high);
  const sum = high + back;
  low += back - (sum - high);
  high = sum + low;
  low -= high - sum;
  for (let left = exponent; left !== 0;) {
    const step = left > 22 ? 22 : left < -22 ? -22 : left;
    left -= step;
    if (step > 0) {
      const p = EXACT_POWERS[step]!;
      const product = high * p;
      low = productError(high, p, product) + low * p;
      high = product;
    } else {
      const p = EXACT_POWERS[-step]!;
      const quotient = high / p;
      const product = quotient * p;
      low = ((high - product) - productError(quotient, p, product) + low) / p;
      high = quotient;
    }
    const both = high + low;
    low -= both - high;
    high = both;
  }
  const margin = high * UNCERTAINTY;
  return high + (low + margin) === high && high + (low - margin) === high ? high : NaN;
}

/** `a * b − product` exactly, where `product` is the rounded product. */
function productError(a: number, b: number, product: number): number {
  const ta = SPLIT * a;
  const aHigh = ta - (ta - a);
  const aLow = a - aHigh;
  const tb = SPLIT * b;
  const bHigh = tb - (tb - b);
  const bLow = b - bHigh;
  return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
}
