const MINUS = 45;
const PLUS = 43;
const ZERO = 48;
const LOWER_E = 101;
/** Longer literals stay text. */
const MAX_LITERAL_BYTES = 1000;
const INT64_MAX = "9223372036854775807";
const INT64_MIN = "9223372036854775808";
const TWO_53 = 9007199254740992;

/** What a cell's text is as a number. */
export const NUMBER_KIND = {
  none: 0,
  /** within int64, and float64 holds it, or at least prints it the same */
  integer: 1,
  /** within int64, but float64 would change it */
  inexact_integer: 2,
  /** an integer beyond int64 that float64 holds, or at least prints the same */
  big_integer: 3,
  /** an integer beyond int64 that float64 would change */
  inexact_big_integer: 4,
  /** with a decimal mark or an exponent, finite as float64 */
  decimal: 5,
} as const;

/**
 * First row from `row` on whose cell is not an integer of at most `digits` digits: `-?` then `0`
 * or digits without a leading zero. Missing cells are passed over.
 *
 * @param from starts of the cells, −1 where missing
 * @param to ends of the cells
 * @param digits at most 18, so that the value lies within int64
 */
export function firstNonInteger(
  bytes: Uint8Array,
  from: Int32Array,
  to: Int32Array,
  row: number,
  rows: number,
  digits: number,
): number {
  for (; row < rows; row++) {
    let p = from[row]!;
    if (p < 0) continue;
    const end = to[row]!;
    const start = bytes[p] === MINUS ? ++p : p;
    const length = end - p;
    if (length < 1 || length > digits) return row;
    if (bytes[p] === ZERO && (length > 1 || start > from[row]!)) return row;
    while (p < end && (bytes[p]! - ZERO) >>> 0 <= 9) p++;
    if (p < end) return row;
  }
  return rows;
}

/**
 * First row from `row` on whose cell is not plainly a finite decimal number, or is an integer of
 * more than 15 digits, or has an exponent or a length for which {@link numberKind} must decide.
 * @param decimal ASCII code of the decimal mark
 */
export function firstNonDecimal(
  bytes: Uint8Array,
  from: Int32Array,
  to: Int32Array,
  row: number,
  rows: number,
  decimal: number,
): number {
  for (; row < rows; row++) {
    let p = from[row]!;
    if (p < 0) continue;
    const end = to[row]!;
    if (bytes[p] === MINUS) p++;
    const whole = p;
    while (p < end && (bytes[p]! - ZERO) >>> 0 <= 9) p++;
    let digits = p - whole;
    if (digits > 1 && bytes[whole] === ZERO) return row;
    if (p === end) {
      if (digits === 0 || digits > 15) return row;
      continue;
    }
    if (bytes[p] === decimal) {
      const fraction = ++p;
      while (p < end && (bytes[p]! - ZERO) >>> 0 <= 9) p++;
      digits += p - fraction;
    }
    if (digits === 0) return row;
    if (p < end) {
      if ((bytes[p]! | 32) !== LOWER_E) return row;
      p++;
      if (bytes[p] === MINUS || bytes[p] === PLUS) p++;
      const exponent = p;
      while (p < end && (bytes[p]! - ZERO) >>> 0 <= 9) p++;
      if (p - exponent < 1 || p - exponent > 2) return row;
    }
    if (p < end || digits > 200) return row;
  }
  return rows;
}

/**
 * What one cell is as a number; the slow, complete form of the loops above.
 * @param lenient also take a leading `+` and leading zeros, as a type that was set allows
 */
export function numberKind(
  bytes: Uint8Array,
  from: number,
  to: number,
  decimal: number,
  lenient = false,
): number {
  if (to - from > MAX_LITERAL_BYTES) return NUMBER_KIND.none;
  let text = "";
  for (let p = from; p < to; p++) {
    const b = bytes[p]!;
    text += b === decimal ? "." : b === 46 ? "?" : String.fromCharCode(b);
  }
  const parts = /^([+-]?)([0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]+)?$/.exec(text);
  if (parts === null) return NUMBER_KIND.none;
  const [, sign, whole, fraction, exponent] = parts as unknown as [
    string,
    string,
    string,
    string?,
    string?,
  ];
  if (whole.length + (fraction ?? ".").length - 1 === 0) return NUMBER_KIND.none;
  if (!lenient && (sign === "+" || (whole.length > 1 && whole[0] === "0"))) {
    return NUMBER_KIND.none;
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return NUMBER_KIND.none;
  const digits = whole.replace(/^0+(?=[0-9])/, "");
  if (fraction !== undefined || exponent !== undefined) return NUMBER_KIND.decimal;
  if (digits === "0" && sign === "-" && !lenient) return NUMBER_KIND.decimal;
  const survives = Math.abs(value) < TWO_53 || isUnchanged(Math.abs(value), digits);
  const bound = sign === "-" ? INT64_MIN : INT64_MAX;
  const within = digits.length < 19 || (digits.length === 19 && digits <= bound);
  if (within) return survives ? NUMBER_KIND.integer : NUMBER_KIND.inexact_integer;
  return survives ? NUMBER_KIND.big_integer : NUMBER_KIND.inexact_big_integer;
}

/** Whether `value` is the integer of these digits, or at least prints as it. */
function isUnchanged(value: number, digits: string): boolean {
  if (BigInt(value) === BigInt(digits)) return true;
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  const significant = mantissa.replace(".", "");
  return significant.padEnd(Number(exponent) + 1, "0") === digits;
}
