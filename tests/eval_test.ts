/** The truth files of the fixtures hold, and stop holding when what they speak of is not there. */
import assert from "node:assert/strict";
import { type Effect, makeDemo } from "../scripts/make_demo.ts";
import { PROJECT, runTask } from "./run_harness.ts";

const FIXTURES = `${PROJECT}/fixtures`;
const folder = await Deno.makeTempDir({ prefix: "harness_eval_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const appdata = ["--appdata", `${folder}/appdata`];

for (const name of ["demo", "nile"]) {
  Deno.test(`the truth file of ${name} passes`, async () => {
    const end = await runTask("eval", [`${FIXTURES}/${name}.truth.yaml`, ...appdata]);
    assert.equal(end.code, 0, end.stdout + end.stderr);
    assert.match(end.stdout, /\d+ checks, all passed/);
  });
}

/** Effects to leave out, and what the evaluator must then say failed. */
const EFFECTS: readonly [effect: Effect, says: RegExp][] = [
  ["hot_day", /FAIL\s+the mould ran hot for a day/],
  ["seal_change", /FAIL\s+the hydraulic pressure fell when the seal was changed/],
];

for (const [effect, says] of EFFECTS) {
  Deno.test(`without ${effect} the demo's truth fails and names it`, async () => {
    const path = `${folder}/without_${effect}.csv`;
    await Deno.writeTextFile(path, makeDemo(new Set([effect])));
    const truth = `${FIXTURES}/demo.truth.yaml`;
    const junit = `${folder}/${effect}.xml`;
    const end = await runTask("eval", [truth, "--input", path, "--junit", junit, ...appdata]);
    assert.equal(end.code, 1, end.stdout + end.stderr);
    assert.match(end.stdout, says);
    assert.match(end.stdout, /demo\.truth\.yaml:\d+/, "the place in the truth file");
    assert.match(await Deno.readTextFile(junit), /<failure/);
  });
}

Deno.test("a truth file with an unknown key is exit code 2, with its place and the nearest key", async () => {
  const path = `${folder}/typo.truth.yaml`;
  await Deno.writeTextFile(path, "input: x.csv\nexpected_findngs: []\n");
  const end = await runTask("eval", [path, ...appdata]);
  assert.equal(end.code, 2);
  assert.match(end.stderr, /typo\.truth\.yaml:2:1/);
  assert.match(end.stderr, /expected_findings/);
});

Deno.test("a truth file may not name an input outside its own folder", async () => {
  const path = `${folder}/outside.truth.yaml`;
  await Deno.writeTextFile(path, "input: ../../etc/passwd\nexpected_metrics:\n  a.b: 1\n");
  const end = await runTask("eval", [path, ...appdata]);
  assert.equal(end.code, 2);
  assert.match(end.stderr, /E_TRUTH_INPUT|E_TRUTH_INVALID/);
});

Deno.test("eval init drafts a truth file that the run it came from satisfies", async () => {
  const nile = `${FIXTURES}/nile.csv`;
  const run = await runTask("run", [nile, "--json", ...appdata]);
  const { run_id, report_json } = JSON.parse(run.stdout);
  const draft = await runTask("harness", ["eval", "init", run_id, ...appdata]);
  assert.equal(draft.code, 0, draft.stderr);
  const path = `${folder}/draft.truth.yaml`;
  await Deno.writeTextFile(path, draft.stdout);
  for (const source of [["--run", run_id], ["--report", report_json]]) {
    const end = await runTask("eval", [path, ...source, ...appdata, "--json"]);
    assert.equal(end.code, 0, end.stdout + end.stderr);
    assert.equal(JSON.parse(end.stdout).passed, true);
  }
});
