import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";
import { quoted } from "./quoted.ts";

const FIX_PLUGIN = "this is a defect of the plugin that made the dataset; tell its author";

/** The schema frame is wrong. `where` is a JSON pointer into it. */
export function datasetSchemaInvalid(where: string, what: string): CodedError {
  return new CodedError(
    "E_DATASET_SCHEMA",
    `The dataset's schema is wrong at ${quoted(where)}: ${what}.`,
    FIX_PLUGIN,
  );
}

/** The dataset is larger than the step may make. */
export function datasetTooLarge(what: string): CodedError {
  return new CodedError(
    "E_DATASET_TOO_LARGE",
    `The dataset is too large: ${what}.`,
    "raise output_mb in the plugin's limits, or read fewer columns or rows",
  );
}

/** A chunk does not continue a buffer of the schema. */
export function datasetChunkInvalid(what: string): CodedError {
  return new CodedError("E_DATASET_CHUNK", `A column chunk is wrong: ${what}.`, FIX_PLUGIN);
}

/** The plugin ended before every buffer was whole, or sent no schema. */
export function datasetIncomplete(what: string): CodedError {
  return new CodedError("E_DATASET_INCOMPLETE", `The dataset is not whole: ${what}.`, FIX_PLUGIN);
}

/** The bytes of a column are not what the schema says they are. */
export function datasetValuesInvalid(column: string, what: string): CodedError {
  return new CodedError(
    "E_DATASET_VALUES",
    `Column ${quoted(column)} is wrong: ${what}.`,
    FIX_PLUGIN,
  );
}

/** The writer was stopped. */
export function datasetAborted(): CodedError {
  return new CodedError("E_DATASET_ABORTED", "The dataset was given up before it was whole.");
}

/** Two datasets share a version id but not their bytes. */
export function datasetCollision(version_id: string): CodedError {
  return new CodedError(
    "E_DATASET_COLLISION",
    `Another dataset already has the version id ${quoted(version_id)}, with other bytes.`,
    "this does not happen by chance: distrust the plugin that made the dataset",
  );
}

export const DATASET_ERRORS: ErrorCatalogue = {
  E_DATASET_SCHEMA: {
    exit: 1,
    explanation: "An ingest or transform plugin announced a dataset that cannot exist: names " +
      "that are empty or there twice, sizes that do not fit the rows, unknown types or buffers.",
  },
  E_DATASET_TOO_LARGE: {
    exit: 1,
    explanation: "An ingest or transform plugin announced more bytes than its limit output_mb, " +
      "or more than a pack can describe.",
  },
  E_DATASET_CHUNK: {
    exit: 1,
    explanation: "Every buffer of a column arrives from its start to its end without gaps. A " +
      "plugin sent bytes for a column or buffer that its schema does not have, at another " +
      "position, or beyond the announced size.",
  },
  E_DATASET_INCOMPLETE: {
    exit: 1,
    explanation: "An ingest or transform plugin ended well but did not send all the bytes that " +
      "its schema announced.",
  },
  E_DATASET_VALUES: {
    exit: 1,
    explanation: "The kernel looks at every byte of a new dataset: missing cells are counted " +
      "again and must hold zero, doubles must be finite, dictionary codes and text offsets must " +
      "lie inside their data, text must be UTF-8. The message names the column and the row.",
  },
  E_DATASET_ABORTED: {
    exit: 1,
    explanation: "A step was stopped while the kernel was still checking its dataset.",
  },
  E_DATASET_COLLISION: {
    exit: 1,
    explanation: "A dataset's version id is the first 16 hex digits of its SHA-256. Two " +
      "different datasets share them; somebody has searched for such a pair.",
  },
};
