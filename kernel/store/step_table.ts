import { canonicalJson } from "../canonical/canonical_json.ts";
import type { PluginType } from "../contract/manifest.ts";
import type { ReportError } from "../contract/report.ts";
import type { StepStatus } from "../contract/result.ts";
import type { Database } from "./database.ts";
import { notFound } from "./state_errors.ts";

/** How a step ended. */
export interface StepEndRow {
  readonly status: StepStatus;
  readonly step_key: string | null;
  /** What step_key is the hash of. */
  readonly key_parts?: unknown;
  readonly code_hash: string | null;
  readonly settings?: unknown;
  readonly settings_hash: string | null;
  readonly result_sha256?: string | null;
  /** Step whose result was used again. */
  readonly reused_from?: number | null;
  readonly skip_reason?: string;
  readonly error: ReportError | null;
}

/** A step whose result others may use again. */
export interface StepOrigin {
  readonly step_id: number;
  readonly run_id: string;
}

/** A step as the database has it. */
export interface StepRow {
  readonly step_id: number;
  readonly run_id: string;
  readonly plugin_id: string;
  readonly plugin_type: PluginType;
  readonly plugin_version: string | null;
  readonly status: StepStatus | "running" | "interrupted";
  readonly step_key: string | null;
  readonly key_parts: unknown;
  readonly code_hash: string | null;
  readonly settings: unknown;
  readonly settings_hash: string | null;
  readonly result_sha256: string | null;
  readonly reused_from: number | null;
  /** Run of that step. */
  readonly reused_from_run: string | null;
  /** Audit row of the process that computed it. */
  readonly reused_from_execution: number | null;
  readonly skip_reason: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
}

const STEP = `
SELECT s.step_id, s.run_id, s.plugin_id, s.plugin_type, s.plugin_version, s.status, s.step_key,
  s.key_parts, s.code_hash, s.settings, s.settings_hash, s.result_sha256, s.reused_from,
  o.run_id AS reused_from_run,
  (SELECT max(execution_id) FROM executions WHERE step_id = s.reused_from) AS reused_from_execution,
  s.skip_reason, s.error_code, s.error_message, s.started_at,
  s.ended_at
FROM steps s LEFT JOIN steps o ON o.step_id = s.reused_from`;

/** Steps of runs. */
export class StepTable {
  readonly #db: Database;
  readonly #now: () => string;

  /** @param now ISO moment for new rows */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.#now = now;
  }

  start(
    run_id: string,
    plugin_id: string,
    plugin_type: PluginType,
    plugin_version: string | null,
  ): number {
    return this.#db.run(
      `INSERT INTO steps (run_id, plugin_id, plugin_type, plugin_version, status, started_at)
       VALUES (:run_id, :plugin_id, :plugin_type, :plugin_version, 'running', :now)`,
      { run_id, plugin_id, plugin_type, plugin_version, now: this.#now() },
    ).id;
  }

  finish(step_id: number, end: StepEndRow): void {
    const { changes } = this.#db.run(
      `UPDATE steps SET status = :status, step_key = :step_key, key_parts = :key_parts,
         code_hash = :code_hash, settings = :settings, settings_hash = :settings_hash,
         result_sha256 = :result_sha256, reused_from = :reused_from, skip_reason = :skip_reason,
         error_code = :error_code, error_message = :error_message, ended_at = :now
       WHERE step_id = :step_id AND status = 'running'`,
      {
        step_id,
        status: end.status,
        step_key: end.step_key,
        key_parts: end.key_parts === undefined ? null : canonicalJson(end.key_parts),
        code_hash: end.code_hash,
        settings: end.settings === undefined ? null : canonicalJson(end.settings),
        settings_hash: end.settings_hash,
        result_sha256: end.result_sha256 ?? null,
        reused_from: end.reused_from ?? null,
        skip_reason: end.skip_reason || null,
        error_code: end.error?.code ?? null,
        error_message: end.error?.message ?? null,
        now: this.#now(),
      },
    );
    if (changes !== 1) throw notFound("step", String(step_id));
  }

  /** Steps of a run, in the order in which they were begun. */
  ofRun(run_id: string): StepRow[] {
    return this.#db.all<StepRow>(`${STEP} WHERE s.run_id = :run_id ORDER BY s.step_id`, { run_id })
      .map(stepOf);
  }

  /** The step that first computed a result, if a whole one is known. */
  origin(step_key: string, result_sha256: string): StepOrigin | undefined {
    return this.#db.get<StepOrigin>(
      `SELECT step_id, run_id FROM steps
       WHERE step_key = :step_key AND result_sha256 = :result_sha256 AND reused_from IS NULL
         AND status IN ('ok', 'skipped')
       ORDER BY step_id LIMIT 1`,
      { step_key, result_sha256 },
    );
  }

  /** The last step before another that ran the same plugin itself, whatever came of it. */
  computedBefore(step_id: number): StepRow | undefined {
    const row = this.#db.get<StepRow>(
      `${STEP} WHERE s.step_id < :step_id AND s.reused_from IS NULL AND s.step_key IS NOT NULL
         AND s.plugin_id = (SELECT plugin_id FROM steps WHERE step_id = :step_id)
       ORDER BY s.step_id DESC LIMIT 1`,
      { step_id },
    );
    return row === undefined ? undefined : stepOf(row);
  }

  /** Ends the steps of a run whose process is gone. */
  interrupt(run_id: string): void {
    this.#db.run(
      `UPDATE steps SET status = 'interrupted', ended_at = :now
       WHERE run_id = :run_id AND status = 'running'`,
      { run_id, now: this.#now() },
    );
  }
}

function stepOf(row: StepRow): StepRow {
  return {
    ...row,
    key_parts: row.key_parts === null ? null : JSON.parse(row.key_parts as string),
    settings: row.settings === null ? null : JSON.parse(row.settings as string),
  };
}
