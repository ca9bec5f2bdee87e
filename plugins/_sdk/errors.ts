import { CodedError } from "../../kernel/contract/coded_error.ts";
import { type FrameKind, maxBodyBytes } from "../../kernel/contract/frame.ts";

/** Longest name that is quoted whole in a message. */
const QUOTE_LIMIT = 80;

/** A hostile or long name as it may stand in a message: quoted, escaped, cut. */
function quote(name: string): string {
  return JSON.stringify(name.length > QUOTE_LIMIT ? `${name.slice(0, QUOTE_LIMIT)}…` : name);
}

/** The step has no dataset and the plugin asked for one. */
export function noDataset(type: string): CodedError {
  return new CodedError(
    "E_NO_DATASET",
    `A ${type} step has no dataset, so ctx.table has nothing to open`,
    "Use ctx.input to see what this type of plugin gets",
  );
}

/** A file that a step was promised ends before it should. */
export function inputTruncated(what: string, wanted: number, got: number): CodedError {
  return new CodedError(
    "E_INPUT_TRUNCATED",
    `Reading ${what} gave ${got} of ${wanted} bytes; the input file was cut or replaced`,
    "Import the file again, then rerun",
  );
}

/** A column was named that the dataset does not have. */
export function unknownColumn(name: string, known: readonly string[]): CodedError {
  const some = known.slice(0, 12).map(quote).join(", ");
  const more = known.length > 12 ? `, and ${known.length - 12} more` : "";
  return new CodedError(
    "E_COLUMN_UNKNOWN",
    `There is no column ${quote(name)} in this dataset`,
    known.length === 0 ? "The dataset has no columns" : `Name one of ${some}${more}`,
  );
}

/** A column was asked for as a type that it is not. */
export function wrongColumnType(name: string, type: string, wanted: string): CodedError {
  return new CodedError(
    "E_COLUMN_TYPE",
    `Column ${quote(name)} is ${type}, and ${wanted} is needed`,
    "Name another column, or set the column's type when the file is imported",
  );
}

/** A row number outside the dataset. */
export function rowOutOfRange(row: number, rows: number): CodedError {
  return new CodedError(
    "E_ROW_RANGE",
    `There is no row ${row}: the dataset has ${rows} rows, numbered from 0`,
    "Ask for a row that the dataset has",
  );
}

/** `run` came back with something that is no result. */
export function noResult(got: string): CodedError {
  return new CodedError(
    "E_PLUGIN_NO_RESULT",
    `The plugin's run() returned ${got} instead of a result`,
    "Return {status, summary, metrics, findings}",
  );
}

/** The result holds something that canonical JSON refuses. */
export function resultNotCanonical(problem: string): CodedError {
  return new CodedError(
    "E_PLUGIN_RESULT_VALUE",
    `The plugin's result cannot be sent: ${problem}`,
    "Return null where there is no number, and plain data only",
  );
}

/** A JSON frame that is larger than the pipe allows. */
export function frameTooLarge(kind: FrameKind, bytes: number): CodedError {
  return new CodedError(
    "E_PLUGIN_FRAME_SIZE",
    `The plugin's ${kind} is ${bytes} bytes and ${maxBodyBytes(kind)} are allowed`,
    "Put the bulk into an artifact and keep a summary in the result",
  );
}

/** An artifact's name is not one plain lower-case file name. */
export function badArtifactName(name: string): CodedError {
  return new CodedError(
    "E_PLUGIN_ARTIFACT_NAME",
    `${quote(name)} cannot be the name of an artifact`,
    "Use one lower-case name such as curves.json: letters, digits, _ and -, with an extension",
  );
}

/** Two artifacts of one step have the same name. */
export function duplicateArtifact(name: string): CodedError {
  return new CodedError(
    "E_PLUGIN_ARTIFACT_NAME",
    `The plugin made two artifacts named ${quote(name)}`,
    "Give each artifact a name of its own",
  );
}

/** A dataset was written in the wrong order, or not as announced. */
export function datasetMisuse(problem: string): CodedError {
  return new CodedError(
    "E_PLUGIN_DATASET",
    `The plugin's dataset is not as announced: ${problem}`,
    "Call ctx.dataset.schema() once with exact sizes, then write every buffer in full",
  );
}
