/**
 * Whether a text is written as a telephone number: 7 to 15 digits (ITU-T E.164) after a plus sign,
 * or in groups as numbers are dialled at home: `(030) 1234-5678`, `555-123-4567`, `020 7946 0958`.
 * Digits alone, dates and decimal numbers are none.
 * @param text trimmed
 */
export function isPhoneNumber(text: string): boolean {
  if (text.length > 25 || !/^[+(0-9][0-9 ()./-]*[0-9]$/.test(text)) return false;
  const digits = text.replace(/\D/g, "").length;
  if (digits < 7 || digits > 15) return false;
  if (text.startsWith("+")) return true;
  if (/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/.test(text)) return false;
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/.test(text)) return false;
  // The North American plan, then a trunk prefix 0 with at least one more group.
  return /^\(?[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]\d{4}$/.test(text) ||
    /^\(?0\d{1,5}\)?[ /-]?\d{2,}(?:[ -]\d{2,}){0,4}$/.test(text) && /[ /()-]/.test(text);
}
