import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";

/** An option whose value is not one of those it takes. */
export function invalidOption(option: string, value: string, takes: string): CodedError {
  return new CodedError(
    "E_USAGE_OPTION",
    `--${option} does not take ${JSON.stringify(value)}`,
    `it takes ${takes}`,
  );
}

/** A truth file whose input lies where the kernel was not allowed to read. */
export function inputOutside(truth: string, input: string): CodedError {
  return new CodedError(
    "E_TRUTH_INPUT",
    `The input ${JSON.stringify(input)} of ${truth} lies outside the truth file's own folder`,
    "move it beside the truth file, or name it with --input FILE",
  );
}

/** A run, dataset or plugin that is not there. */
export function notFound(what: string, id: string, list: string): CodedError {
  return new CodedError(
    "E_USAGE_NOT_FOUND",
    `There is no ${what} ${JSON.stringify(id)}`,
    `list them with \`${list}\``,
  );
}

/** A run that is to be repeated with other plugin folders than it had. */
export function otherPlugins(run_id: string, folders: readonly string[]): CodedError {
  return new CodedError(
    "E_RUN_PLUGINS",
    folders.length === 0
      ? `Run ${run_id} had no plugins from elsewhere`
      : `Run ${run_id} had plugins from ${folders.join(", ")}`,
    folders.length === 0
      ? "leave out --plugins-dir"
      : `add ${folders.map((folder) => `--plugins-dir ${folder}`).join(" ")}`,
  );
}

/** A run that had the network is done again, and nobody says that it may have it again. */
export function networkNotAsked(run_id: string): CodedError {
  return new CodedError(
    "E_RUN_NETWORK",
    `The network was open during run ${run_id}`,
    "add --allow-network-dev, if its plugins may have the network again",
  );
}

/** A run of nothing, or of two things. */
export function oneInput(): CodedError {
  return new CodedError(
    "E_USAGE_INPUT",
    "run takes a file, or --resume with the id of a run, and not both",
    "name a file: deno task run FILE",
  );
}

/** `rows` of nothing, or of two things. */
export function oneSource(): CodedError {
  return new CodedError(
    "E_USAGE_ROWS",
    "rows takes the id of a finding, or --dataset with either --rows or --sql, and not both",
    "deno task harness rows FINDING, or deno task harness rows --dataset ID --rows 0-9",
  );
}

/** A column that a dataset does not have. */
export function unknownColumn(name: string, nearest: string | undefined): CodedError {
  return new CodedError(
    "E_DATASET_COLUMN",
    `The dataset has no column ${JSON.stringify(name)}`,
    nearest === undefined
      ? "list them with `deno task harness dataset show ID`"
      : `did you mean ${JSON.stringify(nearest)}?`,
  );
}

/** A row that a dataset does not have. */
export function noSuchRow(row: number, rows: number): CodedError {
  return new CodedError(
    "E_DATASET_ROW",
    `The dataset has no row ${row}: it has ${rows}, numbered from 0`,
    rows === 0 ? "choose another dataset" : `give numbers up to ${rows - 1}`,
  );
}

/** A note that cannot be kept. */
export function noteInvalid(most: number): CodedError {
  return new CodedError(
    "E_USAGE_NOTE",
    `A note has 1 to ${most} characters`,
    "give its text as the last word, in quotes",
  );
}

/** A binary file that would go to a terminal. */
export function terminalOutput(format: string): CodedError {
  return new CodedError(
    "E_USAGE_TERMINAL",
    `A file in the format ${format} is not for a terminal`,
    "name a file with --output FILE, or redirect standard output",
  );
}

/** A file that cannot be written. */
export function outputFile(path: string, error: unknown): CodedError {
  const why = error instanceof Error ? error.message : String(error);
  return new CodedError(
    "E_OUTPUT_FILE",
    `Cannot write ${path}: ${why}`,
    "name another --output; what was there is as it was",
  );
}

/** The name under which an output is written until it is whole is taken. */
export function outputBusy(beside: string): CodedError {
  return new CodedError(
    "E_OUTPUT_BUSY",
    `${beside} is there: another export is writing it, or one was ended before it was done`,
    "wait for that export, or remove this file",
  );
}

/** A code that `explain` does not know. */
export function unknownCode(code: string, nearest: string | undefined): CodedError {
  return new CodedError(
    "E_USAGE_CODE",
    `There is no error code ${JSON.stringify(code)} of the kernel`,
    nearest === undefined
      ? "list them with `deno task harness explain`; a plugin's own codes are in its README.md"
      : `did you mean ${nearest}? A plugin's own codes are in its README.md`,
  );
}

/** An id that a new plugin cannot have. */
export function pluginId(id: string, why: string): CodedError {
  return new CodedError(
    "E_USAGE_PLUGIN_ID",
    `${JSON.stringify(id)} ${why}`,
    "use lower-case letters, digits and _, beginning with a letter: my_analysis",
  );
}

