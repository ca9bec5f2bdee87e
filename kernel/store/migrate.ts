import type { DatabaseSync } from "node:sqlite";
import { sha256Hex } from "../canonical/hash.ts";
import type { Migration } from "./migrations.ts";
import {
  databaseCorrupt,
  databaseError,
  databaseForeign,
  databaseNewer,
  migrationChanged,
  migrationFailed,
} from "./state_errors.ts";

/** Marks the file as ours: "SHst" in ASCII, where SQLite keeps an application's id. */
export const APPLICATION_ID = 0x53487374;

const MIGRATIONS_TABLE = `
CREATE TABLE migrations (
  -- Number of the step.
  version INTEGER PRIMARY KEY,
  -- Its file, without the extension.
  name TEXT NOT NULL,
  -- SHA-256 of its SQL with line feeds as line ends.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  -- When it was applied.
  applied_at TEXT NOT NULL
) STRICT`;

interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
}

/**
 * Brings a database to the newest schema. Each step is one transaction, so a process that dies in
 * it leaves the version before; two processes that start together take turns. Nothing is written
 * when the database is up to date.
 * @param db open, with a busy timeout
 * @param migrations every step, in order
 * @param path of the file, for messages
 * @param now the moment recorded
 * @throws CodedError E_DB_NEWER, E_DB_MIGRATION_CHANGED, E_DB_MIGRATION_FAILED, E_DB_FOREIGN, E_DB_*
 */
export function migrate(
  db: DatabaseSync,
  migrations: readonly Migration[],
  path: string,
  now: () => Date = () => new Date(),
): void {
  try {
    let version = checkApplied(db, migrations, path);
    if (version === migrations.length) return;
    // Rebuilding a table drops the old one: its references are checked at the end instead.
    db.exec("PRAGMA foreign_keys = OFF");
    while (version < migrations.length) {
      version = applyNext(db, migrations, path, now);
    }
    db.exec("PRAGMA foreign_keys = ON");
  } catch (error) {
    throw databaseError(error, path);
  }
}

/** SHA-256 of a migration, the same whatever line ends a checkout gave it. */
export function migrationHash({ sql }: Migration): string {
  return sha256Hex(sql.replaceAll("\r\n", "\n"));
}

/** Applies the first step that is missing; gives the version the database then has. */
function applyNext(
  db: DatabaseSync,
  migrations: readonly Migration[],
  path: string,
  now: () => Date,
): number {
  db.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have been faster.
    const version = checkApplied(db, migrations, path);
    const next = migrations[version];
    if (next !== undefined) {
      applyOne(db, next, now);
      db.exec("COMMIT");
      return next.version;
    }
    db.exec("COMMIT");
    return version;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function applyOne(db: DatabaseSync, next: Migration, now: () => Date): void {
  if (next.version === 1) {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    db.exec(MIGRATIONS_TABLE);
  }
  try {
    db.exec(next.sql);
  } catch (error) {
    throw migrationFailed(next.name, error instanceof Error ? error.message : String(error));
  }
  const orphan = db.prepare("PRAGMA foreign_key_check").get();
  if (orphan !== undefined) {
    throw migrationFailed(next.name, `a row of ${orphan.table} refers to one that is not there`);
  }
  db.prepare("INSERT INTO migrations (version, name, sha256, applied_at) VALUES (?, ?, ?, ?)")
    .run(next.version, next.name, migrationHash(next), now().toISOString());
  db.exec(`PRAGMA user_version = ${next.version}`);
}

/** Compares what was applied with the code; gives the database's version. */
function checkApplied(
  db: DatabaseSync,
  migrations: readonly Migration[],
  path: string,
): number {
  const id = pragma(db, "application_id");
  const version = pragma(db, "user_version");
  if (id !== APPLICATION_ID) {
    const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()!;
    if (id === 0 && version === 0 && tables.n === 0) return 0;
    throw databaseForeign(path);
  }
  if (version > migrations.length) throw databaseNewer(version, migrations.length);
  const applied = db.prepare("SELECT version, name, sha256 FROM migrations ORDER BY version")
    .all() as unknown as AppliedMigration[];
  for (const [i, row] of applied.entries()) {
    const known = migrations[i];
    if (known === undefined) throw databaseNewer(applied.length, migrations.length);
    const same = row.version === known.version && row.name === known.name &&
      row.sha256 === migrationHash(known);
    if (!same) throw migrationChanged(row.name);
  }
  if (applied.length !== version) {
    throw databaseCorrupt(path, `it lists ${applied.length} migrations at version ${version}`);
  }
  return version;
}

function pragma(db: DatabaseSync, name: "application_id" | "user_version"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()![name]);
}
