import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";
import { SourceError, type SourceProblem } from "../diagnostics/errors.ts";

/**
 * A truth file that says something it cannot; every problem with its place, see
 * {@link SourceError.frames}.
 * @param problems at least one
 */
export function invalidTruth(problems: readonly SourceProblem[]): SourceError {
  return new SourceError(problems);
}

/** A truth file that names nothing to run on, when no report is given either. */
export function noInput(file: string): CodedError {
  return new CodedError(
    "E_TRUTH_NO_INPUT",
    `${file} names no input, and no report is given to check`,
    "add `input: FILE` to it, or pass --input FILE, --report FILE or --run ID",
  );
}

/** What each code of this area means; `explain CODE` prints it. */
export const EVALUATE_ERRORS: ErrorCatalogue = {
  E_TRUTH_INVALID: {
    exit: 2,
    explanation:
      "A truth file has an unknown key, a value of the wrong type, or an entry that checks nothing " +
      "or can never pass. Nothing is evaluated until it is mended, because a check that is silently " +
      "skipped would look like one that passed. schemas/ground_truth.schema.json has every key.",
  },
  E_TRUTH_NO_INPUT: {
    exit: 2,
    explanation:
      "A truth file can name the input to run on, or be applied to a report that is there already. " +
      "Neither was given.",
  },
};
