/** A plugin of any type throws, hangs or lies: every report is there, is valid, and says so first. */
import assert from "node:assert/strict";
import { workshopPlaces } from "../../kernel/commands/places.ts";
import { validateReport } from "../../kernel/contract/validators.ts";
import { conductRun } from "../../kernel/pipeline/conduct_run.ts";
import type { RunObserver } from "../../kernel/pipeline/run_observer.ts";
import { openWorkshop } from "../../kernel/pipeline/workshop.ts";
import { openState } from "../../kernel/store/state_store.ts";
import { trustPlugins } from "../trust_plugins.ts";
import { writePlugin } from "../write_plugin.ts";

const SILENT: RunObserver = {
  stepStarted() {},
  stepProgress() {},
  stepLog() {},
  stepEnded() {},
  note() {},
};

/** Characters within which a reader must learn that something is missing. */
const TOP = 700;

const OK = `status: "ok", summary: "Fine.", metrics: {}, findings: []`;
const THROWS = `throw new Error("no <b>luck</b>");`;
const HANGS = `while (true);`;
const NONSENSE = `return { status: "splendid", answer: 42 } as never;`;
const PAGE = `ctx.artifact({ name: "report.html", media_type: "text/html", description: "" }, ` +
  "`<!doctype html><script>alert(1)</script><p>All is well.</p>`);";
/** A plan of what is not there, or of nothing. */
const PLAN = (plan: string) => `return { ${OK}, plan: ${plan} } as never;`;

/** The type whose only plugin is one that does this; how the run ends, and what reports say first. */
const CASES: readonly [type: string, does: string, run: string, status: string, says: RegExp][] = [
  ["ingest", "throws", THROWS, "failed", /This run failed/],
  ["ingest", "hangs", HANGS, "failed", /This run failed/],
  ["ingest", "answers nonsense", NONSENSE, "failed", /This run failed/],
  ["ingest", "gives no table", `return { ${OK} };`, "failed", /This run failed/],
  ["profile", "throws", THROWS, "partial", /This report is incomplete/],
  ["profile", "answers nonsense", NONSENSE, "partial", /This report is incomplete/],
  ["planner", "throws", THROWS, "failed", /This run failed/],
  ["planner", "hangs", HANGS, "failed", /This run failed/],
  ["planner", "gives no plan", `return { ${OK} };`, "failed", /This run failed/],
  [
    "planner",
    "plans what is not there",
    PLAN(`[{ plugin_id: "nobody", selected: true, reason: "" }]`),
    "failed",
    /This run failed/,
  ],
  ["report", "throws", THROWS, "partial", /plain report, because/],
  ["report", "hangs", HANGS, "partial", /plain report, because/],
  ["report", "answers nonsense", NONSENSE, "partial", /plain report, because/],
  ["report", "makes nothing", `return { ${OK} };`, "completed", /plain report, because/],
];

const folder = await Deno.makeTempDir({ prefix: "harness_failing_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const table = `${folder}/table.csv`;
const plugins = `${folder}/plugins`;
await Deno.writeTextFile(
  table,
  `x,y\n${Array.from({ length: 40 }, (_, i) => `${i}.5,${i % 7}`).join("\n")}\n`,
);
const idOf = (type: string, does: string) => `${type}_${does.replaceAll(" ", "_")}`;
for (const [type, does, run] of CASES) {
  const limits = run === HANGS ? { wall_ms: 1500 } : {};
  await writePlugin(plugins, { id: idOf(type, does), type, run, limits });
}
await writePlugin(plugins, { id: "report_half", type: "report", run: `${PAGE} return { ${OK} };` });
await trustPlugins(plugins, `${folder}/appdata`);
const places = workshopPlaces({
  appdata: `${folder}/appdata`,
  plugin_folders: [plugins],
  network_allowed: false,
});
const all = await openWorkshop(places);

/** A run in which one plugin is the only one of its type, and the built-in ones do the rest. */
async function runWith(id: string) {
  const { type } = all.get(id)!.manifest;
  const workshop = new Map(
    [...all].filter(([other, { manifest, discovered }]) =>
      other === id || (discovered.origin === "builtin" && manifest.type !== type)
    ),
  );
  const state = await openState(places.appdata);
  try {
    return await conductRun({
      file: table,
      choice: "auto",
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

for (const [type, does, , status, says] of CASES) {
  Deno.test(`type ${type}: a plugin that ${does}: the run is ${status} and its reports say so first`, async () => {
    const end = await runWith(idOf(type, does));
    assert.equal(end.status, status);
    const report = JSON.parse(await Deno.readTextFile(end.report_json));
    assert.deepEqual(await validateReport(report), []);
    const markdown = await Deno.readTextFile(end.report_md);
    assert.match(markdown.slice(0, TOP), says);
    const page = await Deno.readTextFile(end.report_html);
    const body = page.slice(page.indexOf("<h1"));
    assert.match(body.slice(0, TOP), says);
    assert.ok(!page.includes("<b>luck"), "what a plugin throws is text");
    if (type !== "report") {
      const { plugin_id, code } = report.errors[0];
      assert.equal(plugin_id, idOf(type, does));
      assert.ok(markdown.includes(code));
    }
  });
}

Deno.test("a report plugin that makes half of it: the kernel makes the rest, and guards its page", async () => {
  const end = await runWith("report_half");
  const page = await Deno.readTextFile(end.report_html);
  assert.match(page, /Content-Security-Policy[^>]*default-src 'none'/);
  assert.match(
    await Deno.readTextFile(end.report_md),
    /^# Run completed\n\nA plain report, because/,
  );
});
