import { canonicalJson } from "../canonical/canonical_json.ts";
import type { ReportError, RunStatus } from "../contract/report.ts";
import type { Database } from "./database.ts";
import { idAmbiguous, notFound } from "./state_errors.ts";

/** What a run is made with. */
export interface NewRun {
  readonly run_id: string;
  readonly project_id: number;
  readonly upload_id: number | null;
  readonly seed: number;
  /** Which plugins were asked for: "auto", "all" or ids. */
  readonly choice: unknown;
  /** Settings the user gave, by plugin id. */
  readonly settings: unknown;
  /** Other options of the command. */
  readonly options: unknown;
  readonly network_allowed: boolean;
  readonly kernel_version: string;
}

/** How a run ended; `interrupted` when it was told to stop. */
export interface RunEndRow {
  readonly status: RunStatus | "interrupted";
  readonly run_key?: string | null;
  readonly exit_code?: number | null;
  readonly error?: ReportError | null;
}

/** A file of a run that has ended. */
export interface RunFile {
  /** In the run's folder, `report.json` or `artifacts/<plugin>/<name>`. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A run as the database has it. */
export interface RunRow {
  readonly run_id: string;
  readonly run_key: string | null;
  readonly project: string;
  readonly status: RunStatus | "running" | "interrupted";
  readonly filename: string | null;
  readonly upload_sha256: string | null;
  readonly seed: number;
  readonly choice: unknown;
  readonly settings: unknown;
  readonly options: unknown;
  readonly network_allowed: boolean;
  readonly kernel_version: string;
  readonly deno_version: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly exit_code: number | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

const RUN = `
SELECT r.run_id, r.run_key, p.name AS project, r.status, u.filename, u.sha256 AS upload_sha256,
  r.seed, r.choice, r.settings, r.options, r.network_allowed, r.kernel_version, r.deno_version,
  r.started_at, r.ended_at, r.exit_code, r.error_code, r.error_message
FROM runs r JOIN projects p USING (project_id) LEFT JOIN uploads u USING (upload_id)`;

/** Runs, and what they left in their folders. */
export class RunTables {
  readonly #db: Database;
  readonly #now: () => string;

  /** @param now ISO moment for new rows */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.#now = now;
  }

  create(run: NewRun): void {
    this.#db.run(
      `INSERT INTO runs (run_id, project_id, upload_id, status, seed, choice, settings, options,
         network_allowed, kernel_version, deno_version, started_at)
       VALUES (:run_id, :project_id, :upload_id, 'running', :seed, :choice, :settings, :options,
         :network_allowed, :kernel_version, :deno_version, :now)`,
      {
        run_id: run.run_id,
        project_id: run.project_id,
        upload_id: run.upload_id,
        seed: run.seed,
        choice: canonicalJson(run.choice),
        settings: canonicalJson(run.settings),
        options: canonicalJson(run.options),
        network_allowed: run.network_allowed ? 1 : 0,
        kernel_version: run.kernel_version,
        deno_version: Deno.version.deno,
        now: this.#now(),
      },
    );
  }

  setKey(run_id: string, run_key: string): void {
    const { changes } = this.#db.run(
      "UPDATE runs SET run_key = :run_key WHERE run_id = :run_id AND status = 'running'",
      { run_id, run_key },
    );
    if (changes !== 1) throw notFound("run", run_id);
  }

  /** Only a running run ends, so a status is never rewritten. */
  finish(run_id: string, end: RunEndRow): void {
    const { changes } = this.#db.run(
      `UPDATE runs SET status = :status, run_key = coalesce(:run_key, run_key), ended_at = :now,
         exit_code = :exit_code, error_code = :error_code, error_message = :error_message
       WHERE run_id = :run_id AND status = 'running'`,
      {
        run_id,
        status: end.status,
        run_key: end.run_key ?? null,
        exit_code: end.exit_code ?? null,
        error_code: end.error?.code ?? null,
        error_message: end.error?.message ?? null,
        now: this.#now(),
      },
    );
    if (changes !== 1) throw notFound("run", run_id);
  }

  putFiles(run_id: string, files: readonly RunFile[]): void {
    for (const { path, sha256, bytes } of files) {
      this.#db.run(
        `INSERT INTO run_files (run_id, path, sha256, bytes)
         VALUES (:run_id, :path, :sha256, :bytes)`,
        { run_id, path, sha256, bytes },
      );
    }
  }

  files(run_id: string): RunFile[] {
    return this.#db.all<RunFile>(
      "SELECT path, sha256, bytes FROM run_files WHERE run_id = :run_id ORDER BY path",
      { run_id },
    );
  }

  has(run_id: string): boolean {
    return this.#db.get("SELECT 1 FROM runs WHERE run_id = :run_id", { run_id }) !== undefined;
  }

  running(): string[] {
    return this.#db.all<{ run_id: string }>(
      "SELECT run_id FROM runs WHERE status = 'running' ORDER BY run_id",
    ).map(({ run_id }) => run_id);
  }

  list(limit: number): RunRow[] {
    return this.#db.all<RunRow>(`${RUN} ORDER BY r.run_id DESC LIMIT :limit`, { limit })
      .map(runOf);
  }

  /** By its id or the beginning of one, or the newest whole run of a run key. */
  show(id: string): RunRow {
    if (/^[0-9a-f]{64}$/.test(id)) {
      const run = this.#db.get<RunRow>(
        `${RUN} WHERE r.run_key = :id
         ORDER BY r.status IN ('running', 'interrupted'), r.run_id DESC LIMIT 1`,
        { id },
      );
      if (run === undefined) throw notFound("run", id);
      return runOf(run);
    }
    const found = this.#db.all<RunRow>(
      `${RUN} WHERE substr(r.run_id, 1, length(:id)) = :id ORDER BY r.run_id LIMIT 2`,
      { id },
    );
    if (id === "" || found.length === 0) throw notFound("run", id);
    if (found.length > 1) throw idAmbiguous("run", id);
    return runOf(found[0]!);
  }

  /** Ends a run whose process is gone, unless it ended in the meantime; whether it did so. */
  interrupt(run_id: string): boolean {
    const { changes } = this.#db.run(
      `UPDATE runs SET status = 'interrupted', ended_at = :now
       WHERE run_id = :run_id AND status = 'running'`,
      { run_id, now: this.#now() },
    );
    return changes === 1;
  }
}

function runOf(row: RunRow): RunRow {
  return {
    ...row,
    choice: JSON.parse(row.choice as string),
    settings: JSON.parse(row.settings as string),
    options: JSON.parse(row.options as string),
    network_allowed: Boolean(row.network_allowed),
  };
}
