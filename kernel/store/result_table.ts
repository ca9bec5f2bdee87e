import { sha256Hex } from "../canonical/hash.ts";
import type { Database } from "./database.ts";
import { resultDamaged, resultDiffers } from "./state_errors.ts";

/** A result to keep. */
export interface NewResult {
  readonly step_key: string;
  readonly plugin_id: string;
  /** SHA-256 of json. */
  readonly sha256: string;
  /** Canonical JSON of the stored result. */
  readonly json: string;
  /** Dataset that the step made; already recorded. */
  readonly version_id?: string | null;
}

/** A kept result. */
export interface ResultRow extends Required<NewResult> {
  readonly created_at: string;
}

/** Results by step key. Append-only: a key has one result for ever. */
export class ResultTable {
  readonly #db: Database;
  readonly #now: () => string;

  /** @param now ISO moment for new rows */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.#now = now;
  }

  put({ step_key, plugin_id, sha256, json, version_id }: NewResult): boolean {
    return this.#db.transaction(() => {
      const kept = this.#db.get<{ sha256: string }>(
        "SELECT sha256 FROM results WHERE step_key = :step_key",
        { step_key },
      );
      if (kept !== undefined) {
        if (kept.sha256 !== sha256) throw resultDiffers(plugin_id, step_key);
        return false;
      }
      this.#db.run(
        `INSERT INTO results (step_key, plugin_id, sha256, json, version_id, created_at)
         VALUES (:step_key, :plugin_id, :sha256, :json, :version_id, :now)`,
        { step_key, plugin_id, sha256, json, version_id: version_id ?? null, now: this.#now() },
      );
      return true;
    });
  }

  get(step_key: string): ResultRow | undefined {
    const row = this.#db.get<ResultRow>(
      `SELECT step_key, plugin_id, sha256, json, version_id, created_at
       FROM results WHERE step_key = :step_key`,
      { step_key },
    );
    if (row !== undefined && sha256Hex(row.json) !== row.sha256) throw resultDamaged(step_key);
    return row;
  }
}
