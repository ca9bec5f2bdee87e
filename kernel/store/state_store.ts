import type { PluginType } from "../contract/manifest.ts";
import type { Appdata } from "./appdata.ts";
import { type Database, openDatabase } from "./database.ts";
import {
  type ExecutionEnd,
  type ExecutionRow,
  ExecutionTable,
  type NewExecution,
} from "./execution_table.ts";
import { FormatTables } from "./format_tables.ts";
import {
  type DatasetHistory,
  type DatasetOrigin,
  type DatasetVersion,
  type ImportedDataset,
  ImportTables,
} from "./import_tables.ts";
import { type Inventory, readInventory } from "./inventory.ts";
import type { WrittenPack } from "./pack_writer.ts";
import { type NewResult, type ResultRow, ResultTable } from "./result_table.ts";
import { type NewRun, type RunEndRow, type RunFile, type RunRow, RunTables } from "./run_tables.ts";
import { type StepEndRow, type StepOrigin, type StepRow, StepTable } from "./step_table.ts";
import type { StoredUpload } from "./upload_store.ts";

/** A run with its steps and their executions. */
export interface ShownRun extends RunRow {
  readonly steps: readonly (StepRow & { readonly executions: readonly ExecutionRow[] })[];
}

/**
 * Opens the database of an appdata folder, makes it when it is not there, and brings it to the
 * newest schema.
 * @param appdata layout
 * @param now the clock; tests give their own
 * @throws CodedError E_DB_*, E_STORE_*
 */
export async function openState(
  appdata: Pick<Appdata, "state">,
  now: () => Date = () => new Date(),
): Promise<StateStore> {
  return new StateStore(await openDatabase(appdata.state), () => now().toISOString());
}

/**
 * What happened, in SQLite: projects, uploads, datasets, runs, steps, results, and the audit of
 * every process. Each method is one transaction; {@link transaction} joins several. What is over
 * is not rewritten: runs and steps end once, results and ended executions are append-only.
 *
 * Every method throws CodedError E_DB_* when the database fails.
 */
export class StateStore {
  /** Raw formats and notes on them. */
  readonly formats: FormatTables;
  readonly #db: Database;
  readonly #imports: ImportTables;
  readonly #runs: RunTables;
  readonly #steps: StepTable;
  readonly #executions: ExecutionTable;
  readonly #results: ResultTable;

  /**
   * @param db open
   * @param now ISO moment for new rows
   */
  constructor(db: Database, now: () => string) {
    this.#db = db;
    this.formats = new FormatTables(db, now);
    this.#imports = new ImportTables(db, now);
    this.#runs = new RunTables(db, now);
    this.#steps = new StepTable(db, now);
    this.#executions = new ExecutionTable(db, now);
    this.#results = new ResultTable(db, now);
  }

  /**
   * Number of the project of this name, made when it is new.
   * @param name 1 to 200 characters
   */
  ensureProject(name: string): number {
    return this.#db.transaction(() => this.#imports.ensureProject(name));
  }

  /** Records a file that was given to a run; gives its number, the same for the same file. */
  recordUpload(upload: Omit<StoredUpload, "path">): number {
    return this.#db.transaction(() => this.#imports.recordUpload(upload));
  }

  /** Records a run, as running. Its owner must hold the lock of its folder already. */
  createRun(run: NewRun): void {
    this.#runs.create(run);
  }

  /**
   * Records the run's key once the plan is known.
   * @throws CodedError E_RUN_NOT_FOUND when no such run is running
   */
  setRunKey(run_id: string, run_key: string): void {
    this.#runs.setKey(run_id, run_key);
  }

