/**
 * The one rule for missing values in a numeric view: NaN is missing, everything else is a value.
 *
 * Infinities are values. Every function of this kit says what it does with missing values; unless
 * it says otherwise it leaves them out and answers NaN when nothing is left.
 */
export function isMissing(value: number): boolean {
  return value !== value;
}