/** A new plugin's folder that cannot be made. */
export function pluginFolder(folder: string, error: unknown): CodedError {
  const [why, next] = error instanceof Deno.errors.AlreadyExists
    ? ["it is there already", "choose another id, or remove it"]
    : error instanceof Deno.errors.NotFound
    ? ["the folder it would be in does not exist", "make that folder first, or name another --dir"]
    : [error instanceof Error ? error.message : String(error), "name another --dir"];
  return new CodedError("E_PLUGIN_FOLDER", `Cannot make ${folder}: ${why}`, next!);
}

/** Standard output that does not take what is printed, such as a file on a full disk. */
export function outputFailed(why: string): CodedError {
  return new CodedError(
    "E_OUTPUT_FAILED",
    `Cannot write to standard output: ${why}`,
    "make room, or send the output somewhere else; what was written so far is not whole",
  );
}

/** What each code of this area means; `explain CODE` prints it. */
export const COMMAND_ERRORS: ErrorCatalogue = {
  E_USAGE_OPTION: {
    exit: 2,
    explanation: "An option was given a value it does not take; --help lists what it takes.",
  },
  E_USAGE_NOT_FOUND: {
    exit: 2,
    explanation:
      "A run, dataset version or plugin was named that this appdata folder does not have.",
  },
  E_RUN_NETWORK: {
    exit: 2,
    explanation: "A run that was started with --allow-network-dev is repeated or resumed. The " +
      "network is opened by the command line that is given, never by what is stored.",
  },
  E_RUN_PLUGINS: {
    exit: 2,
    explanation: "A run is repeated with the plugins it had. Folders of further plugins must be " +
      "named again, because the kernel is granted only what its command line names.",
  },
  E_USAGE_INPUT: {
    exit: 2,
    explanation: "run analyses one file: a path, or with --resume the kept copy of an earlier run.",
  },
  E_USAGE_ROWS: {
    exit: 2,
    explanation: "rows prints the evidence of one finding, some rows of one dataset version by " +
      "their numbers, or what one SQL statement gives over it.",
  },
  E_DATASET_COLUMN: {
    exit: 2,
    explanation: "--columns takes names of columns exactly as the dataset has them, between " +
      'commas; one with a comma or a quote in it stands in quotes, as in CSV: a,"b, c".',
  },
  E_DATASET_ROW: {
    exit: 2,
    explanation: "Rows are numbered from 0, without the header, as in findings and in the column " +
      "row_index.",
  },
  E_USAGE_NOTE: { exit: 2, explanation: "A note on a raw format is empty or too long." },
  E_USAGE_TERMINAL: {
    exit: 2,
    explanation: "Arrow and Parquet are binary: their bytes would upset a terminal.",
  },
  E_OUTPUT_FILE: {
    exit: 1,
    explanation: "An export is written beside its file, to FILE.part, and gets its name when it " +
      "is whole. That did not work; what was there before is untouched.",
  },
  E_OUTPUT_BUSY: {
    exit: 1,
    explanation: "An export is written to FILE.part until it is whole. That file is there " +
      "already, and is not touched, because another process may be writing it.",
  },
  E_FINDING_NOT_FOUND: {
    exit: 2,
    explanation: "No run of this appdata folder has a finding whose id starts so. At least four " +
      "characters are needed; a finding's id is the same in every run that finds it.",
  },
  E_SERVE_PORT: {
    exit: 2,
    explanation:
      "The web UI could not listen: another program has the port. Choose one with --port.",
  },
  E_USAGE_PLUGIN_ID: {
    exit: 2,
    explanation:
      "A plugin's id is its folder's name and part of every finding's id: lower-case letters, digits " +
      "and _, at most 64, and no two plugins have the same.",
  },
  E_PLUGIN_FOLDER: { exit: 2, explanation: "plugins new could not make the plugin's folder." },
  E_USAGE_CODE: { exit: 2, explanation: "explain was asked for a code that does not exist." },
  E_OUTPUT_FAILED: {
    exit: 1,
    explanation: "What a command prints could not be written to where its output was sent.",
  },
  E_SETTINGS_FILE: { exit: 2, explanation: "The file given with --settings cannot be read." },
  E_TRUTH_FILE: { exit: 2, explanation: "The truth file cannot be read." },
  E_TRUTH_INPUT: {
    exit: 2,
    explanation:
      "A truth file may name a file of its own folder to run on, and no other: the kernel is " +
      "granted that folder and nothing more, so that a truth file from elsewhere reads nothing else.",
  },
  E_REPORT_FILE: {
    exit: 2,
    explanation:
      "The file given with --report, or the report of the run given with --run, is not there or " +
      "does not validate against schemas/report.schema.json.",
  },
  E_SETUP_FAILED: {
    exit: 3,
    explanation:
      "The first start installs the npm packages that deno.lock names, each checked against its " +
      "integrity hash. After that nothing needs a network.",
  },
  E_KERNEL_UNEXPECTED: {
    exit: 3,
    explanation: "An error the kernel has no name for: a defect. Nothing was left half-written.",
  },
};
