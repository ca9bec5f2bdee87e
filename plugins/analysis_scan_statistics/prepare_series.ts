/** A column made ready for scanning: scaled so that no sum can overflow, joined into items. */
export interface Series {
  /** The values as multiples of 2^exponent less `reference`, so that |x| ≤ 2. */
  readonly scaled: Float64Array;
  readonly exponent: number;
  readonly reference: number;
  /** Values joined into one item; 1 unless there are more values than items allowed. */
  readonly block: number;
  /** Sum of each block of `scaled`; the last `scaled.length % block` values are in none. */
  readonly items: Float64Array;
}

/**
 * Scales a column by a power of two, takes its first value off, and joins neighbours into blocks
 * of ⌈n / maxItems⌉ so that at most `maxItems` items remain.
 * @param values finite numbers, n ≥ 1
 * @param maxItems most items, ≥ 1
 */
export function prepareSeries(values: Float64Array, maxItems: number): Series {
  const n = values.length;
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(values[i]!));
  const exponent = most === 0 ? 0 : Math.floor(Math.log2(most)) + 1;
  const reference = scaleByPowerOfTwo(values[0]!, -exponent);
  const scaled = new Float64Array(n);
  for (let i = 0; i < n; i++) scaled[i] = scaleByPowerOfTwo(values[i]!, -exponent) - reference;
  const block = Math.ceil(n / maxItems);
  if (block === 1) return { scaled, exponent, reference, block, items: scaled };
  const items = new Float64Array(Math.floor(n / block));
  for (let item = 0; item < items.length; item++) {
    let sum = 0;
    for (let i = item * block; i < (item + 1) * block; i++) sum += scaled[i]!;
    items[item] = sum;
  }
  return { scaled, exponent, reference, block, items };
}

/**
 * x · 2^exponent in two exact steps, because 2^exponent alone may overflow.
 * @param x finite number
 * @param exponent integer in [−1100, 1100]
 */
export function scaleByPowerOfTwo(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
}
