import { isMissing } from "./is_missing.ts";

/**
 * Sums of the first 0, 1, … n values, each as exact as one compensated sum.
 *
 * The sum over rows [start, end) is `p[end] − p[start]`. Centre the values first where windows are
 * small beside the total. A missing value adds nothing.
 *
 * @param values n values
 * @returns n + 1 sums, the first of them 0
 */
export function prefixSums(values: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(values.length + 1);
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (!isMissing(x)) {
      const next = sum + x;
      const part = next - sum;
      lost += (sum - (next - part)) + (x - part);
      sum = next;
    }
    out[i + 1] = Number.isFinite(sum) ? sum + lost : sum;
  }
  return out;
}
