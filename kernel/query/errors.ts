import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";

/** SQLite refused a query, or its process ended. */
export function queryFailed(why: string): CodedError {
  return new CodedError(
    "E_QUERY_FAILED",
    `The query did not run: ${why}`,
    /too many columns/.test(why)
      ? "name the columns instead of *: SQLite takes at most 2000"
      : "it is one SELECT over data(row_index, …columns)",
  );
}

/** A query took too long. */
export function queryTimeout(seconds: number): CodedError {
  return new CodedError(
    "E_QUERY_TIMEOUT",
    `The query was still running after ${seconds} s and was ended`,
    "add a LIMIT or a WHERE, or give more time with --seconds",
  );
}

/** What each code of this area means; `explain CODE` prints it. */
export const QUERY_ERRORS: ErrorCatalogue = {
  E_QUERY_FAILED: {
    exit: 2,
    explanation:
      "rows --sql runs one statement of SQLite over the table data(row_index, …columns) of one " +
      "dataset, in memory, in a process that may read that dataset and nothing else: other " +
      "databases cannot be attached and nothing can be written.",
  },
  E_QUERY_TIMEOUT: {
    exit: 1,
    explanation: "A query's process is ended after --seconds (60 unless told), because SQLite " +
      "cannot be interrupted from inside.",
  },
};
