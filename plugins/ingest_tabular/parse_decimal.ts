import { EXACT_POWERS, scaleDecimal } from "./scale_decimal.ts";

const ZERO = 48;

/**
 * The float64 nearest to a decimal literal, ties to even, exactly as `Number()` has it.
 *
 * Up to 15 significant digits and a power of ten within ±22, one multiplication or division of
 * two exact numbers rounds once (Clinger 1990, doi:10.1145/93542.93557); up to 19 digits and ±44,
 * {@link scaleDecimal} is nearly always certain; what is left goes to `Number()`.
 *
 * @param bytes the literal at `[from, to)`, already known to be a finite number
 * @param decimal ASCII code of the decimal mark
 */
export function parseDecimal(bytes: Uint8Array, from: number, to: number, decimal: number): number {
  let p = from;
  const negative = bytes[p] === 45;
  if (negative || bytes[p] === 43) p++;
  let mantissa = 0;
  while (p < to && bytes[p] === ZERO) p++;
  let first = p;
  let digit = 0;
  while (p < to && (digit = (bytes[p]! - ZERO) >>> 0) <= 9) {
    mantissa = mantissa * 10 + digit;
    p++;
  }
  let digits = p - first;
  let exponent = 0;
  if (p < to && bytes[p] === decimal) {
    const fraction = ++p;
    if (digits === 0) { while (p < to && bytes[p] === ZERO) p++; }
    first = p;
    while (p < to && (digit = (bytes[p]! - ZERO) >>> 0) <= 9) {
      mantissa = mantissa * 10 + digit;
      p++;
    }
    digits += p - first;
    exponent = fraction - p;
  }
  if (p < to) {
    p++;
    const down = bytes[p] === 45;
    if (down || bytes[p] === 43) p++;
    let power = 0;
    for (; p < to && power < 100_000; p++) power = power * 10 + (bytes[p]! - ZERO);
    exponent += down ? -power : power;
  }
  if (digits <= 15 && exponent >= -22 && exponent <= 22) {
    const value = exponent < 0
      ? mantissa / EXACT_POWERS[-exponent]!
      : mantissa * EXACT_POWERS[exponent]!;
    return negative ? -value : value;
  }
  if (digits === 0) return negative ? -0 : 0;
  if (digits <= 19 && exponent >= -44 && exponent <= 44) {
    const value = scaleDigits(bytes, from, digits, exponent);
    if (value === value) return negative ? -value : value;
  }
  return parseSlowly(bytes, from, to, decimal);
}

/** Reads the significant digits once more, the first 15 and the rest apart. */
function scaleDigits(bytes: Uint8Array, from: number, digits: number, exponent: number): number {
  let front = 0;
  let back = 0;
  let seen = 0;
  for (let p = from; seen < digits; p++) {
    const digit = (bytes[p]! - ZERO) >>> 0;
    if (digit > 9 || (digit === 0 && seen === 0)) continue;
    if (seen < 15) front = front * 10 + digit;
    else back = back * 10 + digit;
    seen++;
  }
  return scaleDecimal(front, back, digits > 15 ? digits - 15 : 0, exponent);
}

function parseSlowly(bytes: Uint8Array, from: number, to: number, decimal: number): number {
  let text = "";
  for (let p = from; p < to; p++) {
    const b = bytes[p]!;
    text += b === decimal ? "." : String.fromCharCode(b);
  }
  return Number(text);
}
