/**
 * Every command, argument and option, in one table: the parser is built from it, the launcher
 * reads from it which words are paths (and so what to grant), and the documentation test walks
 * it. It imports no package, so that the launcher starts on a machine where nothing is installed yet.
 */

import {
  APPDATA,
  type CommandSpec,
  JSON_OUTPUT,
  type OptionSpec,
  PLUGINS_DIR,
  RUN_OPTIONS,
  WALLS,
} from "./command_spec.ts";
import { DATASET_COMMANDS } from "./dataset_specs.ts";
import { PLUGIN_COMMANDS } from "./plugin_commands.ts";

export type { ArgumentSpec, CommandSpec, OptionSpec, PathUse } from "./command_spec.ts";

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "run",
    description: "analyse a file and write report.md, report.html and report.json",
    example: "deno task run fixtures/demo.csv",
    arguments: [
      {
        name: "[file]",
        description: "the table: CSV, TSV, text, XLSX, JSON or NDJSON",
        path: "read",
      },
    ],
    options: [
      { flags: "--resume <id>", description: "the same again as this run, from what is known" },
      {
        flags: "--dry-run",
        description: "plan, and print steps, layers, what is known and what each may do",
      },
      {
        flags: "--plugins <choice>",
        description: "auto (the planner chooses), all, or ids: a,b; auto,a is both (default auto)",
      },
      {
        flags: "--settings <file>",
        description: "settings by plugin id, JSON or YAML",
        path: "read",
      },
      ...RUN_OPTIONS,
      PLUGINS_DIR,
      APPDATA,
      JSON_OUTPUT,
    ],
  },
  {
    name: "eval",
    description: "check a report against known answers, within tolerances",
    example: "deno task eval fixtures/demo.truth.yaml",
    arguments: [
      {
        name: "<truth>",
        description: "the truth file, YAML; its `input` is relative to its own folder",
        path: "folder_of",
      },
    ],
    options: [
      { flags: "--input <file>", description: "run on this file instead", path: "read" },
      {
        flags: "--report <file>",
        description: "check this report.json, run nothing",
        path: "read",
      },
      { flags: "--run <id>", description: "check the report of this run, run nothing" },
      { flags: "--junit <file>", description: "also write a JUnit XML file", path: "write" },
      ...RUN_OPTIONS,
      PLUGINS_DIR,
      APPDATA,
      JSON_OUTPUT,
    ],
  },
  {
    name: "serve",
    description: "look at runs and reports in a browser, on this machine only",
    example: "deno task serve",
    arguments: [],
    options: [
      { flags: "--port <n>", description: "port on 127.0.0.1 (default 8000)" },
      APPDATA,
    ],
    serves: true,
  },
  {
    name: "eval init",
    description: "print a first truth file that the report of a run satisfies",
    example: "deno task harness eval init 20260101-000000-abcdef",
    arguments: [{ name: "<run>", description: "id of a run" }],
    options: [APPDATA],
  },
  ...PLUGIN_COMMANDS,
  {
    name: "runs list",
    description: "all runs, newest first",
    example: "deno task harness runs list",
    arguments: [],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "runs show",
    description: "one run: its steps and, for each process, the audit",
    example: "deno task harness runs show 20260101T000000000Z-0a1b2c3d --ledger",
    arguments: [{ name: "<run>", description: "id of a run" }],
    options: [
      {
        flags: "--ledger",
        description: "also what each process was allowed, asked for and was refused; attempts to " +
          "start programs are refused too, but do not show (with --json all of it is there)",
      },
      APPDATA,
      JSON_OUTPUT,
    ],
  },
  {
    name: "why",
    description: "why a step of a run was executed, or why its result was used again",
    example: "deno task harness why 20260101T000000000Z-0a1b2c3d profile_basic",
    arguments: [
      { name: "<run>", description: "id of a run" },
      { name: "<step>", description: "id of a plugin that the run planned" },
    ],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "replay",
    description: "execute a run again from what is stored and compare the bytes, step by step",
    example: "deno task harness replay 20260101T000000000Z-0a1b2c3d",
    arguments: [{ name: "<run>", description: "id of a run" }],
    options: [
      { flags: "--jobs <n>", description: "how many plugins may run at once (default: cores)" },
      WALLS,
      {
        flags: "--allow-network-dev",
        description: "for a run that had it: let plugins that ask for it reach the network",
      },
      PLUGINS_DIR,
      APPDATA,
      JSON_OUTPUT,
    ],
  },
  {
    name: "verify",
    description: "hash everything of a run again: upload, datasets, results, artifacts, reports",
    example: "deno task harness verify 20260101T000000000Z-0a1b2c3d",
    arguments: [{ name: "<run>", description: "id of a run" }],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "diff",
    description: "compare two runs by finding: added, gone, changed, the same",
    example: "deno task harness diff 20260101T000000000Z-0a1b2c3d 20260102T000000000Z-4e5f6a7b",
    arguments: [
      { name: "<a>", description: "id of the earlier run" },
      { name: "<b>", description: "id of the later run" },
    ],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "db check",
    description: "whether the database is sound: every page, every reference; and what it holds",
    example: "deno task harness db check",
    arguments: [],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "db backup",
    description: "copy the database to appdata/backups, while runs go on",
    example: "deno task harness db backup",
    arguments: [],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "db restore",
    description: "put a backup in the place of the database; the one that is there is kept",
    example: "deno task harness db restore appdata/backups/state-20260101T000000000Z.sqlite",
    arguments: [{ name: "<file>", description: "a backup", path: "read" }],
    options: [APPDATA, JSON_OUTPUT],
  },
  {
    name: "db prune",
    description: "list files of appdata that nothing refers to; with --yes, delete them",
    example: "deno task harness db prune --yes",
    arguments: [],
    options: [
      { flags: "--yes", description: "delete them" },
      { flags: "--cached", description: "also artifacts kept only to save time" },
      APPDATA,
      JSON_OUTPUT,
    ],
  },
  {
    name: "cite",
    description: "what to write of a finding or a run in a paper or an audit file",
    example: "deno task harness cite 0123456789abcdef --format bibtex",
    arguments: [{ name: "<id>", description: "id of a finding or a run, or its beginning" }],
    options: [
      { flags: "--format <format>", description: "text, bibtex or csl-json (default text)" },
      { flags: "--run <id>", description: "look for the finding in this run only" },
      APPDATA,
    ],
  },
  ...DATASET_COMMANDS,
  {
    name: "doctor",
    description: "what this machine offers: Deno, both walls, appdata, packages, plugins",
    example: "deno task harness doctor",
    arguments: [],
    options: [
      {
        flags: "--sbom",
        description: "print what is in the box instead, as CycloneDX 1.6",
      },
      APPDATA,
      JSON_OUTPUT,
    ],
  },
  {
    name: "explain",
    description: "what an error code means and what to do about it",
    example: "deno task harness explain E_CSV_RAGGED",
    arguments: [{ name: "[code]", description: "a code; without one, all are listed" }],
    options: [],
  },
];

/**
 * The command that a line of words names, longest name first, and how many words name it.
 * @param words the command line after the task's own name
 */
export function findCommand(
  words: readonly string[],
): { readonly command: CommandSpec; readonly length: number } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command !== undefined && words.length >= length) return { command, length };
  }
  return undefined;
}

/** Option name without dashes and value, `appdata` of `--appdata <dir>`. */
export function optionName(option: OptionSpec): string {
  return option.flags.split(" ")[0]!.slice(2);
}

/** Whether an option takes a value. */
export function takesValue(option: OptionSpec): boolean {
  return option.flags.includes("<");
}
