import { visibleText } from "harness/sdk";

/** Where a text goes: in a table a bar ends the cell even inside code. */
export type MarkdownPlace = "text" | "table";

// Tokens that GitHub's and others' Markdown turn into links by themselves. Backslashes do not
// stop all of them; code does.
const AUTOLINK = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.|mailto:|xmpp:|[^\s@]@[^\s@])/i;

/**
 * Escapes a text so that no Markdown (CommonMark, GitHub's tables, strikethrough, autolinks, maths)
 * comes of it in the middle of a line, and shows what is invisible. Words that would become
 * links are set as code.
 * @param text anything; the result is one line
 * @param place see {@link MarkdownPlace}
 */
export function escapeMarkdown(text: string, place: MarkdownPlace = "text"): string {
  const visible = visibleText(text);
  if (!AUTOLINK.test(visible)) return escapeWords(visible);
  return visible.split(/(\s+)/).map((word) =>
    AUTOLINK.test(word) ? markdownCode(word, place) : escapeWords(word)
  ).join("");
}

function escapeWords(text: string): string {
  return text
    .replace(/[\\`*[\]|~$]/g, "\\$&")
    // These mean something only before certain characters, or before what the next piece brings.
    .replace(/<(?=[A-Za-z/!?]|$)|&(?=#?\w+;|#?\w*$)|!$/g, "\\$&")
    // An underscore inside a word opens nothing; elsewhere it could.
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_");
}

/**
 * Escapes what would make a line a heading, a list, a quote, a rule or code: its first characters.
 * @param line one line, its inline text already escaped
 */
export function escapeLineStart(line: string): string {
  return line.trimStart()
    .replace(/^[#+\->=]/, "\\$&")
    .replace(/^(\d{1,9})([.)])/, "$1\\$2");
}

/**
 * A code span that holds any text: its fence is longer than any run of backticks inside.
 * @param text anything; empty text is written as the word "empty" in parentheses
 * @param place see {@link MarkdownPlace}
 */
export function markdownCode(text: string, place: MarkdownPlace = "text"): string {
  const visible = visibleText(text);
  if (visible === "") return "(empty)";
  if (place === "table" && visible.includes("\\|")) return codeAroundBars(visible);
  const fence = "`".repeat(longestRun(visible) + 1);
  const pad = /^[` ]|[` ]$/.test(visible) && visible.trim() !== "" ? " " : "";
  const body = place === "table" ? visible.replaceAll("|", "\\|") : visible;
  return fence + pad + body + pad + fence;
}

/** In a table's code no backslash can stand before a bar, so the bars are set between spans. */
function codeAroundBars(text: string): string {
  return text.split("|").map((part) => part === "" ? "" : markdownCode(part, "table")).join("\\|");
}

/**
 * A fenced code block that holds any text.
 * @param text lines
 * @param language a word after the fence
 */
export function markdownFence(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const body = text.split("\n").map(visibleText).join("\n");
  return `${fence}${language}\n${body}\n${fence}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length);
  return longest;
}
