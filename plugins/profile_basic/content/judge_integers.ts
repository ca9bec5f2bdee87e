import { isCardNumber } from "./card_number.ts";
import { looksLikeDay } from "./looks_like.ts";

/** What a column of integers may be instead. */
export interface IntegerVerdict {
  /** Share of the values that are payment card numbers, when they are that; else null. */
  readonly cards: number | null;
  /** Share of the values that are telephone numbers, when they are that; else null. */
  readonly phones: number | null;
  /** Share of the values that are days as yyyymmdd, when they are that; else null. */
  readonly days: number | null;
}

/** Values that are looked at, evenly spread over the sorted ones. */
const LOOKED_AT = 2000;

/** Fewest different values before integers are taken for something else. */
const LEAST = 3;

/**
 * Judges a column of integers by its content.
 * @param sorted present values, ascending
 * @param thresholds shares that must look like personal data or days
 * @param named whether the column's name says that it holds telephone numbers: only then are digits
 *   such, from ten on, without which a count would look like one
 */
export function judgeIntegers(
  sorted: Float64Array,
  thresholds: { readonly pii: number; readonly type: number },
  named: boolean,
): IntegerVerdict {
  const step = Math.max(1, Math.floor(sorted.length / LOOKED_AT));
  let seen = 0;
  let cards = 0;
  let phones = 0;
  let days = 0;
  let different = 0;
  let last = NaN;
  for (let i = 0; i < sorted.length; i += step) {
    const value = sorted[i]!;
    seen++;
    if (value !== last) different++;
    last = value;
    // 19 digits are beyond what a double holds exactly, and 13 the fewest a card has.
    if (value >= 1e12 && Number.isSafeInteger(value) && isCardNumber(String(value))) cards++;
    if (named && value >= 1e9 && value < 1e15) phones++;
    if (looksLikeDay(value)) days++;
  }
  if (different < LEAST) return { cards: null, phones: null, days: null };
  return {
    cards: cards >= LEAST && cards >= thresholds.pii * seen ? cards / seen : null,
    phones: phones >= LEAST && phones >= thresholds.pii * seen ? phones / seen : null,
    days: days >= thresholds.type * seen ? days / seen : null,
  };
}
