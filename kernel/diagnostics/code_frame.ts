import { escapeTerminal } from "./escape_terminal.ts";

/** One thing that is wrong at one place of one file. */
export interface CodeFrame {
  readonly file: string;
  /** 1-based; 0 when the file as a whole is meant. */
  readonly line: number;
  /** 1-based, in UTF-16 units as editors count them. */
  readonly column: number;
  /** What is wrong. */
  readonly message: string;
  /** `E_AREA_REASON`, or empty. */
  readonly code?: string;
  /** Text of that line, without its line end; null when there is none to show. */
  readonly source_line?: string | null;
  /** What to write instead, or empty. */
  readonly fix?: string;
}

/** Columns of source shown at most; a longer line is cut around the place. */
const WINDOW = 100;
const BEFORE = 60;

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/**
 * Shows a problem as a compiler does: `file:line:column: message`, the line, a caret, the fix. All
 * of it is escaped, so that a hostile file cannot write to the terminal.
 * @param frame what is wrong and where
 * @param options.color true where standard error is a terminal
 */
export function codeFrame(frame: CodeFrame, options: { readonly color?: boolean } = {}): string {
  const paint = options.color === true
    ? (style: string, text: string) => `\x1b[${style}m${text}\x1b[0m`
    : (_style: string, text: string) => text;
  const place = frame.line > 0 ? `${frame.file}:${frame.line}:${frame.column}` : frame.file;
  const code = frame.code === undefined || frame.code === "" ? "" : ` [${frame.code}]`;
  const lines = [
    `${paint("1", escapeTerminal(place))}: ${paint("31", "error")}: ${
      escapeTerminal(frame.message)
    }${escapeTerminal(code)}`,
  ];
  if (frame.line > 0 && typeof frame.source_line === "string") {
    const number = String(frame.line);
    const { text, caret } = excerpt(frame.source_line, frame.column);
    lines.push(`  ${paint("2", `${number} |`)} ${text}`);
    lines.push(`  ${paint("2", `${" ".repeat(number.length)} |`)} ${caret}${paint("31", "^")}`);
  }
  if (frame.fix !== undefined && frame.fix !== "") {
    lines.push(`  ${paint("32", "fix")}: ${escapeTerminal(frame.fix)}`);
  }
  return lines.join("\n");
}

/** The part of a line around a column, escaped, and the blanks that bring a caret under it. */
function excerpt(sourceLine: string, column: number): { text: string; caret: string } {
  const at = Math.min(Math.max(0, column - 1), sourceLine.length);
  const start = sourceLine.length > WINDOW && at > BEFORE ? at - BEFORE : 0;
  const end = Math.min(sourceLine.length, start + WINDOW);
  const head = start > 0 ? "…" : "";
  const before = head + visible(sourceLine.slice(start, at));
  const after = visible(sourceLine.slice(at, end)) + (end < sourceLine.length ? "…" : "");
  return { text: before + after, caret: " ".repeat(displayWidth(before)) };
}

function visible(text: string): string {
  return escapeTerminal(text.replaceAll("\t", "  "));
}

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}
