import type { Database } from "./database.ts";

/** What the database holds, and the files that rows refer to. */
export interface Inventory {
  /** Number of rows of every table, by name. */
  readonly rows: Readonly<Record<string, number>>;
  /** Hashes of uploads, which are names of folders. */
  readonly uploads: readonly string[];
  /** Dataset versions, which are names of packs. */
  readonly versions: readonly string[];
  /** Keys of results, which are names of folders with their cached artifacts. */
  readonly step_keys: readonly string[];
}

/**
 * Reads the inventory.
 * @param db within a snapshot, so that its parts agree
 */
export function readInventory(db: Database): Inventory {
  const list = (sql: string) => db.all<{ id: string }>(sql).map(({ id }) => id);
  const tables = list(
    "SELECT name AS id FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'" +
      " ORDER BY name",
  );
  return {
    rows: Object.fromEntries(tables.map((name) => [
      name,
      // The name is one of our own tables.
      db.get<{ n: number }>(`SELECT count(*) AS n FROM "${name}"`)!.n,
    ])),
    uploads: list("SELECT DISTINCT sha256 AS id FROM uploads"),
    versions: list("SELECT version_id AS id FROM dataset_versions"),
    step_keys: list("SELECT step_key AS id FROM results"),
  };
}
