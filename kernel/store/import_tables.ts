import { canonicalJson } from "../canonical/canonical_json.ts";
import type { PackColumn } from "../contract/dataset.ts";
import type { Database } from "./database.ts";
import type { WrittenPack } from "./pack_writer.ts";
import { rawFormat } from "./raw_format.ts";
import { idAmbiguous, notFound } from "./state_errors.ts";
import type { StoredUpload } from "./upload_store.ts";

/** The step that made a dataset version. */
export interface DatasetOrigin {
  readonly plugin_id: string;
  readonly code_hash: string;
  readonly settings_hash: string;
  readonly step_key: string;
}

/** A dataset version as the database knows it. */
export interface DatasetVersion extends DatasetOrigin {
  readonly version_id: string;
  readonly sha256: string;
  readonly rows: number;
  /** Size of the pack file. */
  readonly bytes: number;
  /** Hash of its form: names and types. */
  readonly fingerprint: string;
  readonly created_at: string;
  readonly columns: readonly Omit<PackColumn, "buffers">[];
}

/** A dataset of a project. */
export interface ImportedDataset {
  readonly dataset_id: number;
  readonly project: string;
  readonly version_id: string;
  readonly rows: number;
  readonly columns: number;
  /** Hash of its form. */
  readonly fingerprint: string;
  /** Null when a transform made it. */
  readonly filename: string | null;
  readonly run_id: string;
  readonly imported_at: string;
}

/** Where a dataset version came from and what used it. */
export interface DatasetHistory {
  /** Files it was imported from, the first first; none when a transform made it. */
  readonly files: readonly {
    readonly filename: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly project: string;
    readonly imported_at: string;
  }[];
  /** Of the plugin that first made it. */
  readonly plugin_version: string | null;
  readonly settings: unknown;
  /** Runs in which a step made it, or took it from an earlier run, the newest first. */
  readonly runs: readonly {
    readonly run_id: string;
    readonly status: string;
    readonly started_at: string;
  }[];
}

/** Projects, uploads, dataset versions and which project has which. */
export class ImportTables {
  readonly #db: Database;
  readonly #now: () => string;

