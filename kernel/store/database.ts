import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { ensureFolder } from "./appdata.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { databaseError } from "./state_errors.ts";
import { folderOf } from "./write_beside.ts";

/** How long to wait for another process's transaction. */
const BUSY_TIMEOUT_MS = 10_000;

/** Values of the named parameters of a statement. */
export type Parameters = Readonly<Record<string, SQLInputValue>>;

/**
 * Opens a database, makes it when it is not there, and brings it to the newest schema.
 * @param path the file; its folder is made
 * @param options every step of the schema, and how long to wait for others; tests give their own
 * @throws CodedError E_DB_*, E_STORE_*
 */
export async function openDatabase(
  path: string,
  { migrations = MIGRATIONS, busy_timeout_ms = BUSY_TIMEOUT_MS } = {},
): Promise<Database> {
  ensureFolder(folderOf(path));
  // Loaded here, so that commands without a database do not pay for it.
  const { DatabaseSync } = await import("node:sqlite");
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(path, { timeout: busy_timeout_ms });
  } catch (error) {
    throw databaseError(error, path);
  }
  try {
    await useWriteAheadLog(db, busy_timeout_ms);
    // A crash of the process loses nothing; FULL is for moments that a power cut may not undo.
    db.exec("PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF");
    migrate(db, migrations, path);
    db.exec("PRAGMA foreign_keys = ON");
    return new Database(db, path);
  } catch (error) {
    db.close();
    throw databaseError(error, path);
  }
}

/** Switching the mode does not wait for the busy timeout, so two new processes take turns here. */
async function useWriteAheadLog(db: DatabaseSync, patience: number): Promise<void> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      const mode = db.prepare("PRAGMA journal_mode").get()!.journal_mode;
      if (mode !== "wal") db.prepare("PRAGMA journal_mode = WAL").get();
      return;
    } catch (error) {
      const locked = error instanceof Error && error.message.includes("locked");
      if (!locked || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/**
 * An open database: statements prepared once, transactions, and errors that a person can act on.
 * SQL is always a constant of the code; data goes in as parameters.
 */
export class Database {
  readonly path: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * @param db open and migrated
   * @param path of its file, for messages
   */
  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.path = path;
  }

  /** Runs a statement; gives the number of the row it inserted, and how many it changed. */
  run(sql: string, parameters: Parameters = {}): { readonly id: number; readonly changes: number } {
    return this.#coded(() => {
      const { lastInsertRowid, changes } = this.#prepared(sql).run(parameters);
      return { id: Number(lastInsertRowid), changes: Number(changes) };
    });
  }

  /** First row, or undefined. `Row` is the caller's word for what the SQL selects. */
  get<Row>(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#coded(() => {
      const row = this.#prepared(sql).get(parameters);
      return row === undefined ? undefined : { ...row } as Row;
    });
  }

  /** All rows. */
  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#coded(() => this.#prepared(sql).all(parameters).map((row) => ({ ...row }) as Row));
  }

  /**
   * Does work that is seen whole or not at all; within another transaction it joins that one.
   * @param work synchronous
   */
  transaction<T>(work: () => T): T {
    return this.#within("BEGIN IMMEDIATE", work);
  }

  /**
   * Reads several times from one state of the database, without waiting for writers.
   * @param work synchronous; only reads
   */
  snapshot<T>(work: () => T): T {
    return this.#within("BEGIN", work);
  }

  #within<T>(begin: "BEGIN" | "BEGIN IMMEDIATE", work: () => T): T {
    if (this.#db.isTransaction) return work();
    this.#coded(() => this.#db.exec(begin));
    try {
      const done = work();
      this.#coded(() => this.#db.exec("COMMIT"));
      return done;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /**
   * A transaction that is on the disk, with all before it, when this returns.
   * @param work synchronous
   */
  durably<T>(work: () => T): T {
    // The level cannot change inside a transaction, whose owner then decides.
    if (this.#db.isTransaction) return work();
    this.#coded(() => this.#db.exec("PRAGMA synchronous = FULL"));
    try {
      return this.transaction(work);
    } finally {
      this.#db.exec("PRAGMA synchronous = NORMAL");
    }
  }

  /** What SQLite finds wrong with the file, and rows that refer to none; empty when sound. */
  problems(): string[] {
    const integrity = this.all<{ integrity_check: string }>("PRAGMA integrity_check")
      .map((row) => row.integrity_check).filter((text) => text !== "ok");
    const orphans = this.all<{ table: string; parent: string }>("PRAGMA foreign_key_check")
      .map(({ table, parent }) => `a row of ${table} refers to one of ${parent} that is not there`);
    return [...integrity, ...orphans];
  }

  /** Closes the file. */
  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #coded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw databaseError(error, this.path);
    }
  }
}
