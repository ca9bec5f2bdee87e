import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";
import { PACK_ERRORS } from "../contract/pack_errors.ts";
import { DATASET_ERRORS } from "./dataset_errors.ts";
import { quoted } from "./quoted.ts";
import { STATE_ERRORS } from "./state_errors.ts";

/** The input file is not there. */
export function inputNotFound(path: string): CodedError {
  return new CodedError(
    "E_INPUT_NOT_FOUND",
    `There is no file ${quoted(path)}.`,
    "check the spelling; a relative path counts from the folder you are in",
  );
}

/** The input is a folder. */
export function inputIsDirectory(path: string): CodedError {
  return new CodedError(
    "E_INPUT_IS_DIRECTORY",
    `${quoted(path)} is a folder, and a run reads one file.`,
    "name a file inside it",
  );
}

/** The input is a device, a pipe or a socket. */
export function inputNotAFile(path: string): CodedError {
  return new CodedError(
    "E_INPUT_NOT_A_FILE",
    `${quoted(path)} is not a regular file, so its content has no end to hash.`,
    "save the data to a file first",
  );
}

/** The input cannot be read. */
export function inputUnreadable(path: string, why: string): CodedError {
  return new CodedError(
    "E_INPUT_UNREADABLE",
    `${quoted(path)} cannot be read: ${why}.`,
    "make the file readable for your user, or copy it to where it is",
  );
}

/** The input has no bytes. */
export function inputEmpty(path: string): CodedError {
  return new CodedError(
    "E_INPUT_EMPTY",
    `${quoted(path)} is empty.`,
    "check that the export that wrote it has finished",
  );
}

/** The input's bytes were not the same when they were copied as when they were hashed. */
export function inputChanged(path: string): CodedError {
  return new CodedError(
    "E_INPUT_CHANGED",
    `${quoted(path)} changed while it was read.`,
    "wait until the program that writes it has finished, then run again",
  );
}

/** The kept copy of an input is not what it was, or gone. */
export function inputDamaged(path: string): CodedError {
  return new CodedError(
    "E_INPUT_DAMAGED",
    `The kept copy ${quoted(path)} is gone or is not the file that was given to the run any more.`,
    "run the original file again: deno task run FILE",
  );
}

/** A name from outside cannot become a path inside a folder. */
export function pathUnsafe(name: string, why: string): CodedError {
  return new CodedError(
    "E_PATH_UNSAFE",
    `${quoted(name)} cannot be a file's name: ${why}.`,
    "use letters, digits, dots, dashes and underscores",
  );
}

/** A run's id does not have the form of one. */
export function runIdInvalid(run_id: string): CodedError {
  return new CodedError(
    "E_RUN_ID",
    `${quoted(run_id)} is not a run's id.`,
    "list the ids with: deno task harness runs list",
  );
}

/** Another process holds this run. */
export function runOwned(run_id: string): CodedError {
  return new CodedError(
    "E_RUN_OWNED",
    `Run ${quoted(run_id)} belongs to another process that is still working on it.`,
    "wait for it to end, or stop it",
  );
}

/** What a plugin sent as an artifact cannot be kept. */
export function artifactRefused(name: string, what: string): CodedError {
  return new CodedError(
    "E_ARTIFACT_REFUSED",
    `Artifact ${quoted(name)} cannot be kept: ${what}.`,
    "this is a defect of the plugin that made it; tell its author",
  );
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const REFUSED = new Set(["EROFS", "EACCES", "EPERM"]);
const TOO_MANY = new Set(["EMFILE", "ENFILE"]);

/**
 * What went wrong between the kernel and the disk.
 * @param doing what was tried, as in "write the report"
 * @param path file or folder it concerned
 * @param error what was thrown; a CodedError is given back as it is
 */
export function storeIo(doing: string, path: string, error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const at = `Cannot ${doing} (${quoted(path)})`;
  if (FULL.has(code)) {
    return new CodedError(
      "E_STORE_FULL",
      `${at}: the disk or your quota is full.`,
      "free some space, or choose another folder with --appdata",
    );
  }
  const refused = error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.NotCapable;
  if (refused || REFUSED.has(code)) {
    return new CodedError(
      "E_STORE_READ_ONLY",
      `${at}: it may not be written or read.`,
      "make the folder writable for your user, or choose another with --appdata",
    );
  }
  if (TOO_MANY.has(code)) {
    return new CodedError(
      "E_STORE_TOO_MANY_FILES",
      `${at}: too many files are open.`,
      "raise the limit (ulimit -n), or run with fewer --jobs",
    );
  }
  const why = error instanceof Error ? error.message : String(error);
  return new CodedError(
    "E_STORE_IO",
    `${at}: ${quoted(why)}.`,
    "check the disk; deno task harness doctor looks at the folders",
  );
}

/** Every error of the store: files, packs and the database. */
export const STORE_ERRORS: ErrorCatalogue = {
  ...PACK_ERRORS,
  ...DATASET_ERRORS,
  ...STATE_ERRORS,
  E_INPUT_NOT_FOUND: { exit: 2, explanation: "The file to analyse does not exist." },
  E_INPUT_IS_DIRECTORY: {
    exit: 2,
    explanation: "The path to analyse is a folder. A run takes one file.",
  },
  E_INPUT_NOT_A_FILE: {
    exit: 2,
    explanation: "The path to analyse is a device, a pipe or a socket. A run hashes its input " +
      "and keeps a copy, so it needs a file with an end.",
  },
  E_INPUT_UNREADABLE: {
    exit: 2,
    explanation: "The file to analyse exists, but the system refuses to let your user read it.",
  },
  E_INPUT_EMPTY: { exit: 2, explanation: "The file to analyse has no bytes at all." },
  E_INPUT_CHANGED: {
    exit: 2,
    explanation: "The file is read twice, once for its hash and once for the copy that the run " +
      "works on, and the two did not agree: something wrote to it in between.",
  },
  E_INPUT_DAMAGED: {
    exit: 2,
    explanation: "Every input is kept under the hash of its bytes. The copy was deleted, changed " +
      "or damaged by the disk, so the run cannot be repeated from it.",
  },
  E_PATH_UNSAFE: {
    exit: 2,
    explanation: "A name that came from outside (an id, a file name) would not stay inside its " +
      "folder or is not a valid name on every system: separators, dots alone, control " +
      "characters, commas, colons, names of Windows devices, more than 255 bytes.",
  },
  E_ARTIFACT_REFUSED: {
    exit: 1,
    explanation: "Before a plugin's artifacts are kept the kernel checks them a second time: a " +
      "name that every file system can hold, used once in any case, exactly the announced bytes, " +
      "a media type, and no more of either than the step's limits.",
  },
  E_RUN_ID: {
    exit: 2,
    explanation: "Ids of runs look like 20260131T235959123Z-0a1b2c3d.",
  },
  E_RUN_OWNED: {
    exit: 1,
    explanation: "The process that works on a run holds a lock on its owner.lock. While it " +
      "lives nobody else may touch the run; the system releases the lock when it ends.",
  },
  E_STORE_FULL: {
    exit: 3,
    explanation: "A file could not be written because the disk or the quota is full. Files are " +
      "written beside and renamed, so what was there before is whole.",
  },
  E_STORE_READ_ONLY: {
    exit: 3,
    explanation: "The system refuses access to a file or folder of appdata.",
  },
  E_STORE_TOO_MANY_FILES: {
    exit: 3,
    explanation: "The process has as many files open as the system allows it.",
  },
  E_STORE_IO: { exit: 3, explanation: "The system reported another error of a file or folder." },
};
