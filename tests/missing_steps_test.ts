/** Whatever kind of plugin is missing, the run fails closed and its reports are whole. */
import assert from "node:assert/strict";
import { workshopPlaces } from "../kernel/commands/places.ts";
import { validateReport } from "../kernel/contract/validators.ts";
import { conductRun } from "../kernel/pipeline/conduct_run.ts";
import type { RunObserver } from "../kernel/pipeline/run_observer.ts";
import { openWorkshop } from "../kernel/pipeline/workshop.ts";
import type { Workshop } from "../kernel/pipeline/ready_plugin.ts";
import { openState } from "../kernel/store/state_store.ts";

const SILENT: RunObserver = {
  stepStarted() {},
  stepProgress() {},
  stepLog() {},
  stepEnded() {},
  note() {},
};

const folder = await Deno.makeTempDir({ prefix: "harness_missing_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const table = `${folder}/table.csv`;
await Deno.writeTextFile(
  table,
  `x,y\n${Array.from({ length: 40 }, (_, i) => `${i}.5,${i % 7}`).join("\n")}\n`,
);
const places = workshopPlaces({
  appdata: `${folder}/appdata`,
  plugin_folders: [],
  network_allowed: false,
});
const whole = await openWorkshop(places);

async function runWith(workshop: Workshop, choice: "auto" | readonly string[]) {
  const state = await openState(places.appdata);
  try {
    return await conductRun({
      file: table,
      choice,
      layers: [],
      seed: 0,
      workers: { jobs: 2, memory_mb: 4096 },
      walls: "auto",
      network_allowed: false,
      reuse: true,
      workshop,
      state,
      appdata: places.appdata,
      observer: SILENT,
      signal: new AbortController().signal,
    });
  } finally {
    state.close();
  }
}

function without(...types: string[]): Workshop {
  return new Map([...whole].filter(([, { manifest }]) => !types.includes(manifest.type)));
}

const CASES: readonly [missing: string[], status: string, says: RegExp][] = [
  [["ingest"], "failed", /No plugin of type ingest/],
  [["profile"], "failed", /No plugin of type profile/],
  [["planner"], "failed", /No plugin of type planner/],
  [["report"], "partial", /no report plugin/],
  [["ingest", "report"], "failed", /No plugin of type ingest/],
  [["profile", "planner", "report"], "failed", /No plugin of type profile/],
  [["ingest", "profile", "planner", "analysis", "report"], "failed", /No plugin of type ingest/],
];

for (const [missing, status, says] of CASES) {
  Deno.test(`without ${missing.join(", ")} the run is ${status} and its reports say so`, async () => {
    const end = await runWith(without(...missing), "auto");
    assert.equal(end.status, status);
    const report = JSON.parse(await Deno.readTextFile(end.report_json));
    assert.deepEqual(await validateReport(report), []);
    if (!missing.includes("report") || missing.length > 1) {
      assert.equal(report.errors[0].code, "E_STEP_MISSING");
    }
    assert.match(await Deno.readTextFile(end.report_md), says);
    assert.match(await Deno.readTextFile(end.report_html), says);
  });
}

Deno.test("plugins chosen by hand need no planner", async () => {
  const end = await runWith(without("planner"), ["analysis_scan_statistics"]);
  assert.equal(end.status, "completed");
  assert.ok(end.report.plan.every(({ decided_by }) => decided_by === "user"));
  const selected = end.report.plan.filter((entry) => entry.selected);
  assert.deepEqual(selected.map(({ plugin_id }) => plugin_id), ["analysis_scan_statistics"]);
});

Deno.test("the planner's plan decides which analyses run", async () => {
  const state = await openState(places.appdata);
  try {
    const end = await conductRun({
      file: table,
      choice: "auto",
      layers: [{
        source: "test",
        settings: { planner_basic: { deny: ["analysis_scan_statistics"] } },
      }],
      seed: 0,
      workers: { jobs: 2, memory_mb: 4096 },
      walls: "auto",
      network_allowed: false,
      reuse: true,
      workshop: whole,
      state,
      appdata: places.appdata,
      observer: SILENT,
      signal: new AbortController().signal,
    });
    assert.equal(end.status, "completed");
    const denied = end.report.plan.find(({ plugin_id }) =>
      plugin_id === "analysis_scan_statistics"
    );
    assert.equal(denied!.selected, false);
    assert.ok(!("analysis_scan_statistics" in end.report.plugins));
  } finally {
    state.close();
  }
});
