import type { AxisUnit } from "./chart.ts";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps of a time axis shorter than a month, in microseconds. */
const TIME_STEPS: readonly number[] = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];

const MONTH_STEPS: readonly number[] = [1, 3, 6, 12];
const DAYS_A_MONTH = 30.44;
/** A stop for intervals that no round step fits. */
const MOST = 100;

/**
 * Round values inside an interval: multiples of 1, 2 or 5 times a power of ten, of whole rows, or of
 * seconds to centuries, about `wanted` of them.
 * @param low
 * @param high at least `low`, both finite
 * @param wanted roughly how many
 * @param unit of the axis
 */
export function ticks(low: number, high: number, wanted: number, unit: AxisUnit): number[] {
  if (!(high > low)) return [low];
  if (!Number.isFinite(high - low)) return [low, high];
  if (unit === "date") return timeTicks(low, high, wanted, 1 / DAY);
  if (unit === "timestamp") return timeTicks(low, high, wanted, 1);
  const step = roundStep((high - low) / wanted);
  // The span of the largest doubles overflows, that of the smallest has no power of ten.
  if (!(step > 0 && step < Infinity)) return [low, high];
  return multiples(low, high, unit === "row" ? Math.max(1, step) : step);
}

/** The largest of 1, 2, 5 × 10^k that is not much above `raw`. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const error = raw / power;
  return power * (error >= 7.07 ? 10 : error >= 3.16 ? 5 : error >= 1.41 ? 2 : 1);
}

function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const out: number[] = [];
  // Dividing by the inverse of a small step gives 0.3 where multiplying gives 0.30000000000000004.
  const inverse = Math.round(1 / step);
  const slack = (high - low) * 1e-9;
  for (let k = 0; k < MOST && first + k <= last; k++) {
    const i = first + k;
    const tick = step < 1 && inverse < 2 ** 53 ? i / inverse : i * step;
    if (tick >= low - slack && tick <= high + slack) out.push(tick);
  }
  return out;
}

/** @param scale units of the axis in a microsecond */
function timeTicks(low: number, high: number, wanted: number, scale: number): number[] {
  const raw = (high - low) / scale / wanted;
  const smallest = scale === 1 ? SECOND : DAY;
  const step = TIME_STEPS.find((s) => s >= smallest && s >= raw / 1.5);
  if (step !== undefined) return multiples(low, high, Math.round(step * scale));
  const months = raw / DAY / DAYS_A_MONTH;
  const monthStep = MONTH_STEPS.find((m) => m >= months / 1.5) ?? 12 * roundStep(months / 12);
  return monthTicks(low, high, Math.round(monthStep), scale);
}

/** First days of every n-th month; before and beyond what a Date can hold, none. */
function monthTicks(low: number, high: number, months: number, scale: number): number[] {
  const milliseconds = (x: number) => x / scale / 1000;
  const start = new Date(milliseconds(low));
  if (Number.isNaN(start.getTime())) return [low, high];
  const out: number[] = [];
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (; out.length < MOST; month += months) {
    const first = new Date(0);
    first.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
    const at = Math.round(first.getTime() * 1000 * scale);
    if (Number.isNaN(at) || at > high) break;
    if (at >= low) out.push(at);
  }
  return out;
}
