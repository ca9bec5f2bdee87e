import { canonicalJson } from "../canonical/canonical_json.ts";
import type { ExecutionRecord, LedgerEntry } from "../contract/execution.ts";
import type { ReportError } from "../contract/report.ts";
import type { StepStatus } from "../contract/result.ts";
import type { Database } from "./database.ts";
import { LedgerTable } from "./ledger_table.ts";
import { notFound } from "./state_errors.ts";

/** What is known of an execution before it starts. */
export interface NewExecution {
  readonly plugin_id: string;
  /** Rows of the datasets it may read. */
  readonly rows_granted: number;
  /** What its manifest asks for. */
  readonly permissions_declared: unknown;
}

/** How an execution ended. */
export interface ExecutionEnd {
  readonly status: StepStatus;
  /** Null when the process never started. */
  readonly execution: ExecutionRecord | null;
  /** Rows of the dataset it made. */
  readonly rows_written: number;
  /** Findings it gave. */
  readonly rows_output: number;
  /** What the plugin itself says it read. */
  readonly rows_read_self_reported?: number | null;
  readonly error?: ReportError | null;
}

/** What was measured and is stored as it is, a column of the same name for each. */
const MEASURED = [
  ...["duration_ms", "cpu_user_ms", "cpu_system_ms", "max_rss_kb"] as const,
  ...["exit_code", "signal", "stdout_bytes", "stderr_bytes", "stderr_text"] as const,
  ...["ledger_state", "ledger_dropped"] as const,
];
type Measured = Pick<ExecutionRecord, typeof MEASURED[number]>;

/** An audit row. What was measured is null where nothing was. */
export interface ExecutionRow extends NewExecution, Nullable<Measured> {
  readonly execution_id: number;
  readonly step_id: number;
  readonly status: StepStatus | "running" | "interrupted";
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly rows_written: number | null;
  readonly rows_output: number | null;
  readonly rows_read_self_reported: number | null;
  readonly warnings: readonly string[];
  readonly walls: readonly string[] | null;
  readonly permissions_granted: readonly string[] | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly ledger: readonly LedgerEntry[];
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

const FINISH = `
UPDATE executions SET status = :status, started_at = coalesce(:started_at, started_at),
  ended_at = :ended_at, rows_written = :rows_written, rows_output = :rows_output,
  rows_read_self_reported = :rows_read, warnings = :warnings, warning_count = :warning_count,
  walls = :walls, permissions_granted = :permissions_granted, error_code = :error_code,
  error_message = :error_message, ${MEASURED.map((name) => `${name} = :${name}`).join(", ")}
WHERE execution_id = :execution_id`;

const OF_RUN = `
SELECT execution_id, step_id, plugin_id, status, started_at, ended_at, rows_granted, rows_written,
  rows_output, rows_read_self_reported, warnings, walls, permissions_declared,
  permissions_granted, error_code, error_message, ${MEASURED.join(", ")}
FROM executions WHERE step_id IN (SELECT step_id FROM steps WHERE run_id = :run_id)
ORDER BY execution_id`;

/** The audit. Rows are written before a process starts and completed once, which triggers enforce. */
export class ExecutionTable {
  readonly #db: Database;
  readonly #now: () => string;
  readonly #ledgers: LedgerTable;

  /** @param now ISO moment for new rows */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.#now = now;
    this.#ledgers = new LedgerTable(db);
  }

  start(step_id: number, about: NewExecution): number {
    return this.#db.run(
      `INSERT INTO executions
         (step_id, plugin_id, status, started_at, rows_granted, permissions_declared)
       VALUES (:step_id, :plugin_id, 'running', :now, :rows_granted, :permissions_declared)`,
      {
        step_id,
        plugin_id: about.plugin_id,
        rows_granted: about.rows_granted,
        permissions_declared: canonicalJson(about.permissions_declared),
        now: this.#now(),
      },
    ).id;
  }

  /** Completes a row, its ledger before it: none is added to an execution that is over. */
  finish(execution_id: number, end: ExecutionEnd): void {
    const { execution } = end;
    this.#ledgers.put(execution_id, execution?.ledger ?? []);
    const { changes } = this.#db.run(FINISH, {
      execution_id,
      status: end.status,
      started_at: execution?.started_at ?? null,
      ended_at: execution?.ended_at ?? this.#now(),
      rows_written: end.rows_written,
      rows_output: end.rows_output,
      rows_read: end.rows_read_self_reported ?? null,
      warnings: canonicalJson(execution?.warnings ?? []),
      warning_count: execution?.warnings.length ?? 0,
      walls: execution === null ? null : canonicalJson(execution.walls),
      permissions_granted: execution === null ? null : canonicalJson(execution.permissions),
      error_code: end.error?.code ?? null,
      error_message: end.error?.message ?? null,
      ...measuredColumns(execution),
    });
    if (changes !== 1) throw notFound("execution", String(execution_id));
  }

  /** Executions of a run, in the order in which they were started. */
  ofRun(run_id: string): ExecutionRow[] {
    const ledgers = this.#ledgers.ofRun(run_id);
    return this.#db.all<StoredRow>(OF_RUN, { run_id }).map((row) => ({
      ...row,
      warnings: JSON.parse(row.warnings),
      walls: row.walls === null ? null : JSON.parse(row.walls),
      permissions_declared: JSON.parse(row.permissions_declared),
      permissions_granted: row.permissions_granted === null
        ? null
        : JSON.parse(row.permissions_granted),
      ledger: ledgers.get(row.execution_id) ?? [],
    }));
  }

  /** Ends the executions of a run whose process is gone. */
  interrupt(run_id: string): void {
    this.#db.run(
      `UPDATE executions SET status = 'interrupted', ended_at = :now WHERE status = 'running'
         AND step_id IN (SELECT step_id FROM steps WHERE run_id = :run_id)`,
      { run_id, now: this.#now() },
    );
  }
}

/** A row as the database has it: lists are JSON. */
interface StoredRow
  extends Omit<ExecutionRow, "ledger" | "warnings" | "walls" | `permissions_${string}`> {
  readonly warnings: string;
  readonly walls: string | null;
  readonly permissions_declared: string;
  readonly permissions_granted: string | null;
}

function measuredColumns(execution: Measured | null): Record<string, string | number | null> {
  return Object.fromEntries(MEASURED.map((name) => {
    const value = execution?.[name] ?? null;
    return [name, typeof value === "string" ? value.toWellFormed() : value];
  }));
}
