import { normalize } from "node:path/posix";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { type CommandLine, FILE_BYTES } from "./command_line.ts";
import { hidePaths } from "./hide_paths.ts";

/** One thing a plugin asked Deno for, however often. */
export interface LedgerEntry {
  /** Deno's name: `read`, `write`, `net`, `env`, `sys`, `run`, `ffi`, `import`. */
  readonly permission: string;
  /** What exactly: escaped, paths as INPUT and BUNDLE; null when all of it was asked for. */
  readonly value: string | null;
  readonly count: number;
  /** Whether it had been granted. What was not was refused. */
  readonly granted: boolean;
}

/** Every permission check of one process, as far as Deno writes them down. */
export interface Ledger {
  /** In the order in which they were first asked for. */
  readonly entries: readonly LedgerEntry[];
  /** Different things that were asked for beyond {@link MAX_LEDGER_ENTRIES}. */
  readonly dropped: number;
  /** True when the log reached the size a process may write. */
  readonly full: boolean;
}

/** Most different things that are kept. */
export const MAX_LEDGER_ENTRIES = 1000;
const MAX_VALUE = 500;

/**
 * Reads the permission log that Deno wrote about a process, and joins it with what was granted:
 * the log has neither the outcome, nor static imports, nor attempts to start programs.
 * @param path the log, at most {@link FILE_BYTES} of it
 * @param command the process it is about
 */
export async function readLedger(path: string, command: CommandLine): Promise<Ledger> {
  const { text, full } = await readStart(path);
  const counts = new Map<string, number>();
  let dropped = 0;
  for (const line of text.split("\n")) {
    const key = parseLine(line);
    if (key === null) continue;
    const seen = counts.get(key);
    if (seen === undefined && counts.size >= MAX_LEDGER_ENTRIES) dropped++;
    else counts.set(key, (seen ?? 0) + 1);
  }
  const entries = [...counts].map(([key, count]) => entryOf(key, count, command));
  return { entries, dropped, full };
}

/** Reads no more than a process may write, whatever it is that wrote. */
async function readStart(path: string): Promise<{ text: string; full: boolean }> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(FILE_BYTES);
  let filled = 0;
  while (filled < bytes.length) {
    const got = await file.read(bytes.subarray(filled));
    if (got === null) break;
    filled += got;
  }
  return { text: new TextDecoder().decode(bytes.subarray(0, filled)), full: filled === FILE_BYTES };
}

/** `["read","/etc/passwd"]`, or null for a line that was cut. */
function parseLine(line: string): string | null {
  try {
    const { permission, value } = JSON.parse(line);
    if (typeof permission !== "string") return null;
    return JSON.stringify([permission, typeof value === "string" ? value : null]);
  } catch {
    return null;
  }
}

function entryOf(key: string, count: number, command: CommandLine): LedgerEntry {
  const [permission, value] = JSON.parse(key) as [string, string | null];
  const granted = isGranted(permission, value, command);
  const shown = value === null
    ? null
    : escapeTerminal(hidePaths(value, command.hidden)).slice(0, MAX_VALUE);
  return { permission: escapeTerminal(permission).slice(0, 20), value: shown, count, granted };
}

function isGranted(permission: string, value: string | null, { grants }: CommandLine): boolean {
  if (permission === "net") return grants.network;
  if (permission !== "read" || value === null) return false;
  const path = normalize(value.startsWith("/") ? value : `${grants.input}/${value}`);
  return path === grants.bundle || path === grants.input || path.startsWith(`${grants.input}/`);
}
