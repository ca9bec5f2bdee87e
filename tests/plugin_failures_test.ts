/** Plugins that fail in every way: the run goes on, says so, and leaves everything whole. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { runJson, runTask } from "./run_harness.ts";
import { trustPlugins } from "./trust_plugins.ts";
import { writePlugin } from "./write_plugin.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_failures_" });
const appdata = `${folder}/appdata`;
const plugins = `${folder}/plugins`;
const table = `${folder}/table.csv`;
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

await Deno.writeTextFile(
  table,
  `x,y\n${Array.from({ length: 50 }, (_, i) => `${i}.5,${i % 7}`).join("\n")}\n`,
);

const OK = `return { status: "ok", summary: "Fine.", metrics: {}, findings: [] };`;
const PLUGINS: readonly [id: string, status: string, code: string | null, run: string][] = [
  ["well_behaved", "ok", null, OK],
  ["throws", "error", "E_PLUGIN_THREW", `throw new Error("no \\u001b[31mluck\\u001b[0m");`],
  ["returns_nothing", "error", "E_PLUGIN_NO_RESULT", `return undefined as never;`],
  [
    "returns_nonsense",
    "refused",
    "E_RESULT_STATUS",
    `return { status: "splendid", answer: 42 } as never;`,
  ],
  [
    "returns_half",
    "refused",
    "E_RESULT_INVALID",
    `return { status: "ok", findings: "none" } as never;`,
  ],
  [
    "returns_nan",
    "error",
    "E_PLUGIN_RESULT_VALUE",
    `return { status: "ok", summary: "", metrics: { x: NaN }, findings: [] };`,
  ],
  [
    "cites_missing_rows",
    "refused",
    "E_RESULT_EVIDENCE",
    `return { status: "ok", summary: "", metrics: {}, findings: [{ kind: "note", label: "a",
      measurement_type: "measured", score: 1, columns: ["x"], evidence: { row_ids: [50] } }] };`,
  ],
  [
    "finds_unknown_kinds",
    "refused",
    "E_RESULT_INVALID",
    `return { status: "ok", summary: "", metrics: {}, findings: [{ kind: "secret", label: "a",
      measurement_type: "measured", score: 1, columns: ["x"] }] };`,
  ],
  ["never_ends", "timeout", null, `while (true);`],
  ["floods_output", "refused", null, `while (true) ctx.log("info", "x".repeat(10000));`],
  [
    "floods_artifacts",
    "refused",
    null,
    `for (let i = 0; ; i++) ctx.artifact({ name: \`a\${i}.txt\`, media_type: "text/plain",
      description: "" }, "x".repeat(1_000_000));`,
  ],
  [
    "wants_everything",
    "oom",
    null,
    `const all = []; while (true) all.push(new Array(1e6).fill(ctx));`,
  ],
  ["exits", "refused", null, `Deno.exit(0);`],
];

for (const [id, , , run] of PLUGINS) {
  const limits = id === "never_ends" ? { wall_ms: 1500 } : {};
  await writePlugin(plugins, { id, run, limits });
}
await writePlugin(plugins, { id: "needs_throws", depends_on: ["throws"], run: OK });

Deno.test("a stranger's plugin does not run before it is trusted", async () => {
  const { code, json } = await runJson([
    table,
    "--plugins",
    "well_behaved",
    "--plugins-dir",
    plugins,
    "--appdata",
    appdata,
  ]);
  assert.equal(code, 1);
  const step = json.steps.find(({ plugin_id }) => plugin_id === "well_behaved")!;
  assert.equal(step.status, "refused");
  assert.equal(step.error!.code, "E_PLUGIN_UNTRUSTED");
});

Deno.test("every way to fail has its status and code, and the others go on", async () => {
  const ids = [...PLUGINS.map(([id]) => id), "needs_throws"];
  await trustPlugins(plugins, appdata);
  const { code, json } = await runJson([
    table,
    "--plugins",
    ids.join(","),
    "--no-reuse",
    "--plugins-dir",
    plugins,
    "--appdata",
    appdata,
  ]);
  assert.equal(code, 1);
  assert.equal(json.status, "partial");
  for (const [id, status, errorCode] of PLUGINS) {
    const step = json.steps.find(({ plugin_id }) => plugin_id === id)!;
    assert.equal(step.status, status, `${id}: ${JSON.stringify(step)}`);
    if (errorCode !== null) assert.equal(step.error?.code, errorCode, id);
    if (status !== "ok") assert.match(step.error!.code, /^E_[A-Z_]+$/, id);
  }
  const dependent = json.steps.find(({ plugin_id }) => plugin_id === "needs_throws")!;
  assert.equal(dependent.status, "skipped");

  const text = await Deno.readTextFile(json.report_json);
  const report = JSON.parse(text);
  assert.equal(report.plugins.needs_throws.summary, "upstream failed: throws");
  assert.equal(report.status, "partial");
  assert.deepEqual(
    report.errors.map(({ plugin_id }: { plugin_id: string }) => plugin_id).sort(),
    PLUGINS.filter(([, status]) => status !== "ok").map(([id]) => id).sort(),
  );
  assert.ok(!text.includes("\u001b"), "no escape character in the report");
  assert.ok(!text.includes("/plugins/"), "no path of a bundle in the report");

  const shown = await runTask("harness", [
    "runs",
    "show",
    json.run_id,
    "--appdata",
    appdata,
    "--json",
  ]);
  const { executions } = JSON.parse(shown.stdout);
  assert.equal(
    executions.length,
    ids.length - 1 + 3,
    "one audit row a process: the dependent had none",
  );
  for (const row of executions) {
    assert.ok(row.duration_ms >= 0 && row.ended_at >= row.started_at, JSON.stringify(row));
    assert.ok(row.walls.length > 0);
  }
});

Deno.test("the database is intact and no plugin outlives its run", async () => {
  const database = new DatabaseSync(`${appdata}/state.sqlite`, { readOnly: true });
  try {
    assert.equal(database.prepare("PRAGMA integrity_check").get()!.integrity_check, "ok");
    const open = database.prepare("SELECT count(*) AS n FROM executions WHERE status = 'running'");
    assert.equal(open.get()!.n, 0);
  } finally {
    database.close();
  }
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] }).output();
  const alive = new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes("bootstrap.js") && line.includes(folder));
  assert.deepEqual(alive, []);
});
