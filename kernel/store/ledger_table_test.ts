import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { ExecutionRecord, LedgerEntry } from "../contract/execution.ts";
import { openState, type StateStore } from "./state_store.ts";

const RUN = "20260131T235959123Z-0a1b2c3d";
const LEDGER: readonly LedgerEntry[] = [
  { permission: "env", value: null, count: 1, granted: false },
  { permission: "read", value: "", count: 1, granted: false },
  { permission: "read", value: "'; DROP TABLE runs; --\\x1b", count: 3, granted: false },
  { permission: "read", value: "INPUT/0.pack", count: 4, granted: true },
];
const MEASURED: ExecutionRecord = {
  started_at: "2026-01-31T23:59:59.200Z",
  ended_at: "2026-01-31T23:59:59.300Z",
  duration_ms: 100,
  cpu_user_ms: 60,
  cpu_system_ms: 10,
  max_rss_kb: 50_000,
  exit_code: 0,
  signal: null,
  walls: ["flags"],
  permissions: ["read:INPUT"],
  stdout_bytes: 1,
  stderr_bytes: 0,
  stderr_text: "",
  warnings: [],
  ledger_state: "full",
  ledger_dropped: 17,
  ledger: LEDGER,
};

async function withExecution(
  work: (state: StateStore, execution_id: number, path: string) => void,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "harness_ledger_" });
  const path = `${folder}/state.sqlite`;
  const state = await openState({ state: path });
  try {
    state.createRun({
      run_id: RUN,
      project_id: state.ensureProject("default"),
      upload_id: null,
      seed: 0,
      choice: "auto",
      settings: {},
      options: {},
      network_allowed: false,
      kernel_version: "0",
    });
    const step = state.startStep(RUN, "curious", "analysis");
    work(state, begin(state, step), path);
  } finally {
    state.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const begin = (state: StateStore, step: number) =>
  state.startExecution(step, {
    plugin_id: "curious",
    rows_granted: 0,
    permissions_declared: {},
  });

function finish(state: StateStore, execution_id: number, execution: ExecutionRecord | null) {
  state.finishExecution(execution_id, {
    status: "killed",
    execution,
    rows_written: 0,
    rows_output: 0,
  });
}

const shown = (state: StateStore) => state.showRun(RUN).steps[0]!.executions;

Deno.test("a ledger is shown as it was measured, in its order, with what is missing of it", async () => {
  await withExecution((state, id) => {
    assert.deepEqual([shown(state)[0]!.ledger_state, shown(state)[0]!.ledger], [null, []]);
    finish(state, id, MEASURED);
    const [row] = shown(state);
    assert.deepEqual(row!.ledger, LEDGER);
    assert.deepEqual([row!.ledger_state, row!.ledger_dropped], ["full", 17]);
  });
});

Deno.test("each execution has its own ledger, and one that never started has none", async () => {
  await withExecution((state, first) => {
    const second = begin(state, shown(state)[0]!.step_id);
    const third = begin(state, shown(state)[0]!.step_id);
    finish(state, second, { ...MEASURED, ledger: LEDGER.slice(2), ledger_state: "kept" });
    finish(state, first, MEASURED);
    finish(state, third, null);
    assert.deepEqual(shown(state).map(({ ledger }) => ledger), [LEDGER, LEDGER.slice(2), []]);
    assert.deepEqual(shown(state).map((row) => row.ledger_state), ["full", "kept", null]);
  });
});

Deno.test("an audit row and its ledger are completed together or not at all", async () => {
  await withExecution((state, id) => {
    const broken = [...LEDGER, { permission: "net", value: null, count: 0, granted: false }];
    assert.throws(() => finish(state, id, { ...MEASURED, ledger: broken }), {
      code: "E_DB_CONSTRAINT",
    });
    assert.deepEqual([shown(state)[0]!.status, shown(state)[0]!.ledger], ["running", []]);
    finish(state, id, MEASURED);
    assert.equal(shown(state)[0]!.status, "killed");
  });
});

Deno.test("triggers keep a ledger from being added to, changed, replaced or deleted", async () => {
  await withExecution((state, id, path) => {
    finish(state, id, MEASURED);
    // Another program, with none of the kernel's care.
    const db = new DatabaseSync(path);
    const all = () => db.prepare("SELECT * FROM execution_permissions").all();
    const before = all();
    const attempts = [
      "UPDATE execution_permissions SET granted = 1",
      "UPDATE OR REPLACE execution_permissions SET count = 1",
      "DELETE FROM execution_permissions",
      "INSERT INTO execution_permissions VALUES (1, 99, 'read', 'x', 1, 1)",
      "REPLACE INTO execution_permissions VALUES (1, 0, 'read', 'x', 1, 1)",
      "INSERT OR REPLACE INTO execution_permissions SELECT execution_id, position, permission," +
      " value, count, 1 FROM execution_permissions",
      "UPDATE executions SET ledger_state = 'kept'",
      "UPDATE executions SET ledger_dropped = 0",
    ];
    for (const sql of attempts) assert.throws(() => db.exec(sql), /append-only/, sql);
    assert.deepEqual(all(), before);
    assert.equal(before.length, LEDGER.length);
    // A running one can be added to, but what was added stays.
    const open = begin(state, shown(state)[0]!.step_id);
    const add = (verb: string, granted: number) =>
      db.exec(`${verb} INTO execution_permissions VALUES (${open}, 0, 'read', 'x', 1, ${granted})`);
    add("INSERT", 0);
    assert.throws(() => add("REPLACE", 1), /append-only/);
    db.close();
  });
});
