// Floyd & Rivest 1975, "Algorithm 489: the algorithm SELECT", doi:10.1145/360680.360694
const SAMPLE_ABOVE = 600;

/**
 * Reorders part of an array so that the value of rank k stands at k, smaller ones before it and
 * larger ones after.
 *
 * Linear on average; where the order of the data defeats the pivots it sorts the part instead, so
 * that no input takes quadratic time.
 *
 * @param values reordered in place; no NaN within the part
 * @param k an index with left ≤ k ≤ right
 * @param left first index of the part
 * @param right last index of the part
 */
export function select(values: Float64Array, k: number, left: number, right: number): void {
  let rounds = 12 + 2 * Math.ceil(Math.log2(right - left + 1));
  while (right > left) {
    if (rounds-- === 0) {
      values.subarray(left, right + 1).sort();
      return;
    }
    if (right - left > SAMPLE_ABOVE) {
      const n = right - left + 1;
      const i = k - left + 1;
      const z = Math.log(n);
      const s = 0.5 * Math.exp(2 * z / 3);
      const sd = 0.5 * Math.sqrt(z * s * (n - s) / n) * (i < n / 2 ? -1 : 1);
      select(
        values,
        k,
        Math.max(left, Math.floor(k - i * s / n + sd)),
        Math.min(right, Math.floor(k + (n - i) * s / n + sd)),
      );
    }
    // Hoare's partition about the value at k; sentinels at both ends keep the scans inside.
    const pivot = values[k]!;
    let i = left;
    let j = right;
    values[k] = values[left]!;
    values[left] = pivot;
    if (values[right]! > pivot) {
      values[left] = values[right]!;
      values[right] = pivot;
    }
    while (i < j) {
      const held = values[i]!;
      values[i] = values[j]!;
      values[j] = held;
      i++;
      j--;
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
    }
    if (values[left] === pivot) {
      const held = values[left]!;
      values[left] = values[j]!;
      values[j] = held;
    } else {
      j++;
      const held = values[j]!;
      values[j] = values[right]!;
      values[right] = held;
    }
    if (j <= k) left = j + 1;
    if (k <= j) right = j - 1;
  }
}
