import type { LedgerEntry } from "../contract/execution.ts";
import type { Database } from "./database.ts";

/** What processes asked Deno for: written with the audit row that ends them, then never changed. */
export class LedgerTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Adds the ledger of an execution, which must be running still.
   * @throws CodedError E_DB_APPEND_ONLY when it is over
   */
  put(execution_id: number, ledger: readonly LedgerEntry[]): void {
    for (const [position, { permission, value, count, granted }] of ledger.entries()) {
      this.#db.run(
        `INSERT INTO execution_permissions
           (execution_id, position, permission, value, count, granted)
         VALUES (:execution_id, :position, :permission, :value, :count, :granted)`,
        { execution_id, position, permission, value, count, granted: granted ? 1 : 0 },
      );
    }
  }

  /** The ledgers of a run, by execution; one that asked for nothing is not there. */
  ofRun(run_id: string): ReadonlyMap<number, readonly LedgerEntry[]> {
    const rows = this.#db.all<LedgerRow>(
      `SELECT execution_id, permission, value, count, granted FROM execution_permissions
       WHERE execution_id IN (
         SELECT execution_id FROM executions JOIN steps USING (step_id) WHERE run_id = :run_id
       ) ORDER BY execution_id, position`,
      { run_id },
    );
    const ledgers = new Map<number, LedgerEntry[]>();
    for (const { execution_id, granted, ...entry } of rows) {
      const ledger = ledgers.get(execution_id) ?? [];
      ledger.push({ ...entry, granted: granted === 1 });
      ledgers.set(execution_id, ledger);
    }
    return ledgers;
  }
}

interface LedgerRow extends Omit<LedgerEntry, "granted"> {
  readonly execution_id: number;
  readonly granted: number;
}
