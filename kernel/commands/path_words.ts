import {
  type CommandSpec,
  findCommand,
  optionName,
  type PathUse,
  takesValue,
} from "./catalogue.ts";
import { CodedError } from "../contract/coded_error.ts";

const PLUGINS = `${import.meta.dirname!.replace(/\/kernel\/commands$/, "")}/plugins`;

/** A path a command line names, absolute, and what the command does with it. */
export interface PathGrant {
  readonly use: "read" | "write";
  readonly path: string;
}

/** A command line with its paths made absolute, and what they must be granted. */
export interface ResolvedWords {
  readonly words: readonly string[];
  readonly grants: readonly PathGrant[];
  /** Absolute appdata folder. */
  readonly appdata: string;
  readonly command: CommandSpec | undefined;
  /** Whether one of the words asks for help, and is not the value of an option. */
  readonly wants_help: boolean;
}

/**
 * Makes every word that is a path absolute against where the user stands, and adds `--appdata`
 * when it was not given. Words it does not understand are left to the parser, which says what is
 * wrong with them.
 * @param words the command line after the task's own name
 * @param cwd absolute folder where the user stands
 * @param defaultAppdata absolute or relative to `cwd`
 * @throws CodedError E_USAGE_OPTION for a path that is empty, which would stand for a whole folder
 */
export function resolvePathWords(
  words: readonly string[],
  cwd: string,
  defaultAppdata: string,
): ResolvedWords {
  const found = findCommand(words);
  if (found === undefined) {
    // Help and errors only: behind a `--` the parser would find commands that were not found here.
    const end = words.indexOf("--");
    return {
      words: end < 0 ? words : words.slice(0, end),
      grants: [],
      appdata: absolutePath(defaultAppdata, cwd),
      command: undefined,
      wants_help: false,
    };
  }
  const { command, length } = found;
  const out = words.slice(0, length);
  const grants: PathGrant[] = [];
  let appdata: string | undefined;
  let inside: string | undefined;
  let position = 0;
  let first = "";
  let onlyArguments = false;
  let wants_help = false;
  for (let i = length; i < words.length; i++) {
    const word = words[i]!;
    if (!onlyArguments && word === "--") {
      onlyArguments = true;
      out.push(word);
      continue;
    }
    if (!onlyArguments && (word === "-h" || word === "--help")) {
      wants_help = true;
      out.push(word);
      continue;
    }
    if (!onlyArguments && word.startsWith("--")) {
      const equals = word.indexOf("=");
      const name = word.slice(2, equals < 0 ? undefined : equals);
      const option = command.options.find((candidate) => optionName(candidate) === name);
      if (option === undefined || !takesValue(option)) {
        out.push(word);
        continue;
      }
      const value = equals < 0 ? words[++i] : word.slice(equals + 1);
      if (value === undefined) {
        out.push(word);
      } else if (name === "appdata") {
        appdata = givenPath(value, cwd, word);
      } else if (option.path === undefined) {
        out.push(`--${name}`, value);
      } else if (option.path === "write_into") {
        inside = givenPath(value, cwd, word);
        out.push(`--${name}`, inside);
      } else {
        const path = givenPath(value, cwd, word);
        grants.push(...grantsFor(option.path, path));
        out.push(`--${name}`, path);
      }
      continue;
    }
    const argument = command.arguments[position++];
    if (position === 1) first = word;
    if (argument?.path === undefined) {
      out.push(word);
    } else {
      const path = givenPath(word, cwd, argument.name);
      if (argument.path !== "write_into") grants.push(...grantsFor(argument.path, path));
      out.push(path);
    }
  }
  const into = command.options.find(({ path }) => path === "write_into");
  if (into !== undefined) {
    if (inside === undefined) out.splice(length, 0, `--${optionName(into)}`, PLUGINS);
    // Nothing but one name, so that the grant is for that one folder.
    if (/^[A-Za-z0-9_]+$/.test(first)) {
      grants.push({ use: "write", path: `${inside ?? PLUGINS}/${first}` });
    }
  }
  appdata ??= absolutePath(defaultAppdata, cwd);
  if (command.options.some((option) => optionName(option) === "appdata")) {
    // Before any `--`, after which words are arguments.
    out.splice(length, 0, "--appdata", appdata);
  }
  return { words: out, grants, appdata, command, wants_help };
}

/** As `absolutePath`: but nothing, such as a shell's unset variable, is not the folder itself. */
function givenPath(path: string, cwd: string, what: string): string {
  if (path !== "") return absolutePath(path, cwd);
  throw new CodedError("E_USAGE_OPTION", `${what} does not take ""`, "it takes a path");
}

function grantsFor(use: Exclude<PathUse, "write_into">, path: string): readonly PathGrant[] {
  switch (use) {
    case "folder_of":
      return [{ use: "read", path: path.slice(0, Math.max(1, path.lastIndexOf("/"))) }];
    case "replace":
      return [path, besidePath(path)].flatMap((each) => [
        { use: "read", path: each },
        { use: "write", path: each },
      ]);
    default:
      return [{ use, path }];
  }
}

/** Where a file is written that gets the name `path` when it is whole. */
export function besidePath(path: string): string {
  return `${path}.part`;
}

/**
 * Absolute form of a path, `.` and `..` resolved by text alone.
 * @param path absolute or relative, POSIX
 * @param cwd absolute folder
 */
export function absolutePath(path: string, cwd: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return "/" + parts.join("/");
}
