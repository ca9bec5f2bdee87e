import { canonicalJson } from "../canonical/canonical_json.ts";
import { sha256Hex } from "../canonical/hash.ts";
import type { PackColumn } from "../contract/dataset.ts";
import type { Database } from "./database.ts";
import type { WrittenPack } from "./pack_writer.ts";
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
  /** Null when a transform made it. */
  readonly filename: string | null;
  readonly run_id: string;
  readonly imported_at: string;
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
      const columns = canonicalJson(rawFormat(footer.columns));
      const fingerprint = sha256Hex(columns);
      this.#db.run(
        `INSERT INTO raw_formats (fingerprint, columns, first_seen_at)
         VALUES (:fingerprint, :columns, :now) ON CONFLICT (fingerprint) DO NOTHING`,
        { fingerprint, columns, now: this.#now() },
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

  datasets(): ImportedDataset[] {
    return this.#db.all<ImportedDataset>(
      `SELECT d.dataset_id, p.name AS project, d.version_id, v.row_count AS rows,
         (SELECT count(*) FROM dataset_columns c WHERE c.version_id = d.version_id) AS columns,
         u.filename, d.run_id, d.imported_at
       FROM datasets d JOIN projects p USING (project_id) JOIN dataset_versions v USING (version_id)
         LEFT JOIN uploads u USING (upload_id)
       ORDER BY d.dataset_id`,
    );
  }
}

/**
 * The form of a dataset: (normalised name, type) of its columns, sorted.
 * @param columns in any order
 */
export function rawFormat(
  columns: readonly Pick<PackColumn, "name" | "type">[],
): (readonly [name: string, type: string])[] {
  return columns
    .map(({ name, type }) => [normalisedName(name), type] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
}

/** Letters and digits of any script in lower case, everything else one underscore. */
function normalisedName(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
