import { APPDATA, type CommandSpec, JSON_OUTPUT, type OptionSpec } from "./command_spec.ts";

const DATASET = {
  name: "<dataset>",
  description: "version_id of a dataset, or its beginning",
} as const;

const COLUMNS: OptionSpec = {
  flags: "--columns <names>",
  description: 'only these, in this order: a,b; a name with a comma in quotes: a,"b, c"',
};

const FORMAT = {
  name: "<format>",
  description: "fingerprint of a raw format, or its beginning",
} as const;

/** Commands that look at datasets and their raw formats. */
export const DATASET_COMMANDS: readonly CommandSpec[] = [
  {
    name: "dataset list",
    description: "every dataset version with its file, size and raw format, the newest first",
    example: "deno task harness dataset list",
    arguments: [],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "dataset show",
    description: "one dataset version: its file, settings, columns, raw format, notes and runs",
    example: "deno task harness dataset show 0123456789abcdef",
    arguments: [DATASET],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "dataset head",
    description: "the first rows of a dataset version as a table, missing cells as ∅",
    example: "deno task harness dataset head 0123456789abcdef -n 20",
    arguments: [DATASET],
    options: [
      { flags: "--rows <n>", short: "n", description: "how many rows (default 10)" },
      COLUMNS,
      APPDATA,
    ],
  },
  {
    name: "dataset export",
    description: "write a dataset version to standard output or to a file, types exact",
    example:
      "deno task harness dataset export 0123456789abcdef --format parquet --output a.parquet",
    arguments: [DATASET],
    options: [
      {
        flags: "--format <format>",
        description: "csv, json, arrow (IPC file) or parquet (default csv)",
      },
      {
        flags: "--output <file>",
        description: "to this file, which is replaced when the new one is whole",
        path: "replace",
      },
      COLUMNS,
      APPDATA,
    ],
  },
  {
    name: "formats list",
    description: "raw formats: which names and types of columns there have been",
    example: "deno task harness formats list",
    arguments: [],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "formats show",
    description: "one raw format: its columns, the datasets that have it, notes",
    example: "deno task harness formats show 0123456789ab",
    arguments: [FORMAT],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "formats note",
    description: "write something down about a raw format; notes stay",
    example: 'deno task harness formats note 0123456789ab "amounts are gross from 2025 on"',
    arguments: [FORMAT, { name: "<text>", description: "the note" }],
    options: [APPDATA],
  },
  {
    name: "rows",
    description: "rows that a finding cites, of given numbers, or that a query gives, as CSV",
    example: "deno task harness rows 0123456789abcdef",
    arguments: [{ name: "[finding]", description: "id of a finding, or its beginning" }],
    options: [
      { flags: "--run <id>", description: "look for the finding in this run only" },
      { flags: "--query", description: "print the finding's SQL query instead of its rows" },
      { flags: "--all-columns", description: "all columns of the rows, not only the finding's" },
      {
        flags: "--dataset <version>",
        description: "version_id of a dataset, or its beginning, for --rows and --sql",
      },
      {
        flags: "--rows <numbers>",
        description: "rows of --dataset by their numbers, from 0: 5,17,100-120",
      },
      { ...COLUMNS, description: `with --rows: ${COLUMNS.description}` },
      {
        flags: "--sql <statement>",
        description: "SQLite's SQL over data(row_index, …columns) of --dataset, one statement",
      },
      { flags: "--seconds <n>", description: "end the statement after this long (default 60)" },
      APPDATA,
    ],
  },
];