  /** @param now ISO moment for new rows */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.#now = now;
  }

  ensureProject(name: string): number {
    this.#db.run(
      "INSERT INTO projects (name, created_at) VALUES (:name, :now) ON CONFLICT (name) DO NOTHING",
      { name, now: this.#now() },
    );
    return this.#db.get<{ project_id: number }>(
      "SELECT project_id FROM projects WHERE name = :name",
      { name },
    )!.project_id;
  }

  recordUpload({ sha256, filename, bytes }: Omit<StoredUpload, "path">): number {
    this.#db.run(
      `INSERT INTO uploads (sha256, filename, bytes, uploaded_at)
       VALUES (:sha256, :filename, :bytes, :now) ON CONFLICT (sha256, filename) DO NOTHING`,
      { sha256, filename, bytes, now: this.#now() },
    );
    return this.#db.get<{ upload_id: number }>(
      "SELECT upload_id FROM uploads WHERE sha256 = :sha256 AND filename = :filename",
      { sha256, filename },
    )!.upload_id;
  }

  recordVersion(pack: Omit<WrittenPack, "path">, origin: DatasetOrigin): void {
    const { version_id, sha256, footer, bytes } = pack;
    this.#db.transaction(() => {
      const { fingerprint, columns } = rawFormat(footer.columns);
      this.#db.run(
        `INSERT INTO raw_formats (fingerprint, columns, first_seen_at)
         VALUES (:fingerprint, :columns, :now) ON CONFLICT (fingerprint) DO NOTHING`,
        { fingerprint, columns: canonicalJson(columns), now: this.#now() },
      );
      const { changes } = this.#db.run(
        `INSERT INTO dataset_versions (version_id, sha256, row_count, bytes, fingerprint,
           plugin_id, code_hash, settings_hash, step_key, created_at)
         VALUES (:version_id, :sha256, :rows, :bytes, :fingerprint,
           :plugin_id, :code_hash, :settings_hash, :step_key, :now)
         ON CONFLICT (sha256) DO NOTHING`,
        {
          version_id,
          sha256,
          rows: footer.rows,
          bytes,
          fingerprint,
          plugin_id: origin.plugin_id,
          code_hash: origin.code_hash,
          settings_hash: origin.settings_hash,
          step_key: origin.step_key,
          now: this.#now(),
        },
      );
      if (changes === 0) return;
      for (const [position, column] of footer.columns.entries()) {
        const { name, type, encoding, null_count, min, max } = column;
        this.#db.run(
          `INSERT INTO dataset_columns
             (version_id, position, name, type, encoding, null_count, min, max)
           VALUES (:version_id, :position, :name, :type, :encoding, :null_count, :min, :max)`,
          { version_id, position, name, type, encoding, null_count, min, max },
        );
      }
    });
  }

  recordDataset(about: {
    readonly project_id: number;
    readonly version_id: string;
    readonly upload_id: number | null;
    readonly run_id: string;
  }): number {
    const { project_id, version_id, upload_id, run_id } = about;
    this.#db.run(
      `INSERT INTO datasets (project_id, version_id, upload_id, run_id, imported_at)
       VALUES (:project_id, :version_id, :upload_id, :run_id, :now)
       ON CONFLICT (project_id, version_id, ifnull(upload_id, 0)) DO NOTHING`,
      { project_id, version_id, upload_id, run_id, now: this.#now() },
    );
    return this.#db.get<{ dataset_id: number }>(
      `SELECT dataset_id FROM datasets
       WHERE project_id = :project_id AND version_id = :version_id AND upload_id IS :upload_id`,
      { project_id, version_id, upload_id },
    )!.dataset_id;
  }

  version(id: string): DatasetVersion {
    const found = this.#db.all<Omit<DatasetVersion, "columns">>(
      `SELECT version_id, sha256, row_count AS rows, bytes, fingerprint,
         plugin_id, code_hash, settings_hash, step_key, created_at
       FROM dataset_versions WHERE substr(version_id, 1, length(:id)) = :id LIMIT 2`,
      { id },
    );
    if (id === "" || found.length === 0) throw notFound("dataset", id);
    if (found.length > 1) throw idAmbiguous("dataset", id);
    const [row] = found;
    const columns = this.#db.all<DatasetVersion["columns"][number]>(
      `SELECT name, type, encoding, null_count, min, max FROM dataset_columns
       WHERE version_id = :version_id ORDER BY position`,
      { version_id: row!.version_id },
    );
    return { ...row!, columns };
  }

  history(
    { version_id, step_key }: Pick<DatasetVersion, "version_id" | "step_key">,
  ): DatasetHistory {
    const files = this.#db.all<DatasetHistory["files"][number]>(
      `SELECT u.filename, u.sha256, u.bytes, p.name AS project, d.imported_at
       FROM datasets d JOIN uploads u USING (upload_id) JOIN projects p USING (project_id)
       WHERE d.version_id = :version_id ORDER BY d.dataset_id`,
      { version_id },
    );
    const made = this.#db.get<{ plugin_version: string | null; settings: string | null }>(
      `SELECT plugin_version, settings FROM steps
       WHERE step_key = :step_key AND status = 'ok' ORDER BY step_id LIMIT 1`,
      { step_key },
    );
    const runs = this.#db.all<DatasetHistory["runs"][number]>(
      `SELECT DISTINCT r.run_id, r.status, r.started_at
       FROM results x JOIN steps s ON s.step_key = x.step_key AND s.status = 'ok'
         JOIN runs r ON r.run_id = s.run_id
       WHERE x.version_id = :version_id ORDER BY r.run_id DESC`,
      { version_id },
    );
    const settings = made?.settings ?? null;
    return {
      files,
      plugin_version: made?.plugin_version ?? null,
      settings: settings === null ? null : JSON.parse(settings) as unknown,
      runs,
    };
  }

  datasets(): ImportedDataset[] {
    return this.#db.all<ImportedDataset>(
      `SELECT d.dataset_id, p.name AS project, d.version_id, v.fingerprint, v.row_count AS rows,
         (SELECT count(*) FROM dataset_columns c WHERE c.version_id = d.version_id) AS columns,
         u.filename, d.run_id, d.imported_at
       FROM datasets d JOIN projects p USING (project_id) JOIN dataset_versions v USING (version_id)
         LEFT JOIN uploads u USING (upload_id)
       ORDER BY d.dataset_id`,
    );
  }
}
