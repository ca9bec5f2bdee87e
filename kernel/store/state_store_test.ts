import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { sha256Hex } from "../canonical/hash.ts";
import type { PackFooter } from "../contract/dataset.ts";
import { appdataLayout } from "./appdata.ts";
import { openState, type StateStore } from "./state_store.ts";

const RUN = "20260131T235959123Z-0a1b2c3d";
const OTHER = "20260131T235959123Z-ffffffff";
const H = (text: string) => sha256Hex(text);
const NOW = "2026-01-31T23:59:59.123Z";

async function withState(
  work: (state: StateStore, path: string) => void | Promise<void>,
): Promise<void> {
  const root = Deno.makeTempDirSync();
  const appdata = appdataLayout(root);
  const state = await openState(appdata, () => new Date(NOW));
  try {
    await work(state, appdata.state);
  } finally {
    assert.deepEqual(state.problems(), []);
    state.close();
    Deno.removeSync(root, { recursive: true });
  }
}

function createRun(state: StateStore, run_id = RUN): void {
  const project_id = state.ensureProject("default");
  const upload_id = state.recordUpload({ sha256: H("file"), filename: "a.csv", bytes: 7 });
  state.createRun({
    run_id,
    project_id,
    upload_id,
    seed: 2 ** 53 - 1,
    choice: ["scan"],
    settings: { scan: { windows: 5 } },
    options: { jobs: 2 },
    network_allowed: false,
    kernel_version: "1.0.0",
  });
}

const MEASURED = {
  started_at: "2026-01-31T23:59:59.200Z",
  ended_at: "2026-01-31T23:59:59.300Z",
  duration_ms: 100.5,
  cpu_user_ms: 60,
  cpu_system_ms: 10,
  max_rss_kb: 50_000,
  exit_code: 0,
  signal: null,
  walls: ["bubblewrap", "prlimit"],
  permissions: ["--allow-read=INPUT"],
  stdout_bytes: 1234,
  stderr_bytes: 5,
  stderr_text: "hello",
  warnings: ["slow"],
  ledger_state: "kept",
  ledger_dropped: 0,
  ledger: [{ permission: "net", value: "example.org:80", count: 2, granted: false }],
} as const;
const DECLARED = { fs_allowlist: ["run_dir"], no_network: true };
const END = { status: "ok", execution: MEASURED, rows_written: 0, rows_output: 3 } as const;
const STEP_END = {
  status: "ok",
  step_key: H("key"),
  key_parts: { seed: "s" },
  code_hash: H("code"),
  settings: { windows: 5 },
  settings_hash: H("settings"),
  result_sha256: H("result"),
  error: null,
} as const;

Deno.test("StateStore shows a run with its steps and executions as they were recorded", async () => {
  await withState((state) => {
    createRun(state);
    const step = state.startStep(RUN, "scan", "analysis", "1.2.3");
    const execution = state.startExecution(step, {
      plugin_id: "scan",
      rows_granted: 100,
      permissions_declared: DECLARED,
    });
    state.finishExecution(execution, { ...END, rows_read_self_reported: 90 });
    state.finishStep(step, STEP_END);
    state.setRunKey(RUN, H("run"));
    state.finishRun(RUN, { status: "completed", exit_code: 0 });
    assert.deepEqual(state.showRun(RUN), {
      run_id: RUN,
      run_key: H("run"),
      project: "default",
      status: "completed",
      filename: "a.csv",
      upload_sha256: H("file"),
      seed: 2 ** 53 - 1,
      choice: ["scan"],
      settings: { scan: { windows: 5 } },
      options: { jobs: 2 },
      network_allowed: false,
      kernel_version: "1.0.0",
      deno_version: Deno.version.deno,
      started_at: NOW,
      ended_at: NOW,
      exit_code: 0,
      error_code: null,
      error_message: null,
      steps: [{
        step_id: step,
        run_id: RUN,
        plugin_id: "scan",
        plugin_type: "analysis",
        plugin_version: "1.2.3",
        status: "ok",
        step_key: H("key"),
        key_parts: { seed: "s" },
        code_hash: H("code"),
        settings: { windows: 5 },
        settings_hash: H("settings"),
        result_sha256: H("result"),
        reused_from: null,
        reused_from_run: null,
        reused_from_execution: null,
        skip_reason: null,
        error_code: null,
        error_message: null,
        started_at: NOW,
        ended_at: NOW,
        executions: [{
          execution_id: execution,
          step_id: step,
          plugin_id: "scan",
          status: "ok",
          started_at: MEASURED.started_at,
          ended_at: MEASURED.ended_at,
          duration_ms: 100.5,
          cpu_user_ms: 60,
          cpu_system_ms: 10,
          max_rss_kb: 50_000,
          rows_granted: 100,
          rows_written: 0,
          rows_output: 3,
          rows_read_self_reported: 90,
          warnings: ["slow"],
          exit_code: 0,
          signal: null,
          walls: ["bubblewrap", "prlimit"],
          permissions_declared: DECLARED,
          permissions_granted: ["--allow-read=INPUT"],
          stdout_bytes: 1234,
          stderr_bytes: 5,
          stderr_text: "hello",
          error_code: null,
          error_message: null,
          ledger_state: "kept",
          ledger_dropped: 0,
          ledger: MEASURED.ledger,
        }],
      }],
    });
  });
});

