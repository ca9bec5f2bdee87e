import assert from "node:assert/strict";
import type { CommandLine } from "../../kernel/sandbox/command_line.ts";

/**
 * Replaces words of a command line, to take a guard away.
 * @param command as the kernel builds it
 * @param words beginnings of words, and what comes instead; one that is not there fails the test,
 *   because then the guard has gone already
 */
export function swapWords(
  command: CommandLine,
  words: Readonly<Record<string, readonly string[]>>,
): CommandLine {
  let args = [...command.args];
  for (const [pattern, instead] of Object.entries(words)) {
    const found = args.filter((word) => word.startsWith(pattern));
    assert.ok(found.length > 0, `${pattern} is in the command line`);
    args = args.flatMap((word) => word.startsWith(pattern) ? instead : [word]);
  }
  return { ...command, args };
}

/**
 * Replaces a piece of the bootstrap's source, to take a guard away.
 * @param source of the bootstrap
 * @param from must be there
 * @param to what comes instead
 */
export function editSource(source: string, from: string, to: string): string {
  assert.ok(source.includes(from), `the bootstrap has: ${from}`);
  return source.replace(from, to);
}
