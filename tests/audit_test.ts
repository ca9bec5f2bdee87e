/** The audit: the same for the same run, and as the operating system itself has it. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { runJson } from "./run_harness.ts";
import { trustPlugins } from "./trust_plugins.ts";
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
    const ledger = db.prepare(
      `SELECT position, permission, value, count, granted FROM execution_permissions
       WHERE execution_id = ? ORDER BY position`,
    );
    return db.prepare(
      `SELECT e.*, s.status AS step_status, s.step_key, s.result_sha256 FROM executions e
       JOIN steps s USING (step_id) WHERE s.run_id = ? ORDER BY execution_id`,
    ).all(run_id).map((row) => {
      const entries = ledger.all(row.execution_id!).map((entry) => ({ ...entry }));
      const masked: Record<string, unknown> = { ...row, ledger: entries };
      for (const name of [...MASKED, "execution_id", "step_id"]) delete masked[name];
      return masked;
    });
  } finally {
    db.close();
  }
}

for (const walls of ["auto", "flags"]) {
  Deno.test(`two runs of the same thing have equal audit rows and ledgers, times and figures apart, with --walls ${walls}`, async () => {
    const plugins = `${folder}/curious_plugins`;
    // Behind wall 1 alone it can find out where it is, and so asks for paths of this very run.
    await writePlugin(plugins, {
      id: "curious",
      run: `const here = Deno.cwd();
        const paths = [\`\${here}/../../../report.json\`, \`\${here}/../../../../../state.sqlite\`,
          "../../x", new URL("neighbour.js", import.meta.url), "/etc/passwd", \`\${here}/none\`];
        const tries = [...paths, ...paths.toReversed()].map(async (path) => {
          try { await Deno.readTextFile(path); } catch { /* Refused, or not there. */ }
        });
        await Promise.all(tries);
        return { status: "ok", summary: "", metrics: {}, findings: [] };`,
    });
    const ends = [];
    for (const name of ["one", "another one"]) {
      const appdata = `${folder}/${name}`;
      await trustPlugins(plugins, appdata);
      const { code, json, stderr } = await runJson([
        ...[NILE, "--jobs", "1", "--plugins", "auto,curious", "--no-reuse", "--walls", walls],
        ...["--plugins-dir", plugins, "--appdata", appdata],
      ]);
      assert.equal(code, 0, stderr);
      ends.push(auditRows(appdata, json.run_id));
    }
    const [one, two] = ends as [Record<string, unknown>[], Record<string, unknown>[]];
    assert.ok(one.length >= 6);
    assert.deepEqual(two, one);
    for (const row of one) {
      assert.equal(row.step_status, row.status);
      assert.equal(row.ledger_state, "kept");
      const entries = row.ledger as { value: string; count: number; granted: number }[];
      assert.ok(entries.some(({ value, granted }) => value === "BUNDLE" && granted === 1));
      assert.ok(!JSON.stringify(row).includes(folder), "no path of this machine");
      const asked = entries.filter(({ granted }) => granted === 0).map(({ value }) => value);
      if (row.plugin_id !== "curious") assert.deepEqual(asked, [], String(row.plugin_id));
      else assert.equal(asked.length, 5, asked.join(" "));
    }
  });
}

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
    await trustPlugins(plugins, `${folder}/measured`);
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
