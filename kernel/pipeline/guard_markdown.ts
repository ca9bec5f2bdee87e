import { escapeTerminal } from "../diagnostics/escape_terminal.ts";

/**
 * Where raw HTML could begin, with the backslashes before it. Whether those escape it depends on
 * what stands before them: at the end of an address they belong to the address.
 */
const HTML_BEGINS = /(?<!\\)(\\*)<(?=[A-Za-z/!?])/g;

/**
 * Makes Markdown that a stranger's report plugin wrote safe to look at, in a viewer or in a
 * terminal: no image, which a viewer would fetch from wherever it is, no raw HTML, nothing that a
 * terminal obeys. Links stay: they do nothing until somebody follows them.
 *
 * A built-in report plugin is not guarded so: inside code, where Markdown knows no escapes, the
 * guard shows. That one escapes what is not its own, and its tests hold it to that.
 * @param bytes a plugin's report.md, believed nothing
 * @returns UTF-8
 */
export function guardMarkdown(bytes: Uint8Array): Uint8Array {
  const text = escapeTerminal(new TextDecoder().decode(bytes).replaceAll("\r\n", "\n"), {
    newlines: "keep",
  });
  // Behind the mark, not before it: a backslash there could be escaped itself.
  const guarded = text.replace(HTML_BEGINS, asText).replaceAll("![", "!\\[");
  return new TextEncoder().encode(guarded);
}

/** One backslash may have escaped the `<`; before an entity it would show, and undo it. */
function asText(_found: string, backslashes: string): string {
  return `${backslashes.slice(0, backslashes.length - backslashes.length % 2)}&lt;`;
}
