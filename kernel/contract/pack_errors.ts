import { CodedError } from "./coded_error.ts";
import type { ErrorCatalogue } from "./error_page.ts";

const AGAIN = "import the file again to rebuild this dataset, or restore it from a backup";

/** The end of the file is not the end of a pack. */
export function notAPack(reason: string): CodedError {
  return new CodedError("E_PACK_TRAILER", `This is not a whole pack file: ${reason}.`, AGAIN);
}

/** The pack was written by a newer version. */
export function packTooNew(version: number): CodedError {
  return new CodedError(
    "E_PACK_VERSION",
    `The pack has format version ${version}, which this version does not read.`,
    "use the version of Statistic Harness that wrote it, or import the file again",
  );
}

/** The footer says something that cannot be true. `where` is a JSON pointer. */
export function packFooterInvalid(where: string, what: string): CodedError {
  return new CodedError(
    "E_PACK_FOOTER",
    `The pack's footer is wrong at "${where}": ${what}.`,
    AGAIN,
  );
}

/** The bytes of a buffer cannot be read as what the footer says they are. */
export function packBufferInvalid(what: string): CodedError {
  return new CodedError("E_PACK_BUFFER", `A buffer of the pack is wrong: ${what}.`, AGAIN);
}

/** The bytes are not those that were written. */
export function packDamaged(what: string): CodedError {
  return new CodedError(
    "E_PACK_DAMAGED",
    `The pack was changed after it was written: ${what}.`,
    AGAIN,
  );
}

/** What each code means and how the command that meets it ends. */
export const PACK_ERRORS: ErrorCatalogue = {
  E_PACK_TRAILER: {
    exit: 3,
    explanation: "A dataset file under appdata/datasets ends without the sixteen bytes that " +
      "every pack ends with, or those point outside the file. It was cut short or is not a pack.",
  },
  E_PACK_VERSION: {
    exit: 3,
    explanation:
      "A dataset file was written by a newer version, in a format this one does not know.",
  },
  E_PACK_FOOTER: {
    exit: 3,
    explanation: "The description at the end of a dataset file contradicts itself or the file: " +
      "sizes, positions, types or names are impossible. The message has the JSON pointer.",
  },
  E_PACK_BUFFER: {
    exit: 3,
    explanation:
      "The bytes of a column do not have the form that the dataset's description says: " +
      "offsets go backwards, a code is outside its dictionary, or text is not UTF-8.",
  },
  E_PACK_DAMAGED: {
    exit: 3,
    explanation: "The SHA-256 of a dataset's bytes is not the one recorded when it was written: " +
      "the file was changed or the disk damaged it.",
  },
};
