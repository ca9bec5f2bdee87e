import type { LedgerEntry } from "../contract/execution.ts";
import type { ExecutionRow } from "../store/execution_table.ts";
import type { ShownStep } from "./describe_run.ts";

/** What a ledger cannot show, to be said beside it. */
export const LEDGER_NOTE =
  "This is Deno's log of permission checks; one attempt may need several. Attempts to start " +
  "programs, to send signals or to load npm packages are refused without an entry in it.";

/** A step's permissions in words; all of it is data from outside: escape it. */
export interface DescribedLedger {
  readonly plugin_id: string;
  /** Which process it is about, or why there was none. */
  readonly process: string;
  /** What the manifest asks for, or null when there was no process. */
  readonly declared: string | null;
  /** What the process was given. */
  readonly granted: string | null;
  /** What it asked for, as one sentence's end. */
  readonly asked: string | null;
  /** Every different thing, refused ones first. */
  readonly entries: readonly LedgerEntry[];
}

/**
 * What the processes of a step were allowed, asked for and were refused.
 * @param step with its executions
 * @returns one for every process, or one that says why there was none
 */
export function describeLedger(step: ShownStep): readonly DescribedLedger[] {
  const { plugin_id } = step;
  if (step.executions.length === 0) {
    const nothing = { declared: null, granted: null, asked: null, entries: [] };
    return [{ plugin_id, process: whyNone(step), ...nothing }];
  }
  return step.executions.map((execution) => ({
    plugin_id,
    process: `execution ${execution.execution_id}, ${execution.status}`,
    declared: declared(execution.permissions_declared),
    granted: execution.permissions_granted === null
      ? "not known"
      : execution.permissions_granted.join(", ") || "nothing",
    asked: asked(execution),
    entries: execution.ledger.toSorted((a, b) => Number(a.granted) - Number(b.granted)),
  }));
}

function whyNone(step: ShownStep): string {
  if (step.reused_from_run !== null) {
    const execution = step.reused_from_execution === null
      ? "an execution"
      : `execution ${step.reused_from_execution}`;
    return `no process: the result of ${execution} in run ${step.reused_from_run} was used again`;
  }
  if (step.status === "running") return "no process yet";
  return `no process: ${step.skip_reason ?? step.error_code ?? step.status}`;
}

/** `plugin.yaml`'s sandbox, as far as it is about permissions. */
function declared(sandbox: unknown): string {
  const { fs_allowlist, no_network } = Object(sandbox) as Record<string, unknown>;
  if (!Array.isArray(fs_allowlist)) return "not known";
  const read = fs_allowlist.length === 0 ? "nothing" : fs_allowlist.join(", ");
  return `read ${read}; ${no_network === false ? "the network" : "no network"}`;
}

function asked(execution: ExecutionRow): string {
  const { ledger, ledger_state, ledger_dropped } = execution;
  if (ledger_state === null) return notMeasured(execution);
  if (ledger_state === "none") {
    return "not known: without prlimit, which this machine lacks, no log is written";
  }
  const beyond = ledger.filter(({ granted }) => !granted);
  const total = things(ledger);
  const told = ledger.length === 0
    ? "nothing beyond its grants, and nothing within them"
    : beyond.length === 0
    ? `nothing beyond its grants: ${total}`
    : `${total}; refused: ${things(beyond)}`;
  const more = ledger_dropped === null || ledger_dropped === 0
    ? ""
    : `; ${counted(ledger_dropped, "check")} of further things, which are not listed`;
  const cut = ledger_state === "full"
    ? "; then its log was full, and what it asked for after that is not known"
    : "";
  return told + more + cut;
}

function notMeasured({ status, walls }: ExecutionRow): string {
  if (status === "running") return "not known yet: it still runs";
  if (status === "interrupted") return "not known: the kernel ended before it did";
  // What is measured comes with the walls it stood behind.
  return walls === null
    ? "nothing: its process was not started, or not measured"
    : "not known: an earlier version recorded it, which kept no ledger";
}

function things(ledger: readonly LedgerEntry[]): string {
  const count = ledger.reduce((sum, entry) => sum + entry.count, 0);
  return `${counted(ledger.length, "thing")}, ${counted(count, "check")}`;
}

/** `1 thing`, `2 things`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/**
 * One thing that was asked for, as cells: refused or granted, permission, how often, what.
 * What comes last, so that no text in it can pass for another cell.
 */
export function ledgerCells({ granted, permission, count, value }: LedgerEntry): string[] {
  return [
    granted ? "granted" : "refused",
    permission,
    counted(count, "check"),
    value === null ? "all of it" : `"${value}"`,
  ];
}
