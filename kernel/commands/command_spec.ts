/**
 * What a word on the command line is to the file system. `folder_of` grants reading the folder the
 * file lies in; `replace` looking at the file, and writing it and its `.part`, which is renamed to it;
 * `write_into` writing the one folder inside it that the first argument names, in the
 * project's plugins/ when the option is not given.
 */
export type PathUse = "read" | "write" | "replace" | "folder_of" | "write_into";

export interface ArgumentSpec {
  /** As help shows it, `<file>` or `[id]`. */
  readonly name: string;
  readonly description: string;
  /** `folder_of` grants reading the folder the file lies in. */
  readonly path?: PathUse;
}

export interface OptionSpec {
  /** `--name` or `--name <value>`. */
  readonly flags: string;
  /** One letter that may stand for the name, `n` for `-n`. Not beside arguments that are paths. */
  readonly short?: string;
  readonly description: string;
  readonly path?: PathUse;
  readonly repeatable?: true;
}

export interface CommandSpec {
  /** Words after the task, `run` or `plugins list`. */
  readonly name: string;
  readonly description: string;
  readonly example: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** True when the command may write `plugins.lock` beside deno.json. */
  readonly writes_lock?: true;
  /** True when the command listens on a port, and starts no process. */
  readonly serves?: true;
}

/** Where everything is kept. */
export const APPDATA: OptionSpec = {
  flags: "--appdata <dir>",
  description: "where runs, datasets and the database live (default ./appdata)",
};

/** Folders of further plugins. */
export const PLUGINS_DIR: OptionSpec = {
  flags: "--plugins-dir <dir>",
  description: "a folder of further plugins; each needs `plugins trust` first; may be repeated",
  path: "read",
  repeatable: true,
};

/** Output for programs. */
export const JSON_OUTPUT: OptionSpec = {
  flags: "--json",
  description: "print one JSON object on standard output and nothing else",
};

/** Which walls plugins stand behind. */
export const WALLS: OptionSpec = {
  flags: "--walls <mode>",
  description: "auto: bubblewrap where it works; strict: refuse to run without; flags: without",
};

/** What every command that runs plugins takes. */
export const RUN_OPTIONS: readonly OptionSpec[] = [
  {
    flags: "--seed <n>",
    description: "run seed, an integer from 0 to 9007199254740991 (default 0)",
  },
  { flags: "--jobs <n>", description: "how many plugins may run at once (default: cores)" },
  { flags: "--no-reuse", description: "run every plugin, also where its result is known" },
  WALLS,
  {
    flags: "--allow-network-dev",
    description: "developers only: let plugins that ask for it reach the network; recorded",
  },
];
