import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { Check, Evaluation } from "./evaluation.ts";

/** How to print. */
export interface FormatOptions {
  /** True where the output is a terminal that shows colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const MIN_WIDTH = 60;
const MAX_WIDTH = 160;
const STATE = "FAIL".length;

/**
 * An evaluation as a table: one line a check, and below a failed one where it stands, what was
 * wanted, what was found, and what came nearest. All of it is escaped.
 */
export function formatEvaluation(evaluation: Evaluation, options: FormatOptions): string {
  const { color } = options;
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, options.width));
  const paint = (style: string, text: string) => color ? `\x1b[${style}m${text}\x1b[0m` : text;
  const lines: string[] = [];
  let clause = "";
  for (const check of evaluation.checks) {
    if (check.clause !== clause) {
      clause = check.clause;
      if (lines.length > 0) lines.push("");
      lines.push(paint("1", clause));
    }
    const state = check.passed ? paint("32", "ok  ") : paint("31", "FAIL");
    const [title, found] = columns(check, width - STATE - 4);
    lines.push(`  ${state}  ${title}${paint("2", found)}`);
    if (!check.passed) lines.push(...explain(check, evaluation.file, width, paint));
  }
  const { passed_count, failed_count, checks } = evaluation;
  const total = `${checks.length} ${checks.length === 1 ? "check" : "checks"}`;
  const verdict = checks.length === 0
    ? paint("31", "The truth file checks nothing, so nothing passed")
    : failed_count === 0
    ? paint("32", `${total}, all passed`)
    : `${total}: ${passed_count} passed, ${paint("31", `${failed_count} failed`)}`;
  return [...lines, ...(lines.length > 0 ? [""] : []), verdict].join("\n");
}

/** The title and, where both fit on the line, what was found, at the right edge. */
function columns(check: Check, room: number): [title: string, found: string] {
  const found = check.passed ? escapeTerminal(check.found) : "";
  const title = cut(escapeTerminal(check.title), room);
  const gap = room - length(title) - length(found);
  return found === "" || gap < 2 ? [title, ""] : [title, " ".repeat(gap) + found];
}

function explain(
  check: Check,
  file: string,
  width: number,
  paint: (style: string, text: string) => string,
): string[] {
  const indent = "        ";
  const room = width - indent.length;
  const place = `${escapeTerminal(file)}:${check.line}:${check.column}`;
  const lines = [
    paint("2", place),
    `wanted  ${cut(escapeTerminal(check.wanted), room - 8)}`,
    `found   ${cut(escapeTerminal(check.found), room - 8)}`,
  ];
  for (const { what, differences } of check.near_misses) {
    lines.push(`${paint("33", "near")}    ${cut(escapeTerminal(what), room - 8)}`);
    const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(length));
    const shown = differences.map(({ path, wanted, found, off_by }) => ({
      path: escapeTerminal(path),
      wanted: escapeTerminal(wanted),
      found: escapeTerminal(found) + (off_by === null ? "" : `, off by ${short(off_by)}`),
    }));
    const pathWidth = Math.min(30, widest(shown.map(({ path }) => path)));
    const wantedWidth = Math.min(40, widest(shown.map(({ wanted }) => wanted)));
    for (const { path, wanted, found } of shown) {
      const line = `  ${pad(path, pathWidth)}  wanted ${pad(wanted, wantedWidth)}  found ${found}`;
      lines.push(`${" ".repeat(8)}${cut(line, room - 8)}`);
    }
  }
  return lines.map((line) => indent + line);
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - length(text)));
}

/** Code points, which is near enough to columns for what is only lined up. */
function length(text: string): number {
  return [...text].length;
}

function cut(text: string, room: number): string {
  const characters = [...text];
  return characters.length <= room
    ? text
    : `${characters.slice(0, Math.max(1, room - 1)).join("")}…`;
}

function short(x: number): string {
  return String(Number(x.toPrecision(4)));
}
