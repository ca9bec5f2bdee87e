/** What a spreadsheet takes for the beginning of a formula, in both of the widths it reads. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** What begins so and is a number all the same. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * One field of a CSV file, quoted where RFC 4180 (doi:10.17487/RFC4180) asks for it. Text that a
 * spreadsheet would run as a formula gets an apostrophe before it; numbers, also those written as
 * text, stay numbers.
 * @param value null is an empty field
 */
export function csvField(value: string | number | bigint | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * One line of a CSV file, with its line break (CRLF).
 * @param fields see {@link csvField}
 */
export function csvLine(fields: readonly (string | number | bigint | null)[]): string {
  return fields.map(csvField).join(",") + "\r\n";
}
