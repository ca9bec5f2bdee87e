/**
 * Whether a text is an international bank account number (ISO 13616), by its mod-97 check
 * (ISO 7064), with or without spaces between groups of four.
 * @param text trimmed
 */
export function isIban(text: string): boolean {
  // Most texts are none, and this is known at once.
  if (!/^[A-Za-z]{2}\d{2}/.test(text)) return false;
  const compact = text.replaceAll(" ", "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return false;
  let remainder = 0;
  for (const char of compact.slice(4) + compact.slice(0, 4)) {
    // Letters count 10 to 35, as two digits.
    const value = parseInt(char, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
