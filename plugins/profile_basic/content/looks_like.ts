/**
 * Whether a text is a number in some way of writing: `1,234.5`, `1.234,5`, `12 %`, `€ 3`, `1e5`.
 * Codes with leading zeros are no numbers.
 * @param text trimmed
 */
export function looksLikeNumber(text: string): boolean {
  if (text.length > 40) return false;
  const bare = text.replace(/^(?:[$€£¥]|[A-Z]{3} )\s?/, "").replace(
    /\s?(?:%|[$€£¥]|[A-Z]{3})$/,
    "",
  );
  return /^[+-]?(?:0|[1-9]\d{0,2}(?:[,.' \u00a0\u202f]\d{3})+|[1-9]\d*)(?:[.,]\d+)?(?:[eE][+-]?\d{1,4})?$/
    .test(bare) || /^[+-]?[.,]\d+$/.test(bare);
}

/**
 * Whether a text is a moment, a day, a month or a quarter in some way of writing: `2024-05-01`,
 * `1/5/24 12:30`, `5 May 2024`, `19-Sep-03`, `May 5, 2024`, `May 2024`, `2024-05`, `1974Q1`.
 * @param text trimmed
 */
export function looksLikeDate(text: string): boolean {
  if (text.length > 40) return false;
  return DATES_IN_DIGITS.some((form) => form.test(text)) ||
    DATES_IN_WORDS.some((form) => form.test(text)) && MONTH.test(text);
}

const DATES_IN_DIGITS = [
  /^\d{4}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?:[T ]\d{1,2}:\d{2}.*)?$/,
  /^(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:\d{2}|\d{4})(?:,? \d{1,2}:\d{2}.*)?$/,
  /^(?:1[89]|20)\d{2}[-/](?:0[1-9]|1[0-2])$/,
  /^(?:1[89]|20)\d{2}[ -]?Q[1-4]$|^Q[1-4][ /-](?:1[89]|20)\d{2}$/,
];

const DATES_IN_WORDS = [
  /^\d{1,2}(?:\.? |[-/])[A-Za-z]{3,9}(?:\.? |[-/])(?:\d{2}|\d{4})$/,
  /^[A-Za-z]{3,9}(?:\.? |[-/])\d{1,2}(?:,? |[-/])\d{4}$/,
  /^[A-Za-z]{3,9}(?:\.? |[-/])\d{4}$|^\d{4}[ /-][A-Za-z]{3,9}$/,
];

const MONTH = /(?<![A-Za-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

/**
 * Whether an integer is a day written as yyyymmdd, from 1900 to 2100.
 * @param value
 */
export function looksLikeDay(value: number): boolean {
  const year = Math.floor(value / 10_000);
  const month = Math.floor(value / 100) % 100;
  const day = value % 100;
  return Number.isInteger(value) && year >= 1900 && year <= 2100 && month >= 1 && month <= 12 &&
    day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
