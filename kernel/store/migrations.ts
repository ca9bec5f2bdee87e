import projects from "./migrations/0001_projects.sql" with { type: "text" };
import runs from "./migrations/0002_runs.sql" with { type: "text" };
import datasets from "./migrations/0003_datasets.sql" with { type: "text" };
import results from "./migrations/0004_results.sql" with { type: "text" };
import executions from "./migrations/0005_executions.sql" with { type: "text" };
import runFiles from "./migrations/0006_run_files.sql" with { type: "text" };
import executionPermissions from "./migrations/0007_execution_permissions.sql" with {
  type: "text",
};
import rawFormatNotes from "./migrations/0008_raw_format_notes.sql" with { type: "text" };

/** One step of the schema. Once released its text never changes; a change is a new step. */
export interface Migration {
  /** From 1, without gaps. */
  readonly version: number;
  /** File name without its extension. */
  readonly name: string;
  readonly sql: string;
}

/** Every step, in order. Imported as text, so that reading them needs no permission. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: "0001_projects", sql: projects },
  { version: 2, name: "0002_runs", sql: runs },
  { version: 3, name: "0003_datasets", sql: datasets },
  { version: 4, name: "0004_results", sql: results },
  { version: 5, name: "0005_executions", sql: executions },
  { version: 6, name: "0006_run_files", sql: runFiles },
  { version: 7, name: "0007_execution_permissions", sql: executionPermissions },
  { version: 8, name: "0008_raw_format_notes", sql: rawFormatNotes },
];
