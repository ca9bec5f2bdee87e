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

/**
 * How much a ledger can tell: `kept` says that Deno's log was read to its end, `full` that it
 * reached the size a process may write, so that what came after is not in it, `none` that this
 * machine cannot bound such a log, and so none is written.
 */
export type LedgerState = "kept" | "full" | "none";

/** How a process went, for the audit; nothing in it reaches report.json. */
export interface ExecutionRecord {
  /** ISO 8601 with milliseconds, UTC. */
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_ms: number;
  /** Read from outside; within 10 ms. For a process that died early, as last seen. */
  readonly cpu_user_ms: number;
  readonly cpu_system_ms: number;
  readonly max_rss_kb: number;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly walls: readonly string[];
  readonly permissions: readonly string[];
  readonly stdout_bytes: number;
  readonly stderr_bytes: number;
  /** The beginning of standard error, escaped, with a last line that says what was cut. */
  readonly stderr_text: string;
  readonly warnings: readonly string[];
  readonly ledger_state: LedgerState;
  /** Checks of further things, of which only the number is kept. */
  readonly ledger_dropped: number;
  /**
   * What it asked Deno for, sorted. Attempts to start programs, to send signals and to load npm
   * packages do not show there: they are refused without an entry in Deno's log.
   */
  readonly ledger: readonly LedgerEntry[];
}
