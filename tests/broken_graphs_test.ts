/** A circle, a dependency that is not there: a valid report that says so. And: steps do overlap. */
import assert from "node:assert/strict";
import { workshopPlaces } from "../kernel/commands/places.ts";
import { validateReport } from "../kernel/contract/validators.ts";
import type { Report } from "../kernel/contract/report.ts";
import { conductRun } from "../kernel/pipeline/conduct_run.ts";
import { refuseUnmetPlugins } from "../kernel/pipeline/refuse_unmet_plugins.ts";
import type { RunObserver } from "../kernel/pipeline/run_observer.ts";
import { openWorkshop } from "../kernel/pipeline/workshop.ts";
import type { Workshop } from "../kernel/pipeline/ready_plugin.ts";
import { openState } from "../kernel/store/state_store.ts";
import { runJson, runTask } from "./run_harness.ts";
import { writePlugin } from "./write_plugin.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_graphs_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const table = `${folder}/table.csv`;
await Deno.writeTextFile(table, "x,y\n1,2\n3,4\n5,7\n");
const IDS = ["node_a", "node_b", "node_c", "node_d"];
const OK = `return { status: "ok", summary: "", metrics: {}, findings: [] };`;
for (const id of IDS) {
  const run = `await new Promise((resolve) => setTimeout(resolve, 700)); ${OK}`;
  await writePlugin(`${folder}/plugins`, { id, run });
}
const places = workshopPlaces({
  appdata: `${folder}/appdata`,
  plugin_folders: [`${folder}/plugins`],
  network_allowed: false,
});
const SILENT: RunObserver = {
  stepStarted() {},
  stepProgress() {},
  stepLog() {},
  stepEnded() {},
  note() {},
};

/** The workshop with other dependencies, all trusted. */
async function workshop(
  depends_on: Readonly<Record<string, readonly string[]>>,
): Promise<Workshop> {
  return refuseUnmetPlugins(
    new Map([...await openWorkshop(places)].map(([id, plugin]) => [id, {
      ...plugin,
      refusal: null,
      manifest: { ...plugin.manifest, depends_on: depends_on[id] ?? plugin.manifest.depends_on },
    }])),
  );
}

async function run(choice: readonly string[], graph: Workshop, jobs = 2) {
  const state = await openState(places.appdata);
  try {
    return await conductRun({
      file: table,
      choice,
      layers: [],
      seed: 0,
      workers: { jobs, memory_mb: 4096 },
      walls: "auto",
      network_allowed: false,
      reuse: false,
      workshop: graph,
      state,
      appdata: places.appdata,
      observer: SILENT,
      signal: new AbortController().signal,
    });
  } finally {
    state.close();
  }
}

/** Both reports of a run, valid, and what the JSON one says of each plugin. */
async function reportsOf(end: { report_json: string; report_md: string }) {
  const report: Report = JSON.parse(await Deno.readTextFile(end.report_json));
  assert.deepEqual(await validateReport(report), []);
  const text = await Deno.readTextFile(end.report_md);
  const html = await Deno.readTextFile(end.report_md.replace(/md$/, "html"));
  const said = Object.fromEntries(
    IDS.filter((id) => id in report.plugins).map((id) => {
      const { status, summary, error } = report.plugins[id]!;
      return [id, error === null ? `${status} ${summary}`.trim() : `${status} ${error.code}`];
    }),
  );
  return { report, text, html, said };
}

