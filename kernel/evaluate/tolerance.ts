/** How far a number may be from the one expected; of several the widest counts. */
export interface Tolerance {
  /** In the number's own unit. */
  readonly absolute?: number | undefined;
  /** As a share of the expected number. */
  readonly relative?: number | undefined;
  /** The numbers agree to half a unit of this digit of the expected one. */
  readonly significant_digits?: number | undefined;
  /** For row numbers: so many rows to either side; the number found must be whole. */
  readonly margin?: number | undefined;
}

/** The names of {@link Tolerance}. */
export const TOLERANCES = ["absolute", "relative", "significant_digits", "margin"] as const;

/**
 * Whether a number is what was expected. No NaN is, and no infinity. Bounds are inclusive in
 * decimal: 1.1 is within 0.1 of 1, whatever binary makes of it.
 */
export function isNear(found: number, expected: number, tolerance: Tolerance): boolean {
  if (!(Number.isFinite(found) && Number.isFinite(expected))) return false;
  if (found === expected) return true;
  const { absolute, relative, significant_digits, margin } = tolerance;
  const size = Math.abs(expected);
  const allowed = Math.max(
    absolute ?? 0,
    (relative ?? 0) * size,
    significant_digits === undefined ? 0 : halfUnit(size, significant_digits),
    margin !== undefined && Number.isInteger(found) ? margin : 0,
  );
  if (allowed === 0) return false;
  const rounding = Number.EPSILON * Math.max(Math.abs(found), size);
  return Math.abs(found - expected) <= allowed + rounding;
}

/** The tolerance as a reader sees it after the number: ` ± 6 rows`, or nothing. */
export function describeTolerance(tolerance: Tolerance): string {
  const { absolute, relative, significant_digits, margin } = tolerance;
  const parts = [
    absolute === undefined ? "" : `± ${absolute}`,
    relative === undefined ? "" : `± ${Number((relative * 100).toPrecision(12))} %`,
    significant_digits === undefined ? "" : `to ${significant_digits} digits`,
    margin === undefined ? "" : `± ${margin} ${margin === 1 ? "row" : "rows"}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` ${parts.join(" or ")}`;
}

/** Half a unit of the given significant digit of a number; 0 for 0, which has no first digit. */
function halfUnit(size: number, digits: number): number {
  if (size === 0) return 0;
  // The exponent as the decimal number has it: a logarithm can be off by one at powers of ten.
  const exponent = Number(size.toExponential().split("e")[1]);
  return 0.5 * 10 ** (exponent - digits + 1);
}
