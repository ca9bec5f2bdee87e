import type { Database } from "./database.ts";
import type { RawFormat } from "./raw_format.ts";
import { idAmbiguous, notFound } from "./state_errors.ts";

/** Something that somebody wrote down about a form. */
export interface FormatNote {
  readonly text: string;
  readonly written_at: string;
}

/** A form that some dataset has. */
export interface KnownFormat extends RawFormat {
  readonly first_seen_at: string;
}

/** A form, and how much there is of it. */
export interface ListedFormat {
  readonly fingerprint: string;
  readonly columns: number;
  /** Dataset versions. */
  readonly datasets: number;
  readonly notes: number;
  readonly first_seen_at: string;
}

/** A dataset version of a form. */
export interface FormatDataset {
  readonly version_id: string;
  readonly rows: number;
  /** Of a file it was imported from; null when a transform made it. */
  readonly filename: string | null;
  readonly created_at: string;
}

/** Most characters of a note. */
export const MAX_NOTE_LENGTH = 10_000;

/**
 * Raw formats: which datasets have which form, and what is known about it. Every method throws
 * CodedError E_DB_* when the database fails.
 */
export class FormatTables {
  readonly #db: Database;
  readonly #now: () => string;

  /** @param now ISO moment for new rows */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.#now = now;
  }

  /** Every form, the first seen first. */
  list(): ListedFormat[] {
    return this.#db.all<ListedFormat>(
      `SELECT f.fingerprint, json_array_length(f.columns) AS columns,
         (SELECT count(*) FROM dataset_versions v WHERE v.fingerprint = f.fingerprint) AS datasets,
         (SELECT count(*) FROM raw_format_notes n WHERE n.fingerprint = f.fingerprint) AS notes,
         f.first_seen_at
       FROM raw_formats f ORDER BY f.first_seen_at, f.fingerprint`,
    );
  }

  /**
   * One form.
   * @param id fingerprint or the beginning of one
   * @throws CodedError E_FORMAT_NOT_FOUND, E_ID_AMBIGUOUS
   */
  get(id: string): KnownFormat {
    const found = this.#db.all<Omit<KnownFormat, "columns"> & { columns: string }>(
      `SELECT fingerprint, columns, first_seen_at FROM raw_formats
       WHERE substr(fingerprint, 1, length(:id)) = :id LIMIT 2`,
      { id },
    );
    if (id === "" || found.length === 0) throw notFound("format", id);
    if (found.length > 1) throw idAmbiguous("format", id);
    return { ...found[0]!, columns: JSON.parse(found[0]!.columns) };
  }

  /** Dataset versions of a form, in the order in which they were made. */
  datasets(fingerprint: string): FormatDataset[] {
    return this.#db.all<FormatDataset>(
      `SELECT v.version_id, v.row_count AS rows, v.created_at,
         (SELECT u.filename FROM datasets d JOIN uploads u USING (upload_id)
          WHERE d.version_id = v.version_id ORDER BY d.dataset_id LIMIT 1) AS filename
       FROM dataset_versions v WHERE v.fingerprint = :fingerprint
       ORDER BY v.created_at, v.version_id`,
      { fingerprint },
    );
  }

  /** Notes on a form, in the order in which they were written. */
  notes(fingerprint: string): FormatNote[] {
    return this.#db.all<FormatNote>(
      `SELECT text, written_at FROM raw_format_notes
       WHERE fingerprint = :fingerprint ORDER BY note_id`,
      { fingerprint },
    );
  }

  /**
   * Writes a note down; it stays.
   * @param fingerprint of a form that is there
   * @param text 1 to {@link MAX_NOTE_LENGTH} characters
   */
  addNote(fingerprint: string, text: string): FormatNote {
    const note = { text, written_at: this.#now() };
    this.#db.run(
      `INSERT INTO raw_format_notes (fingerprint, text, written_at)
       VALUES (:fingerprint, :text, :written_at)`,
      { fingerprint, ...note },
    );
    return note;
  }
}
