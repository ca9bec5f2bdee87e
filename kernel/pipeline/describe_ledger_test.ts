import assert from "node:assert/strict";
import type { ExecutionRow } from "../store/execution_table.ts";
import { describeLedger, ledgerCells } from "./describe_ledger.ts";
import { type ShownStep, stepCells } from "./describe_run.ts";

const GRANTED = { permission: "read", value: "INPUT/0.pack", count: 2, granted: true };
const REFUSED = { permission: "net", value: "a.example:80", count: 1, granted: false };

const EXECUTION: ExecutionRow = {
  execution_id: 7,
  step_id: 3,
  plugin_id: "curious",
  status: "ok",
  started_at: "2026-01-31T23:59:59.200Z",
  ended_at: "2026-01-31T23:59:59.300Z",
  duration_ms: 100,
  cpu_user_ms: 60,
  cpu_system_ms: 10,
  max_rss_kb: 50_000,
  rows_granted: 1,
  rows_written: 0,
  rows_output: 0,
  rows_read_self_reported: null,
  warnings: [],
  exit_code: 0,
  signal: null,
  walls: ["deno"],
  permissions_declared: { no_network: true, fs_allowlist: ["run_dir", "plugins"], limits: {} },
  permissions_granted: ["read:INPUT", "read:BUNDLE"],
  stdout_bytes: 1,
  stderr_bytes: 0,
  stderr_text: "",
  error_code: null,
  error_message: null,
  ledger_state: "kept",
  ledger_dropped: 0,
  ledger: [GRANTED],
};

function step(executions: readonly Partial<ExecutionRow>[], about: Partial<ShownStep> = {}) {
  return {
    ...{ step_id: 3, run_id: "r", plugin_id: "curious", plugin_type: "analysis" } as const,
    ...{ plugin_version: "1.0.0", status: "ok", step_key: null, key_parts: null } as const,
    ...{ code_hash: null, settings: null, settings_hash: null, result_sha256: null },
    ...{ reused_from: null, reused_from_run: null, reused_from_execution: null },
    ...{ skip_reason: null, error_code: null, error_message: null, started_at: "", ended_at: "" },
    executions: executions.map((execution) => ({ ...EXECUTION, ...execution })),
    ...about,
  } satisfies ShownStep;
}

const NOT_MEASURED = { ledger: [], ledger_state: null, ledger_dropped: null };

const ASKED: readonly (readonly [asked: string, execution: Partial<ExecutionRow>])[] = [
  ["nothing beyond its grants: 1 thing, 2 checks", {}],
  ["nothing beyond its grants, and nothing within them", { ledger: [] }],
  ["2 things, 3 checks; refused: 1 thing, 1 check", { ledger: [REFUSED, GRANTED] }],
  [
    "1 thing, 1 check; refused: 1 thing, 1 check; 4 checks of further things, which are not listed",
    { ledger: [REFUSED], ledger_dropped: 4 },
  ],
  [
    "1 thing, 1 check; refused: 1 thing, 1 check; then its log was full, and what it asked for " +
    "after that is not known",
    { ledger: [REFUSED], ledger_state: "full" },
  ],
  [
    "not known: without prlimit, which this machine lacks, no log is written",
    { ledger: [], ledger_state: "none" },
  ],
  ["not known yet: it still runs", { ...NOT_MEASURED, status: "running", walls: null }],
  [
    "not known: the kernel ended before it did",
    { ...NOT_MEASURED, status: "interrupted", walls: null },
  ],
  [
    "nothing: its process was not started, or not measured",
    { ...NOT_MEASURED, status: "error", walls: null },
  ],
  ["not known: an earlier version recorded it, which kept no ledger", NOT_MEASURED],
];

for (const [asked, execution] of ASKED) {
  Deno.test(`describeLedger() says "${asked}"`, () => {
    assert.deepEqual(describeLedger(step([execution])).map((each) => each.asked), [asked]);
  });
}

Deno.test("describeLedger() says nothing good of a process of which nothing is known", () => {
  for (const [asked, { ledger_state = "kept" }] of ASKED) {
    if (ledger_state === "kept" || ledger_state === "full") continue;
    assert.doesNotMatch(asked, /beyond/);
  }
});

Deno.test("describeLedger() says what was declared and granted, and puts refusals first", () => {
  const [one] = describeLedger(step([{ ledger: [GRANTED, REFUSED] }]));
  assert.equal(one!.process, "execution 7, ok");
  assert.equal(one!.declared, "read run_dir, plugins; no network");
  assert.equal(one!.granted, "read:INPUT, read:BUNDLE");
  assert.deepEqual(one!.entries, [REFUSED, GRANTED]);
  const open = { no_network: false, fs_allowlist: [] };
  const declared = [open, {}, null, "x"].map((permissions_declared) =>
    describeLedger(step([{ permissions_declared }]))[0]!.declared
  );
  assert.deepEqual(declared, [
    "read nothing; the network",
    "not known",
    "not known",
    "not known",
  ]);
  const [none] = describeLedger(step([{ permissions_granted: null }]));
  assert.equal(none!.granted, "not known");
});

Deno.test("describeLedger() says whose result a step without a process has, or why it has none", () => {
  const cases: [string, Partial<ShownStep>][] = [
    [
      "no process: the result of execution 5 in run r1 was used again",
      { reused_from: 2, reused_from_run: "r1", reused_from_execution: 5 },
    ],
    [
      "no process: the result of an execution in run r1 was used again",
      { reused_from: 2, reused_from_run: "r1" },
    ],
    ["no process: upstream failed: a", { status: "skipped", skip_reason: "upstream failed: a" }],
    ["no process: E_PLUGIN_UNTRUSTED", { status: "refused", error_code: "E_PLUGIN_UNTRUSTED" }],
    ["no process yet", { status: "running" }],
    ["no process: interrupted", { status: "interrupted" }],
  ];
  for (const [process, about] of cases) {
    assert.deepEqual(describeLedger(step([], about)), [{
      ...{ plugin_id: "curious", process, declared: null, granted: null, asked: null },
      entries: [],
    }]);
  }
});

Deno.test("ledgerCells() puts what a plugin chose last, and tells all of it from a name", () => {
  assert.deepEqual(ledgerCells(REFUSED), ["refused", "net", "1 check", '"a.example:80"']);
  assert.equal(ledgerCells({ ...REFUSED, value: null }).at(-1), "all of it");
  assert.equal(ledgerCells({ ...REFUSED, value: "all of it" }).at(-1), '"all of it"');
});

Deno.test("stepCells() counts what was refused, and gives a dash where nothing is known", () => {
  const refused = (...executions: Partial<ExecutionRow>[]) => stepCells(step(executions))[6];
  assert.equal(refused({}), "0");
  assert.equal(refused({ ledger: [REFUSED, GRANTED, { ...REFUSED, value: null }] }), "2");
  assert.equal(refused({ ...NOT_MEASURED }), "–");
  assert.equal(refused({ ledger: [], ledger_state: "none" }), "–");
  assert.equal(refused(), "–");
});
