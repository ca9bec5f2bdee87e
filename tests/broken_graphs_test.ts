/** A circle and a dependency that is not there: a valid report that says so. And: steps do overlap. */
import assert from "node:assert/strict";
import { workshopPlaces } from "../kernel/commands/places.ts";
import { validateReport } from "../kernel/contract/validators.ts";
import { conductRun } from "../kernel/pipeline/conduct_run.ts";
import type { RunObserver } from "../kernel/pipeline/run_observer.ts";
import { openWorkshop, type Workshop } from "../kernel/pipeline/workshop.ts";
import { openState } from "../kernel/store/state_store.ts";
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

/** The workshop with other dependencies: on the disk these would be refused before any run. */
async function workshop(
  depends_on: Readonly<Record<string, readonly string[]>>,
): Promise<Workshop> {
  return new Map([...await openWorkshop(places)].map(([id, plugin]) => [id, {
    ...plugin,
    refusal: null,
    manifest: { ...plugin.manifest, depends_on: depends_on[id] ?? plugin.manifest.depends_on },
  }]));
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

for (
  const [name, depends_on, code, says] of [
    [
      "a circle",
      { node_a: ["node_c"], node_b: ["node_a"], node_c: ["node_b"] },
      "E_PLUGIN_CYCLE",
      /node_a → node_c → node_b → node_a/,
    ],
    ["a dependency that is not there", { node_a: ["nobody"] }, "E_PLUGIN_DEPENDENCY", /nobody/],
  ] as const
) {
  Deno.test(`${name} leaves a valid report that says so, of a failed run`, async () => {
    const end = await run(["node_a"], await workshop(depends_on));
    assert.equal(end.status, "failed");
    const report = JSON.parse(await Deno.readTextFile(end.report_json));
    assert.deepEqual(await validateReport(report), []);
    assert.equal(report.errors[0].code, code);
    assert.match(report.errors[0].message, says);
    assert.equal(report.datasets.length, 1, "what came before is in it");
    assert.match(await Deno.readTextFile(end.report_md), says);
  });
}

Deno.test("steps that wait overlap when there are workers, and the kernel takes little of it", async () => {
  const graph = await workshop({});
  const time = async (jobs: number) => {
    const start = performance.now();
    assert.equal((await run(IDS, graph, jobs)).status, "completed");
    return performance.now() - start;
  };
  const [alone, together] = [await time(1), await time(4)];
  assert.ok(alone >= 4 * 700, `${alone} ms`);
  // Three waits of 700 ms are saved; a third of that is left to a busy machine.
  assert.ok(alone - together > 700, `${alone} ms one by one, ${together} ms together`);
});