Deno.test("StateStore lists runs newest first and finds one by the beginning of its id", async () => {
  await withState((state) => {
    createRun(state, RUN);
    createRun(state, OTHER);
    assert.deepEqual(state.listRuns().map(({ run_id }) => run_id), [OTHER, RUN]);
    assert.equal(state.listRuns(1).length, 1);
    assert.equal(state.showRun(RUN.slice(0, -3)).run_id, RUN);
    assert.throws(() => state.showRun("2026"), { code: "E_ID_AMBIGUOUS" });
    for (const id of ["", "2027", "%", "_".repeat(28), `${RUN}x`, RUN.toLowerCase()]) {
      assert.throws(() => state.showRun(id), { code: "E_RUN_NOT_FOUND" });
    }
  });
});

Deno.test("StateStore finds the newest whole run of a key, which reports name a run by", async () => {
  await withState((state) => {
    const key = "a".repeat(64);
    for (const run_id of [RUN, OTHER]) {
      createRun(state, run_id);
      state.setRunKey(run_id, key);
    }
    assert.equal(state.showRun(key).run_id, OTHER);
    state.finishRun(RUN, { status: "completed" });
    assert.equal(state.showRun(key).run_id, RUN, "a run that has not ended is the last choice");
    assert.throws(() => state.showRun("b".repeat(64)), { code: "E_RUN_NOT_FOUND" });
  });
});

Deno.test("an execution has its row before it ends, and is completed once", async () => {
  await withState((state) => {
    createRun(state);
    const step = state.startStep(RUN, "scan", "analysis");
    const about = { plugin_id: "scan", rows_granted: 1, permissions_declared: DECLARED };
    const execution = state.startExecution(step, about);
    const [shown] = state.showRun(RUN).steps[0]!.executions;
    assert.equal(shown!.status, "running");
    assert.equal(shown!.ended_at, null);
    state.finishExecution(execution, END);
    assert.throws(() => state.finishExecution(execution, END), { code: "E_DB_APPEND_ONLY" });
    const never = { ...END, execution: null };
    assert.throws(() => state.finishExecution(999, never), { code: "E_RUN_NOT_FOUND" });
    const unstarted = state.startExecution(step, about);
    state.finishExecution(unstarted, {
      status: "error",
      execution: null,
      rows_written: 0,
      rows_output: 0,
      error: { code: "E_SPAWN_FAILED", message: "no" },
    });
    const last = state.showRun(RUN).steps[0]!.executions[1]!;
    assert.deepEqual([last.status, last.ended_at, last.walls, last.error_code], [
      "error",
      NOW,
      null,
      "E_SPAWN_FAILED",
    ]);
  });
});

Deno.test("runs and steps end once", async () => {
  await withState((state) => {
    createRun(state);
    const step = state.startStep(RUN, "scan", "analysis");
    state.finishStep(step, STEP_END);
    assert.throws(() => state.finishStep(step, STEP_END), { code: "E_RUN_NOT_FOUND" });
    state.finishRun(RUN, { status: "partial", exit_code: 1 });
    assert.throws(() => state.finishRun(RUN, { status: "completed" }), {
      code: "E_RUN_NOT_FOUND",
    });
    assert.throws(() => state.setRunKey(RUN, H("x")), { code: "E_RUN_NOT_FOUND" });
    assert.throws(() => createRun(state), { code: "E_DB_CONSTRAINT" });
    assert.equal(state.showRun(RUN).status, "partial");
  });
});

Deno.test("putResult() keeps one result for a key and names a plugin that gives another", async () => {
  await withState((state) => {
    const json = '{"status":"ok"}';
    const result = { step_key: H("k"), plugin_id: "scan", sha256: H(json), json };
    assert.equal(state.getResult(H("k")), undefined);
    assert.equal(state.putResult(result), true);
    assert.equal(state.putResult(result), false);
    assert.throws(() => state.putResult({ ...result, sha256: H("other"), json: "1" }), {
      code: "E_RESULT_DIFFERS",
    });
    assert.deepEqual(state.getResult(H("k")), { ...result, version_id: null, created_at: NOW });
    assert.throws(() => state.putResult({ ...result, step_key: H("b"), json: "{" }), {
      code: "E_DB_CONSTRAINT",
    });
  });
});

