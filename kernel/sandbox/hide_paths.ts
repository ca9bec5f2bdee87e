import type { CommandLine } from "./command_line.ts";

/**
 * Replaces paths of this machine by names that are the same on every one. Whole paths only:
 * `/input` is hidden in `/input/0.pack`, not in `/inputs`.
 * @param text what a plugin or the runtime said
 * @param hidden see {@link CommandLine}
 */
export function hidePaths(text: string, hidden: CommandLine["hidden"]): string {
  let out = text;
  for (const [path, name] of hidden) {
    out = out.replaceAll(new RegExp(`${RegExp.escape(path)}(?!\\.?[\\w-])`, "g"), name);
  }
  return out;
}
