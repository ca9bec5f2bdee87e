/** A refused argument of a function of the maths kit, with a constant code. */
export class StatsError extends RangeError {
  override readonly name = "StatsError";
  /** Constant code of the form `E_STATS_…`. */
  readonly code: StatsErrorCode;

  constructor(code: StatsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Every code the maths kit can throw. */
export type StatsErrorCode = "E_STATS_ARGUMENT" | "E_STATS_LENGTH" | "E_STATS_SEED";

/**
 * An argument outside its domain.
 *
 * @param call the function's name as the caller wrote it, such as `quantile()`
 * @param problem what is wrong, with the value: `q is 1.5`
 * @param remedy what to pass instead: `pass a number from 0 to 1`
 */
export function badArgument(call: string, problem: string, remedy: string): StatsError {
  return new StatsError("E_STATS_ARGUMENT", `${call} cannot go on: ${problem}; ${remedy}`);
}

/** Two arrays that must be equally long and are not. */
export function lengthMismatch(call: string, left: number, right: number): StatsError {
  return new StatsError(
    "E_STATS_LENGTH",
    `${call} needs arrays of one length but got ${left} and ${right} values; pass the same rows of both`,
  );
}

/** A seed that is not 64 hexadecimal digits. */
export function badSeed(length: number): StatsError {
  return new StatsError(
    "E_STATS_SEED",
    `createRng() needs a seed of 64 hexadecimal digits but got ${length} characters that are not; ` +
      `pass the seed of the request, or the SHA-256 of what you have`,
  );
}
