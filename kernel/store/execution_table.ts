import { canonicalJson } from "../canonical/canonical_json.ts";
import type { ReportError } from "../contract/report.ts";
import type { StepStatus } from "../contract/result.ts";
import type { Database } from "./database.ts";
import { notFound } from "./state_errors.ts";

/** What is known of an execution before it starts. */
export interface NewExecution {
  readonly plugin_id: string;
  /** Rows of the datasets it may read. */
  readonly rows_granted: number;
  /** What its manifest asks for. */
  readonly permissions_declared: unknown;
}

/** What the kernel measured of a process. */
export interface MeasuredExecution {
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_ms: number;
  readonly cpu_user_ms: number;
  readonly cpu_system_ms: number;
  readonly max_rss_kb: number;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly walls: readonly string[];
  readonly permissions: readonly string[];
  readonly stdout_bytes: number;
  readonly stderr_bytes: number;
  /** Its escaped beginning. */
  readonly stderr_text: string;
  readonly warnings: readonly string[];
}

/** How an execution ended. */
export interface ExecutionEnd {
  readonly status: StepStatus;
  /** Null when the process never started. */
  readonly execution: MeasuredExecution | null;
  /** Rows of the dataset it made. */
  readonly rows_written: number;
  /** Findings it gave. */
  readonly rows_output: number;
  /** What the plugin itself says it read. */
  readonly rows_read_self_reported?: number | null;
  readonly error?: ReportError | null;
}

/** An audit row. */
export interface ExecutionRow {
  readonly execution_id: number;
  readonly step_id: number;
  readonly plugin_id: string;
  readonly status: StepStatus | "running" | "interrupted";
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly cpu_user_ms: number | null;
  readonly cpu_system_ms: number | null;
  readonly max_rss_kb: number | null;
  readonly rows_granted: number;
  readonly rows_written: number | null;
  readonly rows_output: number | null;
  readonly rows_read_self_reported: number | null;
  readonly warnings: readonly string[];
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly walls: readonly string[] | null;
  readonly permissions_declared: unknown;
  readonly permissions_granted: readonly string[] | null;
  readonly stdout_bytes: number | null;
  readonly stderr_bytes: number | null;
  readonly stderr_text: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

const COLUMNS = `execution_id, step_id, plugin_id, status, started_at, ended_at, duration_ms,
  cpu_user_ms, cpu_system_ms, max_rss_kb, rows_granted, rows_written, rows_output,
  rows_read_self_reported, warnings, exit_code, signal, walls, permissions_declared,
  permissions_granted, stdout_bytes, stderr_bytes, stderr_text, error_code, error_message`;

/** The audit. Rows are written before a process starts and completed once, which triggers enforce. */
export class ExecutionTable {
  readonly #db: Database;
  readonly #now: () => string;

  /** @param now ISO moment for new rows */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.#now = now;
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

  finish(execution_id: number, end: ExecutionEnd): void {
    const { execution } = end;
    const { changes } = this.#db.run(
      `UPDATE executions SET status = :status, started_at = coalesce(:started_at, started_at),
         ended_at = :ended_at, duration_ms = :duration_ms, cpu_user_ms = :cpu_user_ms,
         cpu_system_ms = :cpu_system_ms, max_rss_kb = :max_rss_kb, rows_written = :rows_written,
         rows_output = :rows_output, rows_read_self_reported = :rows_read, warnings = :warnings,
         warning_count = :warning_count, exit_code = :exit_code, signal = :signal, walls = :walls,
         permissions_granted = :permissions_granted, stdout_bytes = :stdout_bytes,
         stderr_bytes = :stderr_bytes, stderr_text = :stderr_text, error_code = :error_code,
         error_message = :error_message
       WHERE execution_id = :execution_id`,
      {
        execution_id,
        status: end.status,
        started_at: execution?.started_at ?? null,
        ended_at: execution?.ended_at ?? this.#now(),
        duration_ms: execution?.duration_ms ?? null,
        cpu_user_ms: execution?.cpu_user_ms ?? null,
        cpu_system_ms: execution?.cpu_system_ms ?? null,
        max_rss_kb: execution?.max_rss_kb ?? null,
        rows_written: end.rows_written,
        rows_output: end.rows_output,
        rows_read: end.rows_read_self_reported ?? null,
        warnings: canonicalJson(execution?.warnings ?? []),
        warning_count: execution?.warnings.length ?? 0,
        exit_code: execution?.exit_code ?? null,
        signal: execution?.signal ?? null,
        walls: execution === null ? null : canonicalJson(execution.walls),
        permissions_granted: execution === null ? null : canonicalJson(execution.permissions),
        stdout_bytes: execution?.stdout_bytes ?? null,
        stderr_bytes: execution?.stderr_bytes ?? null,
        stderr_text: execution?.stderr_text.toWellFormed() ?? null,
        error_code: end.error?.code ?? null,
        error_message: end.error?.message ?? null,
      },
    );
    if (changes !== 1) throw notFound("execution", String(execution_id));
  }

  /** Executions of a run, in the order in which they were started. */
  ofRun(run_id: string): ExecutionRow[] {
    return this.#db.all<Record<string, unknown>>(
      `SELECT ${COLUMNS} FROM executions
       WHERE step_id IN (SELECT step_id FROM steps WHERE run_id = :run_id) ORDER BY execution_id`,
      { run_id },
    ).map((row) => ({
      ...row as unknown as ExecutionRow,
      warnings: JSON.parse(row.warnings as string),
      walls: row.walls === null ? null : JSON.parse(row.walls as string),
      permissions_declared: JSON.parse(row.permissions_declared as string),
      permissions_granted: row.permissions_granted === null
        ? null
        : JSON.parse(row.permissions_granted as string),
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
