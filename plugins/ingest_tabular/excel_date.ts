import type { ByteBuffer } from "./byte_buffer.ts";
import { daysFromCivil } from "./temporal_literal.ts";

const MS_PER_DAY = 86_400_000;
/** 9999-12-31 in the 1900 system. */
const LAST_SERIAL = 2_958_465;

/**
 * Writes a spreadsheet's serial number of a day as ISO 8601: a date when it is a whole day, else
 * with a time of day to the millisecond, which is what serial numbers can tell.
 *
 * In the 1900 system day 1 is 1900-01-01 and day 60 the 29th of February 1900, which never was; in
 * the 1904 system day 0 is 1904-01-01 (ECMA-376 part 1, 18.17.4.1).
 *
 * @returns false, and nothing is written, when the number is outside the calendar
 */
export function appendExcelDate(serial: number, is1904: boolean, out: ByteBuffer): boolean {
  const inSystem1900 = is1904 ? serial + 1462 : serial;
  if (!(inSystem1900 >= 0 && inSystem1900 < LAST_SERIAL + 1)) return false;
  const rounded = Math.round(inSystem1900 * MS_PER_DAY);
  const day = Math.floor(rounded / MS_PER_DAY);
  if (day > LAST_SERIAL || (day === 60 && !is1904)) return false;
  const before = day < 60 && !is1904 ? 1 : 0;
  const days = day + before + daysFromCivil(1899, 12, 30);
  appendCivil(days, out);
  let left = rounded - day * MS_PER_DAY;
  if (left === 0) return true;
  out.push(84 /* T */);
  const millis = left % 1000;
  left = (left - millis) / 1000;
  appendDigits(Math.floor(left / 3600), 2, out);
  out.push(58 /* : */);
  appendDigits(Math.floor(left / 60) % 60, 2, out);
  out.push(58);
  appendDigits(left % 60, 2, out);
  if (millis > 0) {
    out.push(46 /* . */);
    appendDigits(millis, 3, out);
  }
  return true;
}

/** The inverse of `daysFromCivil`, as `YYYY-MM-DD`. */
function appendCivil(days: number, out: ByteBuffer): void {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) +
    Math.floor(dayOfEra / 146096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra -
    (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  appendDigits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4, out);
  out.push(45 /* - */);
  appendDigits(month, 2, out);
  out.push(45);
  appendDigits(dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1, 2, out);
}

function appendDigits(value: number, digits: number, out: ByteBuffer): void {
  for (let power = 10 ** (digits - 1); power >= 1; power /= 10) {
    out.push(48 + Math.floor(value / power) % 10);
  }
}

/** Number formats that every workbook has and that show a date. */
const BUILT_IN: readonly (readonly [first: number, last: number])[] = [
  [14, 17],
  [22, 22],
  [27, 36],
  [50, 58],
];

/**
 * Whether a number format shows a date: it has a year or a day, outside of quotes, escapes and
 * brackets. Times of day and durations are no dates: such cells stay numbers, fractions of a day.
 * @param id the format's number
 * @param code its code when the workbook gives one
 */
export function showsDate(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([first, last]) => id >= first && id <= last);
  const bare = code.replace(/"[^"]*"?|\\.|[_*].|\[[^\]]*\]?/g, "").split(";")[0]!;
  return /[yd]/i.test(bare) && !/general/i.test(bare);
}
