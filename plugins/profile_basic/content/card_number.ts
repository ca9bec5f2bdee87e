import { luhn } from "./luhn.ts";

/**
 * Whether a text is a payment card number: 13 to 19 digits, alone or in groups, that begin as those
 * of a payment network do (2–6, or 1 for air travel is left out) and pass Luhn's check.
 * @param text trimmed
 */
export function isCardNumber(text: string): boolean {
  if (!/^\d(?:[ -]?\d){12,18}$/.test(text)) return false;
  const digits = text.replace(/[ -]/g, "");
  return /^[2-6]/.test(digits) && !/^(\d)\1*$/.test(digits) && luhn(digits);
}
