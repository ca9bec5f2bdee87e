import {
  type CommandSpec,
  findCommand,
  optionName,
  type PathUse,
  takesValue,
} from "./catalogue.ts";

const PLUGINS = new URL("../../plugins", import.meta.url).pathname;

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
}

/**
 * Makes every word that is a path absolute against where the user stands, and adds `--appdata`
 * when it was not given. Words it does not understand are left to the parser, which says what is
 * wrong with them.
 * @param words the command line after the task's own name
 * @param cwd absolute folder where the user stands
 * @param defaultAppdata absolute or relative to `cwd`
 */
export function resolvePathWords(
  words: readonly string[],
  cwd: string,
  defaultAppdata: string,
): ResolvedWords {
  const found = findCommand(words);
  if (found === undefined) {
    return { words, grants: [], appdata: absolutePath(defaultAppdata, cwd), command: undefined };
  }
  const { command, length } = found;
  const out = words.slice(0, length);
  const grants: PathGrant[] = [];
  let appdata: string | undefined;
  let inside: string | undefined;
  let position = 0;
  let first = "";
  let onlyArguments = false;
  for (let i = length; i < words.length; i++) {
    const word = words[i]!;
    if (!onlyArguments && word === "--") {
      onlyArguments = true;
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
        appdata = absolutePath(value, cwd);
      } else if (option.path === undefined) {
        out.push(`--${name}`, value);
      } else if (option.path === "write_into") {
        inside = absolutePath(value, cwd);
        out.push(`--${name}`, inside);
      } else {
        const path = absolutePath(value, cwd);
        grants.push(grantFor(option.path, path));
        out.push(`--${name}`, path);
      }
      continue;
    }
    const argument = command.arguments[position++];
    if (position === 1) first = word;
    if (argument?.path === undefined) {
      out.push(word);
    } else {
      const path = absolutePath(word, cwd);
      if (argument.path !== "write_into") grants.push(grantFor(argument.path, path));
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
  return { words: out, grants, appdata, command };
}

function grantFor(use: Exclude<PathUse, "write_into">, path: string): PathGrant {
  if (use !== "folder_of") return { use, path };
  return { use: "read", path: path.slice(0, Math.max(1, path.lastIndexOf("/"))) };
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
