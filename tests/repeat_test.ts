/** why, --dry-run, --resume, replay, verify and diff, each against a run that gives it something to say. */
import assert from "node:assert/strict";
import { hashFolder, runJson, runTask } from "./run_harness.ts";
import { writePlugin } from "./write_plugin.ts";

const NILE = `${import.meta.dirname}/../fixtures/nile.csv`;
const folder = await Deno.makeTempDir({ prefix: "harness_repeat_" });
const appdata = `${folder}/appdata`;
const plugins = `${folder}/plugins`;
const where = ["--appdata", appdata, "--plugins-dir", plugins];
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

await writePlugin(plugins, {
  id: "dice",
  // Without a namespace of its own each process has another number.
  run: `return { status: "ok", summary: String(Deno.pid), metrics: {}, findings: [] };`,
});
await runTask("harness", ["plugins", "trust", "dice", "--yes", ...where]);

// deno-lint-ignore no-explicit-any -- what each command prints is what the test is about
type Printed = any;

async function harness(...words: string[]): Promise<{ code: number; json: Printed }> {
  const { code, stdout, stderr } = await runTask("harness", [
    ...words,
    "--appdata",
    appdata,
    "--json",
  ]);
  try {
    return { code, json: JSON.parse(stdout) };
  } catch {
    throw new Error(`${words.join(" ")} printed no JSON (exit ${code}): ${stdout}${stderr}`);
  }
}

async function dryRun(): Promise<Record<string, string>> {
  const { stdout } = await runTask("run", [NILE, "--dry-run", "--json", ...where]);
  return Object.fromEntries(
    JSON.parse(stdout).steps.map((step: Printed) => [step.plugin_id, step.foresight]),
  );
}

const foresight = await dryRun();
const plain = await runJson([NILE, ...where]);
const foresightAfter = await dryRun();
const seeded = await runJson([NILE, "--seed", "5", ...where]);
const id = plain.json.run_id;

Deno.test("--dry-run executes what planning needs, once, and foresees the rest", () => {
  assert.equal(foresight.ingest_tabular, "run now");
  assert.equal(foresight.planner_basic, "run now");
  assert.equal(foresight.analysis_scan_statistics, "run");
  assert.equal(foresightAfter.ingest_tabular, "reuse");
  assert.equal(foresightAfter.planner_basic, "reuse");
  assert.equal(foresightAfter.analysis_scan_statistics, "reuse");
  assert.deepEqual(
    plain.json.steps.filter(({ reused_from }) => reused_from !== null).map((step) => step.plugin_id)
      .sort(),
    ["ingest_tabular", "planner_basic", "profile_basic"],
  );
});

Deno.test("why names the part of the key that changed, or the run that was used", async () => {
  const ran = await harness("why", seeded.json.run_id, "profile_basic");
  assert.deepEqual(ran.json.changes.map(({ part }: Printed) => part), ["seed"]);
  const reused = await harness("why", id, "profile_basic");
  assert.notEqual(reused.json.reused_from, null);
  assert.deepEqual(reused.json.changes, []);
  assert.equal((await harness("why", id, "nobody").catch(() => ({ code: 2 }))).code, 2);
});

Deno.test("run --resume is the same run again, all of it known, with the same bytes", async () => {
  const { json, code } = await runJson(["--resume", id, ...where]);
  assert.equal(code, 0);
  assert.ok(json.steps.every(({ reused_from }) => reused_from !== null));
  assert.equal(json.run_key, plain.json.run_key);
  const files = async (path: string) => {
    const hashes = await hashFolder(path.slice(0, path.lastIndexOf("/")));
    for (const name of ["owner.lock", "run.json", "run.log.jsonl"]) delete hashes[name];
    return hashes;
  };
  assert.deepEqual(await files(json.report_json), await files(plain.json.report_json));
  const both = await runTask("run", [NILE, "--resume", id, ...where]);
  assert.equal(both.code, 2);
  assert.match(both.stderr, /E_USAGE_INPUT/);
  const without = await runTask("run", ["--resume", id, "--appdata", appdata]);
  assert.match(without.stderr, /E_RUN_PLUGINS/);
});

Deno.test("replay gives every byte again, and names a step that does not", async () => {
  const good = await harness("replay", id, "--plugins-dir", plugins);
  assert.equal(good.code, 0, JSON.stringify(good.json));
  assert.ok(good.json.identical);
  const ids = good.json.parts.map(({ id }: Printed) => id);
  for (const part of ["ingest_tabular", "report_bundle", "report.json", "report.html"]) {
    assert.ok(ids.includes(part), part);
  }
  const dice = await runJson([NILE, "--plugins", "dice", "--walls", "flags", ...where]);
  assert.equal(dice.code, 0, dice.stderr);
  const bad = await harness(
    "replay",
    dice.json.run_id,
    "--walls",
    "flags",
    "--plugins-dir",
    plugins,
  );
  assert.equal(bad.code, 1);
  const wrong = bad.json.parts.filter(({ same }: Printed) => !same);
  const step = wrong.find((part: Printed) => part.id === "dice");
  assert.match(step.why, /ok → refused \(E_RESULT_DIFFERS\)/);
  assert.ok(wrong.some((part: Printed) => part.id === "report.json"));
  assert.ok(!wrong.some((part: Printed) => part.id === "profile_basic"));
});

Deno.test("diff by finding: the same for a resumed run, gone when the analysis was not chosen", async () => {
  const same = await harness("diff", id, seeded.json.run_id);
  assert.equal(same.json.added.length + same.json.gone.length, 0);
  const none = await runJson([NILE, "--plugins", "dice", ...where]);
  const less = await harness("diff", id, none.json.run_id);
  assert.equal(less.code, 1);
  assert.equal(less.json.gone.length, plain.json.findings);
  assert.ok(plain.json.findings > 0);
});

Deno.test("verify passes a whole run and names each thing that was touched", async () => {
  const whole = await harness("verify", id);
  assert.equal(whole.code, 0, JSON.stringify(whole.json));
  const run = plain.json.report_json.slice(0, plain.json.report_json.lastIndexOf("/"));
  const flip = async (path: string) => {
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.with(80, bytes[80]! ^ 1));
  };
  await flip(`${run}/report.html`);
  await Deno.remove(`${run}/artifacts/profile_basic`, { recursive: true });
  await Deno.writeTextFile(`${run}/artifacts/planted.txt`, "x");
  const [pack] = [...Deno.readDirSync(`${appdata}/datasets`)];
  await flip(`${appdata}/datasets/${pack!.name}`);
  const [upload] = Object.keys(await hashFolder(`${appdata}/uploads`));
  await flip(`${appdata}/uploads/${upload}`);
  const { code, json } = await harness("verify", id);
  assert.equal(code, 1);
  const states = new Map<string, string>(
    json.verified.filter(({ state }: Printed) => state !== "same")
      .map(({ what, id, state }: Printed) => [`${what} ${id}`, state]),
  );
  assert.equal(states.get("file report.html"), "differs");
  assert.equal(states.get("file artifacts/profile_basic/columns.json"), "missing");
  assert.equal(states.get("file artifacts/planted.txt"), "not of this run");
  assert.equal(states.get(`dataset ${plain.json.dataset!.version_id}`), "differs");
  assert.ok([...states.keys()].some((key) => key.startsWith("upload ")));
});
