const ZERO = 48;
const SPACE = 32;
const DASH = 45;
const SLASH = 47;
const DOT = 46;
const COMMA = 44;
const COLON = 58;
const PLUS = 43;

/** The written forms of a date; a column keeps to one of them. */
export const DATE_FORM = {
  none: 0,
  /** 2024-01-31 */
  iso: 1,
  /** 2024/01/31 */
  iso_slash: 2,
  /** 31.01.2024: the day comes first */
  dotted: 3,
  /** 31/01/2024 or 01/31/2024 */
  slashed: 4,
  /** 31-01-2024 or 01-31-2024 */
  dashed: 5,
  /** 31 Jan 2024 or 31-Jan-2024 */
  day_month_name: 6,
  /** Jan 31, 2024 */
  month_name_day: 7,
} as const;

/** Parts of the last literal read by {@link readTemporal}; one object, filled again each time. */
export interface TemporalParts {
  form: number;
  year: number;
  /** The number that stands first; the month in all forms but `dotted`, `slashed`, `dashed`. */
  first: number;
  second: number;
  has_time: boolean;
  has_offset: boolean;
  /** Seconds since midnight, minus the offset from UTC; may lie outside one day. */
  seconds: number;
  micros: number;
  /** Digits after the sixth of a second's fraction were not all zero. */
  cut: boolean;
}

export const temporal: TemporalParts = {
  form: 0,
  year: 0,
  first: 0,
  second: 0,
  has_time: false,
  has_offset: false,
  seconds: 0,
  micros: 0,
  cut: false,
};

/**
 * Reads a date with an optional time of day into {@link temporal}.
 *
 * Dates: the forms of {@link DATE_FORM} with a year of four digits (1 to 9999) and English month
 * names, short or in full. Time, after `T` or one space: `H:MM`, `H:MM:SS`, a fraction after `.` or
 * `,`, `AM` or `PM`, then `Z` or an offset `±HH`, `±HHMM`, `±HH:MM`.
 * Day and month are checked against the calendar where the form fixes their order, else only
 * that one order is possible.
 *
 * @returns the form, or 0 when the cell is no date
 */
export function readTemporal(bytes: Uint8Array, from: number, to: number): number {
  temporal.form = DATE_FORM.none;
  const length = to - from;
  if (length < 8 || length > 48) return 0;
  let p = from;
  const lead = (bytes[p]! - ZERO) >>> 0;
  let form: number = DATE_FORM.none;
  if (lead > 9) {
    // Jan 31, 2024
    p = readMonthName(bytes, p, to);
    if (p < 0 || bytes[p] !== SPACE) return 0;
    temporal.first = monthRead;
    p = readNumber(bytes, p + 1, to, 2);
    if (p < 0) return 0;
    temporal.second = numberRead;
    if (bytes[p] === COMMA) p++;
    if (bytes[p] !== SPACE || p >= to) return 0;
    p = readYear(bytes, p + 1, to);
    form = DATE_FORM.month_name_day;
  } else {
    p = readNumber(bytes, p, to, 4);
    const digits = p - from;
    const mark = bytes[p]!;
    if (p >= to) return 0;
    if (digits === 4) {
      if (mark !== DASH && mark !== SLASH) return 0;
      temporal.year = numberRead;
      p = readNumber(bytes, p + 1, to, 2);
      if (p < 0 || p >= to || bytes[p] !== mark) return 0;
      temporal.first = numberRead;
      p = readNumber(bytes, p + 1, to, 2);
      temporal.second = numberRead;
      form = mark === DASH ? DATE_FORM.iso : DATE_FORM.iso_slash;
    } else if (digits <= 2) {
      const first = numberRead;
      if ((mark === DASH || mark === SPACE) && (bytes[p + 1]! - ZERO) >>> 0 > 9) {
        // 31 Jan 2024
        p = readMonthName(bytes, p + 1, to);
        if (p < 0 || p >= to || bytes[p] !== mark) return 0;
        temporal.first = monthRead;
        temporal.second = first;
        p = readYear(bytes, p + 1, to);
        form = DATE_FORM.day_month_name;
      } else {
        if (mark !== DASH && mark !== SLASH && mark !== DOT) return 0;
        p = readNumber(bytes, p + 1, to, 2);
        if (p < 0 || p >= to || bytes[p] !== mark) return 0;
        temporal.first = first;
        temporal.second = numberRead;
        p = readYear(bytes, p + 1, to);
        form = mark === DOT
          ? DATE_FORM.dotted
          : mark === SLASH
          ? DATE_FORM.slashed
          : DATE_FORM.dashed;
      }
    } else return 0;
  }
  if (p < 0 || !datePossible(form)) return 0;
  temporal.has_time = p < to;
  temporal.has_offset = false;
  temporal.seconds = 0;
  temporal.micros = 0;
  temporal.cut = false;
  if (p < to) {
    // deno-fmt-ignore
    if (bytes[p] !== SPACE && bytes[p] !== 84 /* T */ && bytes[p] !== 116 /* t */) return 0;
    if (!readTime(bytes, p + 1, to)) return 0;
  }
  temporal.form = form;
  return form;
}