Deno.test("getResult() notices a result that is not what its hash says", async () => {
  await withState((state) => {
    state.putResult({ step_key: H("k"), plugin_id: "scan", sha256: H("other"), json: "1" });
    assert.throws(() => state.getResult(H("k")), { code: "E_RESULT_DAMAGED" });
  });
});

Deno.test("triggers keep results and ended executions from being changed, replaced or deleted", async () => {
  await withState((state, path) => {
    createRun(state);
    const step = state.startStep(RUN, "scan", "analysis");
    const about = { plugin_id: "scan", rows_granted: 1, permissions_declared: DECLARED };
    state.finishExecution(state.startExecution(step, about), END);
    state.startExecution(step, about);
    state.putResult({ step_key: H("k"), plugin_id: "scan", sha256: H("1"), json: "1" });
    // Another program, with none of the kernel's care.
    const db = new DatabaseSync(path);
    const before = ["results", "executions"].map((t) => db.prepare(`SELECT * FROM ${t}`).all());
    const attempts = [
      "UPDATE results SET json = '2'",
      "DELETE FROM results",
      "INSERT OR REPLACE INTO results SELECT step_key, plugin_id, sha256, '2', version_id, created_at FROM results",
      "REPLACE INTO results SELECT * FROM results",
      "UPDATE OR REPLACE results SET plugin_id = 'x'",
      "UPDATE executions SET cpu_user_ms = 0 WHERE execution_id = 1",
      "UPDATE executions SET status = 'running', ended_at = NULL WHERE execution_id = 1",
      "UPDATE executions SET rows_granted = 5 WHERE execution_id = 2",
      "UPDATE executions SET plugin_id = 'x', status = 'ok', ended_at = started_at WHERE execution_id = 2",
      "DELETE FROM executions",
      "INSERT OR REPLACE INTO executions SELECT * FROM executions WHERE execution_id = 2",
      "INSERT INTO executions (step_id, plugin_id, status, started_at, ended_at, rows_granted, permissions_declared) SELECT step_id, plugin_id, 'ok', started_at, started_at, 1, '1' FROM executions LIMIT 1",
    ];
    for (const sql of attempts) assert.throws(() => db.prepare(sql).run(), /append-only/, sql);
    const after = ["results", "executions"].map((t) => db.prepare(`SELECT * FROM ${t}`).all());
    assert.deepEqual(after, before);
    db.close();
  });
});

Deno.test("markInterruptedRuns() marks what nobody owns, with its open steps and executions", async () => {
  await withState((state) => {
    for (const run_id of [RUN, OTHER]) {
      createRun(state, run_id);
      const done = state.startStep(run_id, "ingest", "ingest");
      state.finishStep(done, STEP_END);
      const step = state.startStep(run_id, "scan", "analysis");
      state.startExecution(step, {
        plugin_id: "scan",
        rows_granted: 1,
        permissions_declared: DECLARED,
      });
    }
    assert.deepEqual(state.markInterruptedRuns((id) => id === OTHER), [RUN]);
    assert.deepEqual(state.markInterruptedRuns((id) => id === OTHER), []);
    const statuses = (id: string) => {
      const { status, ended_at, steps } = state.showRun(id);
      return [
        status,
        ended_at,
        ...steps.map((s) => [s.status, ...s.executions.map((e) => e.status)]),
      ];
    };
    assert.deepEqual(statuses(RUN), ["interrupted", NOW, ["ok"], ["interrupted", "interrupted"]]);
    assert.deepEqual(statuses(OTHER), ["running", null, ["ok"], ["running", "running"]]);
    state.finishRun(OTHER, { status: "interrupted", exit_code: 130 });
    assert.deepEqual(statuses(OTHER), ["interrupted", NOW, ["ok"], ["interrupted", "interrupted"]]);
  });
});

Deno.test("projects and uploads are recorded once; one content under two names is two uploads", async () => {
  await withState((state) => {
    assert.equal(state.ensureProject("a"), state.ensureProject("a"));
    assert.notEqual(state.ensureProject("a"), state.ensureProject("b"));
    const upload = { sha256: H("x"), filename: "'; DROP TABLE runs; --\n.csv", bytes: 1 };
    assert.equal(state.recordUpload(upload), state.recordUpload(upload));
    assert.notEqual(
      state.recordUpload(upload),
      state.recordUpload({ ...upload, filename: "b.csv" }),
    );
    assert.throws(() => state.ensureProject(""), { code: "E_DB_CONSTRAINT" });
  });
});

