import { Database } from "./database.ts";
import { APPLICATION_ID } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { databaseError, databaseForeign, databaseNewer } from "./state_errors.ts";

/** A database as it lies there. */
export interface InspectedDatabase {
  readonly version: number;
  /** Version of this program's schema. */
  readonly newest: number;
  /** Empty when it is sound. */
  readonly problems: readonly string[];
}

/**
 * Looks at a database without changing it: no migration, no row.
 * @param path the file
 * @returns null when there is none
 * @throws CodedError E_DB_*
 */
export async function inspectDatabase(path: string): Promise<InspectedDatabase | null> {
  try {
    Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  const { DatabaseSync } = await import("node:sqlite");
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
    try {
      const version = Number(db.prepare("PRAGMA user_version").get()!.user_version);
      const id = db.prepare("PRAGMA application_id").get()!.application_id;
      if (id !== APPLICATION_ID) throw databaseForeign(path);
      if (version > MIGRATIONS.length) throw databaseNewer(version, MIGRATIONS.length);
      return {
        version,
        newest: MIGRATIONS.length,
        problems: new Database(db, path).problems(),
      };
    } finally {
      db.close();
    }
  } catch (error) {
    throw databaseError(error, path);
  }
}
