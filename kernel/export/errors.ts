import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";

/** The process that writes Arrow or Parquet ended without the whole file. */
export function exportFailed(format: string, why: string): CodedError {
  return new CodedError(
    "E_EXPORT_FAILED",
    `The dataset was not exported as ${format}: ${why}`,
    "export fewer columns with --columns, or use --format csv",
  );
}

/** What each code of this area means; `explain CODE` prints it. */
export const EXPORT_ERRORS: ErrorCatalogue = {
  E_EXPORT_FAILED: {
    exit: 1,
    explanation:
      "Arrow and Parquet files are written by a process of its own, which may read the one " +
      "dataset and nothing else. It ended before the file was whole; nothing was left at --output.",
  },
};
