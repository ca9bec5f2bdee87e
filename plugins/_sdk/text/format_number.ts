/** Significant digits that a number keeps in a report for people. */
export const SHOWN_DIGITS = 4;

/**
 * Writes a number the same way on every machine: integers exactly, with commas between groups of
 * three from 10,000 on (so that years stay years); other numbers to four significant digits with a
 * decimal point; very large and very small ones as `1.5e-7`. No locale is asked.
 * @param x any number
 */
export function formatNumber(x: number): string {
  if (Number.isNaN(x)) return "not a number";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (Number.isSafeInteger(x)) return sign(x) + group(String(Math.abs(x)));
  const size = Math.abs(x);
  if (size < 1e-4 || size >= 1e15) return sign(x) + scientific(size);
  if (size >= 10 ** SHOWN_DIGITS) return sign(x) + group(String(Math.round(size)));
  return sign(x) + trimZeros(Number(size.toPrecision(SHOWN_DIGITS)).toString());
}

/**
 * Writes a p- or q-value: two significant digits, `0` only when it is 0.
 * @param p probability
 */
export function formatProbability(p: number): string {
  if (p === 0 || p === 1 || !Number.isFinite(p)) return String(p);
  if (p < 1e-4) return trimExponent(p.toExponential(1));
  return trimZeros(Number(p.toPrecision(2)).toString());
}

/**
 * Writes a share as a percentage that is 0 % or 100 % only when it is exactly that.
 * @param part number of cases
 * @param whole of how many; 0 gives an en dash
 */
export function formatShare(part: number, whole: number): string {
  if (!(whole > 0)) return "–";
  const percent = part / whole * 100;
  if (part > 0 && percent < 0.1) return "< 0.1 %";
  if (part < whole && percent > 99.9) return "> 99.9 %";
  return `${trimZeros(percent.toFixed(1))} %`;
}

/**
 * Writes a number of things: `1 row`, `12,000 rows`.
 * @param n how many
 * @param one the word for one
 * @param many the word for several; `one` with an s when absent
 */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}

function sign(x: number): string {
  return x < 0 ? "−" : "";
}

function group(digits: string): string {
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function scientific(size: number): string {
  return trimExponent(size.toExponential(SHOWN_DIGITS - 1));
}

function trimExponent(text: string): string {
  return text.replace(/\.?0+e/, "e").replace("e+", "e");
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
