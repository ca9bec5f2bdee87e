import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { CommandLine } from "./command_line.ts";
import { hidePaths } from "./hide_paths.ts";

/** Most characters of standard error in an audit row. */
const MAX_STDERR = 64 * 1024;

/**
 * Standard error as it is kept: escaped, without this machine's paths, and with a last line that
 * says what is missing.
 * @param all as much of it as was read
 * @param bytes how much there was
 * @param hidden see {@link CommandLine}
 * @param mounted whether wall 2 stood, so that no file but the plugin's own could be in it
 */
export function stderrText(
  all: string,
  bytes: number,
  hidden: CommandLine["hidden"],
  mounted: boolean,
): string {
  const kept = new TextEncoder().encode(all).length;
  const text = mounted ? all : withoutSourceLine(all);
  const shown = escapeTerminal(hidePaths(text, hidden), { newlines: "keep" });
  // Escapes are longer than what they stand for.
  const cut = shown.slice(0, MAX_STDERR);
  if (cut.length < shown.length) return `${cut}\n[cut; ${bytes} bytes in all]`;
  return bytes > kept ? `${shown}\n[${bytes - kept} more bytes]` : shown;
}

/**
 * With wall 1 alone, what Deno prints of an unhandled error is left out: it holds a line of
 * source, which a source map turns into any line of any file. Nothing can be hidden behind the
 * cut but the plugin's own words.
 */
function withoutSourceLine(text: string): string {
  const at = text.indexOf("error: ");
  if (at < 0) return text;
  const end = text.indexOf("\n", at);
  return end < 0 ? text : `${text.slice(0, end)}\n[the rest is kept only behind bubblewrap]`;
}
