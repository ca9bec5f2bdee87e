import { luhn } from "./luhn.ts";

/** A national identity number: its country, and whether a text is one. */
interface NationalId {
  readonly country: string;
  /** Trimmed and upper case. */
  matches(text: string): boolean;
}

const DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

/**
 * Numbers that a computed check, or a form that little else has, tells from other numbers. Those
 * that are bare digits without a strong check are left out: every count would look like one.
 */
const NATIONAL_IDS: readonly NationalId[] = [
  {
    // Social Security number: area not 000, 666 or 9xx, group not 00, serial not 0000.
    country: "US",
    matches: (text) => /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/.test(text),
  },
  {
    // National Insurance number: prefixes and suffix that HMRC allots.
    country: "GB",
    matches: (text) =>
      /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/
        .test(text),
  },
  {
    // DNI and NIE: the letter is the number modulo 23.
    country: "ES",
    matches: (text) => {
      const parts = /^([XYZ\d])(\d{7})-?([A-Z])$/.exec(text);
      if (parts === null) return false;
      const first = "XYZ".indexOf(parts[1]!);
      const number = Number((first >= 0 ? String(first) : parts[1]!) + parts[2]!);
      return DNI_LETTERS[number % 23] === parts[3];
    },
  },
  {
    // Codice fiscale: fixed places for letters, digits and the month.
    country: "IT",
    matches: (text) => /^[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/.test(text),
  },
  {
    // CPF as it is written, with both check digits.
    country: "BR",
    matches: (text) => /^\d{3}\.\d{3}\.\d{3}-\d{2}$/.test(text) && cpf(text.replace(/\D/g, "")),
  },
  {
    // Personnummer: a date and Luhn's check over the last ten digits.
    country: "SE",
    matches: (text) =>
      /^(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[-+]\d{4}$/.test(text) &&
      luhn(text.replace(/\D/g, "").slice(-10)),
  },
  {
    // Henkilötunnus: the letter is the number modulo 31.
    country: "FI",
    matches: (text) => {
      const parts = /^((?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])\d{2})[-+A](\d{3})([0-9A-Y])$/.exec(text);
      return parts !== null &&
        "0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(parts[1]! + parts[2]!) % 31] === parts[3];
    },
  },
];

/**
 * The country whose national identity number a text is, or undefined.
 * @param text trimmed
 */
export function nationalIdCountry(text: string): string | undefined {
  if (text.length < 9 || text.length > 20) return undefined;
  // Each has two digits together.
  if (!/\d\d/.test(text)) return undefined;
  const upper = text.toUpperCase();
  return NATIONAL_IDS.find((one) => one.matches(upper))?.country;
}

/** Both check digits of the Brazilian CPF: weighted sums modulo 11. */
function cpf(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits)) return false;
  for (const length of [9, 10]) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Number(digits[i]) * (length + 1 - i);
    if ((sum * 10) % 11 % 10 !== Number(digits[length])) return false;
  }
  return true;
}
