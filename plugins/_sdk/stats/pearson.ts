import { lengthMismatch } from "./errors.ts";
import { isMissing } from "./is_missing.ts";
import { scaleToUnit } from "./scale_to_unit.ts";

/**
 * Pearson's correlation of the rows where both values are present.
 *
 * Two passes with compensated sums, for any magnitude a double holds.
 *
 * @param x n values
 * @param y n values
 * @returns a number in [−1, 1]; NaN for fewer than two such rows, a constant or an infinity
 * @throws StatsError E_STATS_LENGTH when the lengths differ
 */
export function pearson(x: Float64Array, y: Float64Array): number {
  if (x.length !== y.length) throw lengthMismatch("pearson()", x.length, y.length);
  let count = 0;
  let minX = Infinity, maxX = -Infinity, minY = Infinity, maxY = -Infinity;
  for (let i = 0; i < x.length; i++) {
    const a = x[i]!;
    const b = y[i]!;
    if (isMissing(a) || isMissing(b)) continue;
    count++;
    if (a < minX) minX = a;
    if (a > maxX) maxX = a;
    if (b < minY) minY = b;
    if (b > maxY) maxY = b;
  }
  if (!(minX < maxX && minY < maxY)) return NaN;
  const scaleX = scaleToUnit(Math.max(-minX, maxX));
  const scaleY = scaleToUnit(Math.max(-minY, maxY));

  let sumX = 0, lostX = 0, sumY = 0, lostY = 0;
  for (let i = 0; i < x.length; i++) {
    const a = x[i]! * scaleX;
    const b = y[i]! * scaleY;
    if (isMissing(a) || isMissing(b)) continue;
    let next = sumX + a;
    let part = next - sumX;
    lostX += (sumX - (next - part)) + (a - part);
    sumX = next;
    next = sumY + b;
    part = next - sumY;
    lostY += (sumY - (next - part)) + (b - part);
    sumY = next;
  }
  const meanX = (sumX + lostX) / count;
  const meanY = (sumY + lostY) / count;

  let sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, lostXY = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! * scaleX - meanX;
    const dy = y[i]! * scaleY - meanY;
    if (isMissing(dx) || isMissing(dy)) continue;
    sx += dx;
    sy += dy;
    sxx += dx * dx;
    syy += dy * dy;
    // Only this sum cancels.
    const term = dx * dy;
    const next = sxy + term;
    const part = next - sxy;
    lostXY += (sxy - (next - part)) + (term - part);
    sxy = next;
  }
  const varianceX = sxx - sx * sx / count;
  const varianceY = syy - sy * sy / count;
  const covariance = sxy + lostXY - sx * sy / count;
  return Math.max(-1, Math.min(1, covariance / Math.sqrt(varianceX * varianceY)));
}
