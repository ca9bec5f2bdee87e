import assert from "node:assert/strict";
import { CodedError } from "../contract/coded_error.ts";
import { classifyExit, type ExitFacts, signalOf } from "./classify_exit.ts";

const LIMITS = { memory_mb: 256, wall_ms: 1000, cpu_ms: 4000, output_mb: 4, artifacts_mb: 4 };
const CLEAN: ExitFacts = {
  stopped: null,
  refusal: null,
  answer: { result: { status: "ok" } },
  failure: null,
  exit_code: 0,
  started: true,
  at_boundary: true,
  ledger_full: false,
  ledger_forged: false,
  ledger_complete: true,
  peak_kb: 40_000,
  cpu_ms: 50,
  stderr: "",
  limits: LIMITS,
};
const SILENT: ExitFacts = { ...CLEAN, answer: null };
const FAILURE = { code: "E_PLUGIN_THREW", message: "boom", next: "", allocation: false };
const REFUSAL = new CodedError("E_FRAME_KIND", "what it wrote is no frame");
/** Heap limit 128 MiB and the runtime's 40: from here on a trap counts as a full heap. */
const FULL_HEAP_KB = 0.9 * 168 * 1024;

const ROWS: readonly [string, ExitFacts, string, string | null][] = [
  ["a result and a clean end", CLEAN, "ok", null],
  [
    "a skip and a clean end",
    { ...CLEAN, answer: { result: { status: "skipped" } } },
    "skipped",
    null,
  ],
  [
    "a result that claims a status of the kernel's",
    {
      ...CLEAN,
      answer: { result: { status: "timeout" } },
    },
    "refused",
    "E_RESULT_STATUS",
  ],
  ["a result without a status", { ...CLEAN, answer: { result: {} } }, "refused", "E_RESULT_STATUS"],
  ["a result beside a spoilt log", { ...CLEAN, ledger_forged: true }, "refused", "E_LEDGER_FORGED"],
  ["a result and a closed log", { ...CLEAN, ledger_complete: false }, "refused", "E_LEDGER_CLOSED"],
  [
    "a failure and a closed log",
    { ...SILENT, failure: FAILURE, ledger_complete: false },
    "error",
    "E_PLUGIN_THREW",
  ],
  ["a null result", { ...CLEAN, answer: { result: null } }, "refused", "E_RESULT_STATUS"],
  ["a list as a result", { ...CLEAN, answer: { result: ["ok"] } }, "refused", "E_RESULT_STATUS"],
  [
    "a status on the prototype only",
    {
      ...CLEAN,
      answer: { result: JSON.parse('{"__proto__":{"status":"ok"}}') },
    },
    "refused",
    "E_RESULT_STATUS",
  ],
  ["a result, then exit 1", { ...CLEAN, exit_code: 1 }, "error", "E_EXIT_CODE"],
  ["a result, then a kill from elsewhere", { ...CLEAN, exit_code: 137 }, "killed", "E_KILLED"],
  [
    "a result, then no end",
    { ...CLEAN, stopped: "late", exit_code: 143 },
    "timeout",
    "E_EXIT_LATE",
  ],
  ["an abort", { ...SILENT, stopped: "abort", exit_code: 143 }, "killed", "E_ABORTED"],
  ["an abort after the result", { ...CLEAN, stopped: "abort" }, "killed", "E_ABORTED"],
  [
    "a broken frame",
    {
      ...SILENT,
      stopped: "refused",
      refusal: REFUSAL,
      exit_code: 143,
    },
    "refused",
    "E_FRAME_KIND",
  ],
  [
    "a broken frame after the result",
    {
      ...CLEAN,
      stopped: "refused",
      refusal: REFUSAL,
    },
    "refused",
    "E_FRAME_KIND",
  ],
  ["the wall time", { ...SILENT, stopped: "wall", exit_code: 143 }, "timeout", "E_WALL_TIMEOUT"],
  [
    "the wall time, with a faked exit 0",
    { ...SILENT, stopped: "wall" },
    "timeout",
    "E_WALL_TIMEOUT",
  ],
  ["resident memory", { ...SILENT, stopped: "memory", exit_code: 143 }, "oom", "E_MEMORY_LIMIT"],
  ["a throw", { ...SILENT, failure: FAILURE, exit_code: 3 }, "error", "E_PLUGIN_THREW"],
  [
    "a throw with a code",
    {
      ...SILENT,
      failure: { ...FAILURE, code: "E_NO_DATASET" },
      exit_code: 3,
    },
    "error",
    "E_NO_DATASET",
  ],
  [
    "a failed allocation",
    {
      ...SILENT,
      failure: { ...FAILURE, allocation: true },
      exit_code: 3,
    },
    "oom",
    "E_MEMORY_LIMIT",
  ],
  [
    "a trap with a full heap",
    { ...SILENT, exit_code: 133, peak_kb: FULL_HEAP_KB },
    "oom",
    "E_MEMORY_LIMIT",
  ],
  [
    "an abort signal with a full heap",
    {
      ...SILENT,
      exit_code: 134,
      peak_kb: FULL_HEAP_KB,
    },
    "oom",
    "E_MEMORY_LIMIT",
  ],
  [
    "a trap with V8's last words",
    {
      ...SILENT,
      exit_code: 133,
      stderr: "# Fatal JavaScript out of memory: Reached heap limit",
    },
    "oom",
    "E_MEMORY_LIMIT",
  ],
  [
    "an abort with Rust's last words",
    { ...SILENT, exit_code: 134, stderr: "memory allocation of 75497472 bytes failed\n" },
    "oom",
    "E_MEMORY_LIMIT",
  ],
  ["a trap with memory to spare", { ...SILENT, exit_code: 133 }, "killed", "E_KILLED"],
  [
    "a full heap and a segmentation fault",
    {
      ...SILENT,
      exit_code: 139,
      peak_kb: FULL_HEAP_KB,
    },
    "killed",
    "E_KILLED",
  ],
  ["an abort signal of its own", { ...SILENT, exit_code: 134 }, "killed", "E_KILLED"],
  ["a kill from elsewhere", { ...SILENT, exit_code: 137 }, "killed", "E_KILLED"],
  [
    "a kill with the processor time used up",
    {
      ...SILENT,
      exit_code: 137,
      cpu_ms: 3990,
    },
    "timeout",
    "E_CPU_LIMIT",
  ],
  ["the processor time", { ...SILENT, exit_code: 152 }, "timeout", "E_CPU_LIMIT"],
  ["the limit on files", { ...SILENT, exit_code: 153 }, "killed", "E_FILE_SIZE_LIMIT"],
  [
    "a full permission log",
    {
      ...SILENT,
      exit_code: 153,
      ledger_full: true,
    },
    "killed",
    "E_LEDGER_FULL",
  ],
  ["an end without a word", SILENT, "refused", "E_RESULT_MISSING"],
  ["exit 1 without a word", { ...SILENT, exit_code: 1 }, "error", "E_PLUGIN_CRASHED"],
  ["exit 3 without a failure", { ...SILENT, exit_code: 3 }, "error", "E_EXIT_CODE"],
  ["exit 70", { ...SILENT, exit_code: 70 }, "error", "E_EXIT_CODE"],
  ["an end inside a frame", { ...SILENT, at_boundary: false }, "refused", "E_FRAME_TRUNCATED"],
  [
    "a signal inside a frame",
    { ...SILENT, at_boundary: false, exit_code: 137 },
    "killed",
    "E_KILLED",
  ],
  [
    "walls that would not stand",
    {
      ...SILENT,
      exit_code: 1,
      started: false,
      stderr: "bwrap: setting up uid map: Permission denied\n",
    },
    "error",
    "E_WALLS_START",
  ],
  [
    "a plugin that talks like a wall",
    {
      ...SILENT,
      exit_code: 1,
      stderr: "bwrap: setting up uid map: Permission denied\n",
    },
    "error",
    "E_PLUGIN_CRASHED",
  ],
];

for (const [what, facts, status, code] of ROWS) {
  Deno.test(`classifyExit() calls ${what} ${code ?? status}`, () => {
    const verdict = classifyExit(facts);
    assert.deepEqual({ status: verdict.status, code: verdict.error?.code ?? null }, {
      status,
      code,
    });
    if (code !== null) assert.ok(verdict.error!.message.length > 0);
  });
}

Deno.test("classifyExit() keeps the plugin's own message and advice", () => {
  const failure = { ...FAILURE, next: "do this" };
  const { error } = classifyExit({ ...SILENT, failure, exit_code: 3 });
  assert.deepEqual([error?.message, error?.next], ["boom", "do this"]);
});

Deno.test("signalOf() knows 128 + N and nothing else", () => {
  assert.deepEqual([0, 1, 3, 70, 129, 133, 137, 143, 152, 153, 255].map(signalOf), [
    ...[null, null, null, null],
    ...["SIGHUP", "SIGTRAP", "SIGKILL", "SIGTERM", "SIGXCPU", "SIGXFSZ", null],
  ]);
});
