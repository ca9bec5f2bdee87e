/** The audit: the same for the same run, and as the operating system itself has it. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { runJson, runTask } from "./run_harness.ts";
import { writePlugin } from "./write_plugin.ts";

const NILE = `${import.meta.dirname}/../fixtures/nile.csv`;
const folder = await Deno.makeTempDir({ prefix: "harness_audit_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** What may differ between two runs of the same thing. */
const MASKED = [
  "started_at",
  "ended_at",
  "duration_ms",
  "cpu_user_ms",
  "cpu_system_ms",
  "max_rss_kb",
];

function auditRows(appdata: string, run_id: string): Record<string, unknown>[] {
  const db = new DatabaseSync(`${appdata}/state.sqlite`, { readOnly: true });
  try {
    return db.prepare(
      `SELECT e.*, s.status AS step_status, s.step_key, s.result_sha256 FROM executions e
       JOIN steps s USING (step_id) WHERE s.run_id = ? ORDER BY execution_id`,
    ).all(run_id).map((row) => {
      const masked: Record<string, unknown> = { ...row };
      for (const name of [...MASKED, "execution_id", "step_id"]) delete masked[name];
      // Where appdata is, is part of the flags.
      masked.permissions_granted = String(row.permissions_granted)
        .replaceAll(appdata, "APPDATA").replaceAll(run_id, "RUN");
      return masked;
    });
  } finally {
    db.close();
  }
}

Deno.test("two runs of the same thing have equal audit rows, times and figures apart", async () => {
  const ends = [];
  for (const name of ["one", "two"]) {
    const appdata = `${folder}/${name}`;
    const { json } = await runJson([NILE, "--jobs", "1", "--appdata", appdata]);
    ends.push(auditRows(appdata, json.run_id));
  }
  assert.ok(ends[0]!.length >= 5);
  assert.deepEqual(ends[1], ends[0]);
  for (const row of ends[0]!) assert.equal(row.step_status, row.status);
});

Deno.test("rows granted, written and output are counted by the kernel", async () => {
  const appdata = `${folder}/counted`;
  const { json } = await runJson([NILE, "--appdata", appdata]);
  const rows = new Map(auditRows(appdata, json.run_id).map((row) => [row.plugin_id, row]));
  assert.equal(rows.get("ingest_tabular")!.rows_granted, 0);
  assert.equal(rows.get("ingest_tabular")!.rows_written, 100);
  assert.equal(rows.get("profile_basic")!.rows_granted, 100);
  assert.equal(rows.get("profile_basic")!.rows_written, 0);
  const findings = [...rows.values()].reduce((sum, row) => sum + Number(row.rows_output), 0);
  assert.equal(findings, json.findings);
});

Deno.test({
  name: "processor time within 20 ms and peak memory within 5 % of what the system says",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const plugins = `${folder}/plugins`;
    const where = ["--plugins-dir", plugins, "--appdata", `${folder}/measured`];
    // getrusage() as the process asks it of itself when its work is done; what is left until its
    // end is one frame. The kernel reads /proc from outside, so the two have nothing in common.
    await writePlugin(plugins, {
      id: "works",
      run: `const list = new Float64Array(8e6).map((_, i) => Math.sqrt(i));
        let sum = 0;
        for (let round = 0; round < 8; round++) for (const x of list) sum += x * round;
        const used = process.resourceUsage();
        return { status: "ok", metrics: { sum }, findings: [], summary: JSON.stringify({
          peak_kb: used.maxRSS, cpu_ms: (used.userCPUTime + used.systemCPUTime) / 1000 }) };`,
      limits: { memory_mb: 1024 },
    });
    await runTask("harness", ["plugins", "trust", "works", "--yes", ...where]);
    const { code, json, stderr } = await runJson([NILE, "--plugins", "works", ...where]);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(await Deno.readTextFile(json.report_json));
    const own = JSON.parse(report.plugins.works.summary);
    const db = new DatabaseSync(`${folder}/measured/state.sqlite`, { readOnly: true });
    const row = db.prepare(
      `SELECT cpu_user_ms + cpu_system_ms AS cpu_ms, max_rss_kb FROM executions
       WHERE plugin_id = 'works'`,
    ).get() as { cpu_ms: number; max_rss_kb: number };
    db.close();
    assert.ok(own.cpu_ms > 100, "it worked");
    assert.ok(Math.abs(row.cpu_ms - own.cpu_ms) <= 20, `${row.cpu_ms} and ${own.cpu_ms} ms`);
    const off = Math.abs(row.max_rss_kb - own.peak_kb) / own.peak_kb;
    assert.ok(off <= 0.05, `${row.max_rss_kb} and ${own.peak_kb} KiB`);
  },
});