for (
  const [name, depends_on, says, entries] of [
    [
      "a circle, and what waits for it",
      { node_a: ["node_c"], node_b: ["node_a"], node_c: ["node_b"], node_d: ["node_b"] },
      "node_a depends on itself, so it can never start: node_a → node_c → node_b → node_a",
      {
        node_a: "refused E_PLUGIN_CYCLE",
        node_b: "refused E_PLUGIN_CYCLE",
        node_c: "refused E_PLUGIN_CYCLE",
        node_d: "skipped upstream failed: node_b",
      },
    ],
    [
      "a dependency that is not there",
      { node_a: ["nobody"], node_b: ["node_a"], node_c: ["node_b"], node_d: [] },
      "node_a depends on nobody, which was not found",
      {
        node_a: "refused E_PLUGIN_DEPENDENCY",
        node_b: "skipped upstream failed: node_a",
        node_c: "skipped upstream failed: node_b",
        node_d: "ok",
      },
    ],
    [
      "a dependency that runs later",
      { node_a: ["report_bundle"], node_b: [], node_c: ["node_b"], node_d: ["node_a"] },
      "node_a depends on report_bundle, and a plugin of type analysis cannot wait for one of type report",
      {
        node_a: "refused E_PLUGIN_DEPENDENCY",
        node_b: "ok",
        node_c: "ok",
        node_d: "skipped upstream failed: node_a",
      },
    ],
  ] as const
) {
  Deno.test(`${name}: the run says so in valid reports, and everything else runs`, async () => {
    const end = await run(
      ["node_c", "node_d", "analysis_scan_statistics"],
      await workshop(depends_on),
    );
    assert.equal(end.status, "partial");
    const { report, text, html, said } = await reportsOf(end);
    assert.deepEqual(
      said,
      Object.fromEntries(Object.entries(entries).filter(([id]) => id in said)),
    );
    assert.ok("node_c" in said && "node_d" in said);
    assert.ok(
      report.errors.some(({ message }) => message.startsWith(says)),
      JSON.stringify(report.errors),
    );
    assert.ok(["ok", "skipped"].includes(report.plugins["analysis_scan_statistics"]!.status));
    for (const page of [text, html]) assert.match(page, new RegExp(says.split(",")[0]!));
  });
}

Deno.test("a circle on the disk: a run beside it is none of its business, one with it exits 1", async () => {
  const plugins = `${folder}/circular`;
  const words = ["--plugins-dir", plugins, "--appdata", `${folder}/circular_appdata`];
  await writePlugin(plugins, { id: "node_e", run: OK });
  const trust = await runTask("harness", ["plugins", "trust", "node_e", "--yes", ...words]);
  assert.equal(trust.code, 0, trust.stderr);
  await writePlugin(plugins, { id: "node_a", depends_on: ["node_b"], run: OK });
  await writePlugin(plugins, { id: "node_b", depends_on: ["node_a"], run: OK });
  const beside = await runJson([table, "--plugins", "node_e", ...words]);
  assert.deepEqual([beside.code, beside.json.status], [0, "completed"], beside.stderr);

  const within = await runJson([table, "--plugins", "node_b,node_e", ...words]);
  assert.deepEqual([within.code, within.json.status], [1, "partial"]);
  const { report, text, html } = await reportsOf(within.json);
  assert.deepEqual(report.errors.map(({ code, plugin_id }) => [code, plugin_id]), [
    ["E_PLUGIN_CYCLE", "node_a"],
    ["E_PLUGIN_CYCLE", "node_b"],
  ]);
  assert.equal(report.plugins["node_e"]!.status, "ok");
  for (const page of [text, html, within.stderr]) {
    assert.match(page, /node_b → node_a → node_b/);
    assert.doesNotMatch(page, /^\s+at .*\.ts/m, "no stack trace");
  }

  const preview = await runTask("run", [table, "--dry-run", "--plugins", "node_b", ...words]);
  assert.equal(preview.code, 1);
  assert.match(preview.stdout, /node_a → node_b → node_a/);
  // Whoever writes the plugin is told at once, with the place.
  const validate = await runTask("harness", ["plugins", "validate", ...words]);
  assert.equal(validate.code, 2);
  assert.match(validate.stderr, /node_a\/plugin\.yaml:6:.*depends on itself: node_a → node_b/);
});

Deno.test("steps that wait overlap when there are workers, and the kernel takes little of it", async () => {
  const graph = await workshop({});
  const time = async (jobs: number) => {
    const start = performance.now();
    assert.equal((await run(IDS, graph, jobs)).status, "completed");
    return performance.now() - start;
  };
  const [alone, together] = [await time(1), await time(4)];
  assert.ok(alone >= 4 * 700, `${alone} ms`);
  // Loose, for busy machines: a kernel that takes twice what its steps do is broken on any.
  assert.ok(alone <= 3 * 4 * 700, `${alone} ms for four steps of 700 ms`);
  // Three waits of 700 ms are saved; a third of that is left to a busy machine.
  assert.ok(alone - together > 700, `${alone} ms one by one, ${together} ms together`);
});