  /**
   * Ends a run, on the disk when this returns. Steps and executions that are still open become
   * interrupted with it.
   * @param run_id of a running run
   * @param end how it ended
   * @param files what it left in its folder
   * @throws CodedError E_RUN_NOT_FOUND when no such run is running
   */
  finishRun(run_id: string, end: RunEndRow, files: readonly RunFile[] = []): void {
    this.#db.durably(() => {
      this.#runs.finish(run_id, end);
      this.#runs.putFiles(run_id, files);
      this.#endOpenSteps(run_id);
    });
  }

  /** Whether a run was recorded, by its whole id. */
  hasRun(run_id: string): boolean {
    return this.#runs.has(run_id);
  }

  /** What an ended run left in its folder, by path; empty when it was interrupted. */
  filesOfRun(run_id: string): RunFile[] {
    return this.#runs.files(run_id);
  }

  /** Records a step as running; gives its number. */
  startStep(
    run_id: string,
    plugin_id: string,
    plugin_type: PluginType,
    plugin_version: string | null = null,
  ): number {
    return this.#steps.start(run_id, plugin_id, plugin_type, plugin_version);
  }

  /**
   * Ends a step.
   * @throws CodedError E_RUN_NOT_FOUND when no such step is running
   */
  finishStep(step_id: number, end: StepEndRow): void {
    this.#steps.finish(step_id, end);
  }

  /** Writes the audit row of a process that is about to start; gives its number. */
  startExecution(step_id: number, about: NewExecution): number {
    return this.#executions.start(step_id, about);
  }

  /**
   * Completes an audit row and its ledger, once.
   * @throws CodedError E_DB_APPEND_ONLY the second time
   */
  finishExecution(execution_id: number, end: ExecutionEnd): void {
    this.#db.transaction(() => this.#executions.finish(execution_id, end));
  }

  /**
   * Keeps a result under its step key.
   * @returns false when the same result was there already
   * @throws CodedError E_RESULT_DIFFERS when another result was
   */
  putResult(result: NewResult): boolean {
    return this.#results.put(result);
  }

  /**
   * The result of a step key, if there is one.
   * @throws CodedError E_RESULT_DAMAGED when it is not what was stored
   */
  getResult(step_key: string): ResultRow | undefined {
    return this.#results.get(step_key);
  }

  /** The step that first computed a stored result, if it is known. */
  originOf(step_key: string, result_sha256: string): StepOrigin | undefined {
    return this.#steps.origin(step_key, result_sha256);
  }

  /** The last earlier step that ran the same plugin itself, whatever came of it. */
  computedBefore(step_id: number): StepRow | undefined {
    return this.#steps.computedBefore(step_id);
  }

  /** Records a dataset version and its columns; the first maker of a version stays its origin. */
  recordDatasetVersion(pack: Omit<WrittenPack, "path">, origin: DatasetOrigin): void {
    this.#imports.recordVersion(pack, origin);
  }

  /**
   * Records that a project has a dataset version; gives the dataset's number.
   * @param about `upload_id` null for what a transform made
   */
  recordDataset(about: {
    readonly project_id: number;
    readonly version_id: string;
    readonly upload_id: number | null;
    readonly run_id: string;
  }): number {
    return this.#db.transaction(() => this.#imports.recordDataset(about));
  }

  /**
   * A dataset version with its columns.
   * @param id version id or the beginning of one
   * @throws CodedError E_DATASET_NOT_FOUND, E_ID_AMBIGUOUS
   */
  getDatasetVersion(id: string): DatasetVersion {
    return this.#db.snapshot(() => this.#imports.version(id));
  }

  /** Where a dataset version came from, and the runs that used it. */
  datasetHistory(version: Pick<DatasetVersion, "version_id" | "step_key">): DatasetHistory {
    return this.#db.snapshot(() => this.#imports.history(version));
  }

  /** Datasets of all projects, in the order of their import. */
  listDatasets(): ImportedDataset[] {
    return this.#imports.datasets();
  }

  /**
   * Runs, the newest first.
   * @param limit most rows
   */
  listRuns(limit = 1000): RunRow[] {
    return this.#runs.list(limit);
  }

  /**
   * A run with its steps and executions.
   * @param id run id or the beginning of one, or the key that reports name a run by
   * @throws CodedError E_RUN_NOT_FOUND, E_ID_AMBIGUOUS
   */
  showRun(id: string): ShownRun {
    return this.#db.snapshot(() => {
      const run = this.#runs.show(id);
      const executions = this.#executions.ofRun(run.run_id);
      const steps = this.#steps.ofRun(run.run_id).map((step) => ({
        ...step,
        executions: executions.filter(({ step_id }) => step_id === step.step_id),
      }));
      return { ...run, steps };
    });
  }

  /**
   * Marks runs as interrupted that are running and whose owner is gone, with their open steps and
   * executions.
   * @param isOwned whether a living process owns the run
   * @returns ids of the runs that were marked
   */
  markInterruptedRuns(isOwned: (run_id: string) => boolean): string[] {
    return this.#runs.running().filter((run_id) => !isOwned(run_id)).filter((run_id) =>
      this.#db.transaction(() => {
        if (!this.#runs.interrupt(run_id)) return false;
        this.#endOpenSteps(run_id);
        return true;
      })
    );
  }

  /** Runs that are recorded as running, whether or not their process lives. */
  runningRuns(): string[] {
    return this.#runs.running();
  }

  /** What the database holds and which files it refers to. */
  inventory(): Inventory {
    return this.#db.snapshot(() => readInventory(this.#db));
  }

  /** Does several of the above, seen whole or not at all. `work` must be synchronous. */
  transaction<T>(work: () => T): T {
    return this.#db.transaction(work);
  }

  /** What is wrong with the database file; empty when it is sound. */
  problems(): string[] {
    return this.#db.problems();
  }

  /** Closes the database. */
  close(): void {
    this.#db.close();
  }

  #endOpenSteps(run_id: string): void {
    this.#executions.interrupt(run_id);
    this.#steps.interrupt(run_id);
  }
}