/**
 * Days from 1970-01-01 to a day of the proleptic Gregorian calendar, counted in eras of 400 years
 * that begin in March, so that the leap day comes last.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + (yearOfEra >> 2) - (yearOfEra / 100 | 0) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Whether a form leaves open which number is the day. */
export function hasOpenOrder(form: number): boolean {
  return form === DATE_FORM.slashed || form === DATE_FORM.dashed;
}

let numberRead = 0;
let monthRead = 0;

/** Reads 1 to `most` digits into `numberRead`; returns the position after them, or −1. */
function readNumber(bytes: Uint8Array, from: number, to: number, most: number): number {
  let value = 0;
  let p = from;
  const last = Math.min(to, from + most);
  for (; p < last; p++) {
    const digit = (bytes[p]! - ZERO) >>> 0;
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  numberRead = value;
  return p === from ? -1 : p;
}

/** Reads exactly four digits into `temporal.year`. */
function readYear(bytes: Uint8Array, from: number, to: number): number {
  const p = readNumber(bytes, from, to, 4);
  if (p !== from + 4) return -1;
  temporal.year = numberRead;
  return p;
}

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Reads an English month name, in full or its first three letters, into `monthRead`. */
function readMonthName(bytes: Uint8Array, from: number, to: number): number {
  let p = from;
  let name = "";
  while (p < to && p - from < 10) {
    const b = bytes[p]! | 32;
    if (b < 97 || b > 122) break;
    name += String.fromCharCode(b);
    p++;
  }
  if (name.length < 3) return -1;
  const month = MONTHS.findIndex((each) => each === name || each.slice(0, 3) === name);
  monthRead = month + 1;
  return month < 0 ? -1 : p;
}

function datePossible(form: number): boolean {
  const { year, first, second } = temporal;
  if (year < 1) return false;
  if (form === DATE_FORM.dotted) return isDay(year, second, first);
  if (hasOpenOrder(form)) return isDay(year, first, second) || isDay(year, second, first);
  return isDay(year, first, second);
}

/** Whether the calendar has that day. */
export function isDay(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1)) return false;
  if (month === 2) {
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return day <= (leap ? 29 : 28);
  }
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

function readTime(bytes: Uint8Array, from: number, to: number): boolean {
  let p = readNumber(bytes, from, to, 2);
  let hour = numberRead;
  if (p < 0 || p >= to || bytes[p] !== COLON) return false;
  if (readNumber(bytes, p + 1, to, 2) !== p + 3) return false;
  const minute = numberRead;
  p += 3;
  let second = 0;
  if (p < to && bytes[p] === COLON) {
    if (readNumber(bytes, p + 1, to, 2) !== p + 3) return false;
    second = numberRead;
    p += 3;
    if (p < to && (bytes[p] === DOT || bytes[p] === COMMA)) {
      p = readFraction(bytes, p + 1, to);
      if (p < 0) return false;
    }
  }
  const half = p < to && bytes[p] === SPACE ? p + 1 : p;
  if (half + 2 === to && (bytes[half + 1]! | 32) === 109 /* m */) {
    const letter = bytes[half]! | 32;
    if ((letter !== 97 && letter !== 112) || hour < 1 || hour > 12) return false;
    hour = (hour % 12) + (letter === 112 ? 12 : 0);
    p = to;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  temporal.seconds = hour * 3600 + minute * 60 + second;
  return p === to || readOffset(bytes, p, to);
}

function readFraction(bytes: Uint8Array, from: number, to: number): number {
  let p = from;
  let micros = 0;
  for (; p < to; p++) {
    const digit = (bytes[p]! - ZERO) >>> 0;
    if (digit > 9) break;
    if (p - from < 6) micros = micros * 10 + digit;
    else if (digit > 0) temporal.cut = true;
  }
  for (let digits = p - from; digits < 6; digits++) micros *= 10;
  temporal.micros = micros;
  return p === from ? -1 : p;
}

function readOffset(bytes: Uint8Array, from: number, to: number): boolean {
  temporal.has_offset = true;
  const sign = bytes[from]!;
  if ((sign | 32) === 122 /* z */) return from + 1 === to;
  if (sign !== PLUS && sign !== DASH) return false;
  if (readNumber(bytes, from + 1, to, 2) !== from + 3) return false;
  const hours = numberRead;
  let minutes = 0;
  let p = from + 3;
  if (p < to) {
    if (bytes[p] === COLON) p++;
    if (readNumber(bytes, p, to, 2) !== p + 2) return false;
    minutes = numberRead;
    p += 2;
  }
  if (p !== to || hours > 18 || minutes > 59) return false;
  const offset = hours * 3600 + minutes * 60;
  temporal.seconds += sign === PLUS ? -offset : offset;
  return true;
}
