/** Whether `bytes[from, to)` is a number of JSON: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`. */
export function isJsonNumber(bytes: Uint8Array, from: number, to: number): boolean {
  const whole = bytes[from] === 45 ? from + 1 : from;
  let p = skipDigits(bytes, whole, to);
  if (p === whole || (bytes[whole] === 48 && p > whole + 1)) return false;
  if (p < to && bytes[p] === 46) {
    const fraction = p + 1;
    p = skipDigits(bytes, fraction, to);
    if (p === fraction) return false;
  }
  if (p < to && (bytes[p]! | 32) === 101) {
    p++;
    if (bytes[p] === 45 || bytes[p] === 43) p++;
    const exponent = p;
    p = skipDigits(bytes, exponent, to);
    if (p === exponent) return false;
  }
  return p === to;
}

function skipDigits(bytes: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && bytes[p]! >= 48 && bytes[p]! <= 57) p++;
  return p;
}
