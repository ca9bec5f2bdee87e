import { normalize } from "node:path/posix";
import type { LedgerEntry, LedgerState } from "../contract/execution.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { CommandLine } from "./command_line.ts";
import { hidePaths } from "./hide_paths.ts";

/** Every permission check of one process, as far as Deno writes them down. */
export interface Ledger {
  /** By permission, then value; the same for the same checks in whatever order they came. */
  readonly entries: readonly LedgerEntry[];
  /** Checks of different things beyond {@link MAX_LEDGER_ENTRIES}. */
  readonly dropped: number;
  readonly state: LedgerState;
  /**
   * True when Deno was not the only one who wrote there: the descriptor is one of the plugin's
   * process, which can spoil lines through it. Deno's own are whole, but for one cut at the end.
   */
  readonly forged: boolean;
  /** True when what the process was told with its leave is in it: it was written to the end. */
  readonly complete: boolean;
}

/**
 * Most different things that are kept of one permission, granted and refused apart, so that no
 * number of one kind hides an attempt of another.
 */
export const MAX_LEDGER_ENTRIES = 1000;
const MAX_VALUE = 500;

/**
 * Reads the permission log that Deno wrote about a process, and joins it with what was granted:
 * the log has no outcomes. Nor has it attempts to start programs, to send signals or to load npm
 * packages; imports of files and of URLs it has.
 * @param path the log, at most `command.ledger_bytes` of it
 * @param command the process it is about
 * @param leave what the process was told at its end and asked for as `/leave/<leave>`
 */
export async function readLedger(
  path: string,
  command: CommandLine,
  leave: string,
): Promise<Ledger> {
  if (command.ledger_bytes === 0) {
    return { entries: [], dropped: 0, state: "none", forged: false, complete: true };
  }
  const { text, full } = await readStart(path, command.ledger_bytes);
  const kinds = new Map<string, Map<string, number>>();
  let dropped = 0;
  let forged = false;
  let complete = false;
  const lines = text.split("\n");
  for (const [i, line] of lines.entries()) {
    const check = parseLine(line);
    if (check === null) {
      forged ||= i < lines.length - 1;
      continue;
    }
    const { permission, value } = check;
    if (value === `/leave/${leave}`) {
      complete = true;
      continue;
    }
    const kind = `${permission} ${isGranted(permission, value, command)}`;
    const counts = kinds.get(kind) ?? new Map<string, number>();
    kinds.set(kind, counts);
    const shown = JSON.stringify(value === null ? null : shownValue(value, command));
    const seen = counts.get(shown);
    if (seen === undefined && counts.size >= MAX_LEDGER_ENTRIES) dropped++;
    else counts.set(shown, (seen ?? 0) + 1);
  }
  const entries = [...kinds].flatMap(([kind, counts]) => {
    const [permission, granted] = kind.split(" ") as [string, string];
    return [...counts].map(([shown, count]) => ({
      permission,
      value: JSON.parse(shown) as string | null,
      count,
      granted: granted === "true",
    }));
  });
  return {
    entries: entries.sort(inOrder),
    dropped,
    state: full ? "full" : "kept",
    forged,
    complete,
  };
}

/** Reads no more than a process may write, whatever it is that wrote. */
async function readStart(path: string, most: number): Promise<{ text: string; full: boolean }> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(most);
  let filled = 0;
  while (filled < bytes.length) {
    const got = await file.read(bytes.subarray(filled));
    if (got === null) break;
    filled += got;
  }
  return { text: new TextDecoder().decode(bytes.subarray(0, filled)), full: filled === most };
}

/** One check, or null for a line that was cut or is not Deno's. */
function parseLine(line: string): Pick<LedgerEntry, "permission" | "value"> | null {
  try {
    const { permission, value } = JSON.parse(line);
    if (typeof permission !== "string" || !/^[a-z]{1,20}$/.test(permission)) return null;
    return { permission, value: typeof value === "string" ? value : null };
  } catch {
    return null;
  }
}

function shownValue(value: string, { hidden }: CommandLine): string {
  const shown = escapeTerminal(hidePaths(value, hidden));
  return (shown.length > MAX_VALUE ? `${shown.slice(0, MAX_VALUE - 1)}…` : shown).toWellFormed();
}

function isGranted(permission: string, value: string | null, { grants }: CommandLine): boolean {
  if (permission === "net") return grants.network;
  if (permission !== "read" || value === null) return false;
  const path = normalize(value.startsWith("/") ? value : `${grants.input}/${value}`);
  return path === grants.bundle || path === grants.input || path.startsWith(`${grants.input}/`);
}

function inOrder(a: LedgerEntry, b: LedgerEntry): number {
  return compare(a.permission, b.permission) || compare(a.value ?? "", b.value ?? "") ||
    Number(b.value === null) - Number(a.value === null) || Number(a.granted) - Number(b.granted);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