function pack(names: readonly string[]) {
  const sha256 = H(names.join());
  const footer: PackFooter = {
    format: "shpack",
    version: 1,
    rows: 9,
    columns: names.map((name) => ({
      name,
      type: "int64",
      encoding: "plain",
      null_count: 2,
      min: "-9223372036854775808",
      max: "9223372036854775807",
      buffers: [],
    })),
  };
  return { version_id: sha256.slice(0, 16), sha256, footer, bytes: 512 };
}

const ORIGIN = {
  plugin_id: "ingest_tabular",
  code_hash: H("code"),
  settings_hash: H("settings"),
  step_key: H("step"),
};

Deno.test("StateStore keeps dataset versions with their columns, and who has them", async () => {
  await withState((state) => {
    createRun(state);
    const made = pack(["b", "a", "\u202e'\""]);
    state.recordDatasetVersion(made, ORIGIN);
    state.recordDatasetVersion(made, { ...ORIGIN, plugin_id: "later" });
    const version = state.getDatasetVersion(made.version_id.slice(0, 5));
    const { columns, fingerprint, ...about } = version;
    assert.deepEqual(about, {
      version_id: made.version_id,
      sha256: made.sha256,
      rows: 9,
      bytes: 512,
      ...ORIGIN,
      created_at: NOW,
    });
    assert.deepEqual(columns, made.footer.columns.map(({ buffers: _, ...column }) => column));
    assert.equal(fingerprint.length, 64);
    const project_id = state.ensureProject("default");
    const upload_id = state.recordUpload({ sha256: H("file"), filename: "a.csv", bytes: 7 });
    const row = { project_id, version_id: made.version_id, upload_id, run_id: RUN };
    assert.equal(state.recordDataset(row), state.recordDataset(row));
    assert.notEqual(state.recordDataset(row), state.recordDataset({ ...row, upload_id: null }));
    assert.equal(
      state.recordDataset({ ...row, upload_id: null }),
      state.recordDataset({ ...row, upload_id: null }),
    );
    assert.deepEqual(
      state.listDatasets().map(({ project, rows, columns, filename, imported_at }) => [
        project,
        rows,
        columns,
        filename,
        imported_at,
      ]),
      [["default", 9, 3, "a.csv", NOW], ["default", 9, 3, null, NOW]],
    );
    for (const id of ["", "%", "nothing"]) {
      assert.throws(() => state.getDatasetVersion(id), { code: "E_DATASET_NOT_FOUND" });
    }
    state.putResult({
      step_key: H("k"),
      plugin_id: "ingest_tabular",
      sha256: H("1"),
      json: "1",
      version_id: made.version_id,
    });
    assert.equal(state.getResult(H("k"))!.version_id, made.version_id);
    assert.throws(
      () =>
        state.putResult({
          step_key: H("l"),
          plugin_id: "p",
          sha256: H("1"),
          json: "1",
          version_id: "unknown",
        }),
      { code: "E_DB_CONSTRAINT" },
    );
  });
});

Deno.test("transaction() joins several records into one", async () => {
  await withState((state) => {
    assert.throws(() =>
      state.transaction(() => {
        createRun(state);
        state.recordDatasetVersion(pack(["a"]), ORIGIN);
        throw new Error("power cut");
      }), /power cut/);
    assert.deepEqual(state.listRuns(), []);
    assert.throws(() => state.getDatasetVersion(pack(["a"]).version_id), {
      code: "E_DATASET_NOT_FOUND",
    });
  });
});

Deno.test("a recorded run survives the kernel being killed at once", async () => {
  const root = Deno.makeTempDirSync();
  const config = `${import.meta.dirname}/../../deno.json`;
  const code = `
    import { openState } from ${JSON.stringify(new URL("./state_store.ts", import.meta.url).href)};
    const state = await openState({ state: ${JSON.stringify(`${root}/state.sqlite`)} });
    const project_id = state.ensureProject("default");
    state.createRun({ run_id: "${RUN}", project_id, upload_id: null, seed: 1, choice: "auto",
      settings: {}, options: {}, network_allowed: false, kernel_version: "1" });
    const step = state.startStep("${RUN}", "scan", "analysis");
    state.startExecution(step, { plugin_id: "scan", rows_granted: 1, permissions_declared: {} });
    Deno.kill(Deno.pid, "SIGKILL");`;
  const { signal } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `--config=${config}`, "--no-check", code],
  }).output();
  assert.equal(signal, "SIGKILL");
  const state = await openState(appdataLayout(root));
  assert.equal(state.showRun(RUN).steps[0]!.executions[0]!.status, "running");
  assert.deepEqual(state.markInterruptedRuns(() => false), [RUN]);
  assert.deepEqual(state.problems(), []);
  state.close();
  Deno.removeSync(root, { recursive: true });
});
