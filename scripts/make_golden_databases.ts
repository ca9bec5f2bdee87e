/**
 * Writes fixtures/db/v1.sqlite … vN.sqlite: a database as each step of the schema leaves it, with
 * rows in every table. A released one is never written again, because it is what that release
 * wrote; `make_golden_databases.ts` adds those that are missing.
 */
import { DatabaseSync } from "node:sqlite";
import { migrate } from "../kernel/store/migrate.ts";
import { MIGRATIONS } from "../kernel/store/migrations.ts";

const FOLDER = `${import.meta.dirname}/../fixtures/db/`;
const MOMENT = "2026-01-31T23:59:59.123Z";
const RUN = "20260131T235959123Z-0a1b2c3d";
const HASH = (digit: string) => digit.repeat(64);

type Row = Readonly<Record<string, string | number | null>>;

/** Rows of each table, in the order in which they refer to each other. */
const ROWS: readonly (readonly [table: string, rows: readonly Row[]])[] = [
  ["projects", [
    { project_id: 1, name: "default", created_at: MOMENT },
    { project_id: 7, name: "Größen & <b>\u202e", created_at: MOMENT },
  ]],
  ["uploads", [
    { upload_id: 1, sha256: HASH("1"), filename: "a,b.csv", bytes: 5, uploaded_at: MOMENT },
    { upload_id: 2, sha256: HASH("1"), filename: "', DROP", bytes: 5, uploaded_at: MOMENT },
  ]],
  ["runs", [
    run(RUN, "completed", 0),
    run("20260131T235959124Z-0a1b2c3d", "interrupted", null),
    { ...run("20260131T235959125Z-0a1b2c3d", "running", null), ended_at: null },
  ]],
  ["steps", [
    step(1, RUN, "ok", null),
    step(2, "20260131T235959124Z-0a1b2c3d", "ok", 1),
    { ...step(3, RUN, "timeout", null), error_code: "E_TIMEOUT", error_message: "Too slow" },
  ]],
  ["raw_formats", [{
    fingerprint: HASH("f"),
    columns: `[["x","float64"]]`,
    first_seen_at: MOMENT,
  }]],
  ["dataset_versions", [{
    version_id: HASH("2").slice(0, 16),
    sha256: HASH("2"),
    row_count: 3,
    bytes: 400,
    fingerprint: HASH("f"),
    plugin_id: "ingest",
    code_hash: HASH("c"),
    settings_hash: HASH("5"),
    step_key: HASH("a"),
    created_at: MOMENT,
  }]],
  ["dataset_columns", [{
    version_id: HASH("2").slice(0, 16),
    position: 0,
    name: "x",
    type: "float64",
    encoding: "plain",
    null_count: 1,
    min: "-0.5",
    max: "1e300",
  }]],
  ["datasets", [{
    dataset_id: 4,
    project_id: 7,
    version_id: HASH("2").slice(0, 16),
    upload_id: null,
    run_id: RUN,
    imported_at: MOMENT,
  }]],
  ["results", [{
    step_key: HASH("a"),
    plugin_id: "ingest",
    sha256: HASH("9"),
    json: `{"status":"ok"}`,
    version_id: HASH("2").slice(0, 16),
    created_at: MOMENT,
  }]],
  ["executions", [{
    execution_id: 1,
    step_id: 1,
    plugin_id: "ingest",
    status: "running",
    started_at: MOMENT,
    rows_granted: 3,
    permissions_declared: "{}",
  }]],
  ["execution_permissions", [
    { execution_id: 1, position: 0, permission: "env", value: null, count: 1, granted: 0 },
    { execution_id: 1, position: 1, permission: "read", value: "", count: 2, granted: 0 },
    {
      execution_id: 1,
      position: 2,
      permission: "read",
      value: "INPUT/0.pack",
      count: 4,
      granted: 1,
    },
  ]],
  ["run_files", [{ run_id: RUN, path: "report.json", sha256: HASH("e"), bytes: 12 }]],
  ["raw_format_notes", [{
    note_id: 2,
    fingerprint: HASH("f"),
    text: "<b>\u202e', from the till",
    written_at: MOMENT,
  }]],
];

/**
 * Makes the database of one version.
 * @param path where; must not exist
 * @param version of the schema, from 1
 */
export function makeGoldenDatabase(path: string, version: number): void {
  const db = new DatabaseSync(path);
  try {
    // Small pages: these files are kept with the sources.
    db.exec("PRAGMA page_size = 1024; PRAGMA foreign_keys = ON");
    migrate(db, MIGRATIONS.slice(0, version), path, () => new Date(MOMENT));
    const tables = new Set(
      db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all().map(({ name }) =>
        String(name)
      ),
    );
    for (const [table, rows] of ROWS) {
      if (!tables.has(table)) continue;
      const columns = new Set(
        db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all()
          .map(({ name }) => String(name)),
      );
      for (const row of rows) {
        const known = Object.entries(row).filter(([name]) => columns.has(name));
        const names = known.map(([name]) => name);
        db.prepare(
          `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
        ).run(...known.map(([, value]) => value));
      }
    }
  } finally {
    db.close();
  }
}

function run(run_id: string, status: string, exit_code: number | null): Row {
  return {
    run_id,
    run_key: status === "completed" ? HASH("b") : null,
    project_id: 1,
    upload_id: 1,
    status,
    seed: 9007199254740991,
    choice: `"auto"`,
    settings: `[{"settings":{"p":{"alpha":0.05}},"source":"s.yaml"}]`,
    options: `{"walls":"auto"}`,
    network_allowed: 0,
    kernel_version: "0.1.0",
    deno_version: "2.9.6",
    started_at: MOMENT,
    ended_at: MOMENT,
    exit_code,
    error_code: null,
    error_message: null,
  };
}

function step(step_id: number, run_id: string, status: string, reused_from: number | null): Row {
  return {
    step_id,
    run_id,
    plugin_id: "ingest",
    plugin_type: "ingest",
    plugin_version: "1.0.0",
    status,
    step_key: HASH("a"),
    key_parts: `{"seed":"0"}`,
    code_hash: HASH("c"),
    settings: "{}",
    settings_hash: HASH("5"),
    result_sha256: HASH("9"),
    reused_from,
    skip_reason: null,
    error_code: null,
    error_message: null,
    started_at: MOMENT,
    ended_at: MOMENT,
  };
}

if (import.meta.main) {
  await Deno.mkdir(FOLDER, { recursive: true });
  for (const { version } of MIGRATIONS) {
    const path = `${FOLDER}v${version}.sqlite`;
    try {
      await Deno.lstat(path);
      console.log(`${path} is there and stays`);
    } catch {
      makeGoldenDatabase(path, version);
      console.log(`${path} made`);
    }
  }
}
