import { isCardNumber } from "./card_number.ts";
import { hasEmailAddress } from "./email_address.ts";
import { isIban } from "./iban.ts";
import { isIpAddress } from "./ip_address.ts";
import { nationalIdCountry } from "./national_id.ts";
import { isPhoneNumber } from "./phone_number.ts";

/** Kinds of personal data that content can show. */
export const PII_TYPES = ["email", "phone", "card", "iban", "ip", "national_id"] as const;

export type PiiType = typeof PII_TYPES[number];

/** What tells one kind of personal data. */
export interface PiiDetector {
  readonly type: PiiType;
  /**
   * Fewest values of a column that must match: one where a match by chance is out of the question,
   * more where other numbers may look alike.
   */
  readonly least: number;
  /** @param text trimmed */
  matches(text: string): boolean;
}

/** A value longer than this is searched for e-mail addresses only. */
const LONGEST = 64;

/** All detectors, in the order of {@link PII_TYPES}. */
export const PII_DETECTORS: readonly PiiDetector[] = [
  { type: "email", least: 1, matches: hasEmailAddress },
  { type: "phone", least: 3, matches: (text) => text.length <= LONGEST && isPhoneNumber(text) },
  { type: "card", least: 3, matches: (text) => text.length <= LONGEST && isCardNumber(text) },
  { type: "iban", least: 1, matches: (text) => text.length <= LONGEST && isIban(text) },
  { type: "ip", least: 2, matches: (text) => text.length <= LONGEST && isIpAddress(text) },
  {
    type: "national_id",
    least: 2,
    matches: (text) => text.length <= LONGEST && nationalIdCountry(text) !== undefined,
  },
];
