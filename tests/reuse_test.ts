/** Same key, same bytes: what was computed is used again, and whatever is wrong runs again. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { hashFolder, type RunJson, runJson, runTask } from "./run_harness.ts";
import { trustPlugins } from "./trust_plugins.ts";
import { writePlugin } from "./write_plugin.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_reuse_" });
const plugins = `${folder}/plugins`;
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const table = `${folder}/table.csv`;
await Deno.writeTextFile(
  table,
  `x,y\n${Array.from({ length: 200 }, (_, i) => `${i % 13}.5,${(i * i) % 7}`).join("\n")}\n`,
);

/** A plugin with an artifact; what `label` is decides its bytes. */
function plugin(label: string, depends_on: readonly string[] = []) {
  return {
    depends_on,
    run: `ctx.artifact({ name: "own.txt", media_type: "text/plain", description: "Own." },
        ${JSON.stringify(label)} + Object.keys(ctx.upstream ?? {}).length);
      return { status: "ok", summary: ${JSON.stringify(label)}, metrics: {}, findings: [
        { kind: "note", label: ${JSON.stringify(label)}, measurement_type: "measured", score: 1,
          columns: ["x"], evidence: { row_ids: [0] } }] };`,
  };
}

await writePlugin(plugins, { id: "first", ...plugin("first") });
await writePlugin(plugins, { id: "second", ...plugin("second", ["first"]) });
await writePlugin(plugins, { id: "third", ...plugin("third") });
await writePlugin(plugins, {
  id: "dice",
  // Without a namespace of its own each process has another number.
  run: `const label = String(Deno.pid);
    ctx.artifact({ name: "own.txt", media_type: "text/plain", description: "Own." }, label);
    return { status: "ok", summary: label, metrics: {}, findings: [] };`,
});

async function start(appdata: string, ids: string, ...words: string[]) {
  const where = ["--plugins-dir", plugins, "--appdata", appdata];
  const { code, json, stderr } = await runJson([table, "--plugins", ids, ...where, ...words]);
  return { code, json, stderr, reused: reusedIds(json), hashes: await outputHashes(json) };
}

function reusedIds({ steps }: RunJson): string[] {
  return steps.filter(({ reused_from }) => reused_from !== null).map(({ plugin_id }) => plugin_id)
    .sort();
}

async function outputHashes({ report_json }: RunJson): Promise<Record<string, string>> {
  const hashes = await hashFolder(report_json.slice(0, report_json.lastIndexOf("/")));
  for (const name of ["owner.lock", "run.json", "run.log.jsonl"]) delete hashes[name];
  return hashes;
}

function query<T>(appdata: string, sql: string, ...values: string[]): T[] {
  const db = new DatabaseSync(`${appdata}/state.sqlite`, { readOnly: true });
  try {
    return db.prepare(sql).all(...values).map((row) => ({ ...row }) as T);
  } finally {
    db.close();
  }
}

const EVERY = ["first", "ingest_tabular", "profile_basic", "report_bundle", "second", "third"];

Deno.test("a second identical run starts no process, has the same bytes and says so", async () => {
  const appdata = `${folder}/twice`;
  await trustPlugins(plugins, appdata);
  const fresh = await start(appdata, "first,second,third");
  assert.equal(fresh.code, 0, fresh.stderr);
  assert.deepEqual(fresh.reused, []);
  const again = await start(appdata, "first,second,third");
  assert.deepEqual(again.reused, EVERY);
  assert.deepEqual(again.hashes, fresh.hashes);
  assert.ok("artifacts/second/own.txt" in again.hashes);

  const executions = query<{ run_id: string; n: number }>(
    appdata,
    "SELECT run_id, count(*) AS n FROM executions JOIN steps USING (step_id) GROUP BY run_id",
  );
  assert.deepEqual(executions, [{ run_id: fresh.json.run_id, n: EVERY.length }]);
  const run = JSON.parse(
    await Deno.readTextFile(again.json.report_json.replace("report.json", "run.json")),
  );
  for (const step of run.steps) assert.equal(step.reused_from.run_id, fresh.json.run_id);
  const shown = await runTask("harness", [
    "runs",
    "show",
    again.json.run_id,
    "--appdata",
    appdata,
  ]);
  assert.equal(shown.stdout.split(`reused from ${fresh.json.run_id}`).length - 1, EVERY.length);

  const forced = await start(appdata, "first,second,third", "--no-reuse");
  assert.deepEqual(forced.reused, []);
  assert.deepEqual(forced.hashes, fresh.hashes);
});

Deno.test("a changed plugin runs again with what depends on it, and nothing else does", async () => {
  const appdata = `${folder}/changed`;
  await trustPlugins(plugins, appdata);
  await start(appdata, "first,second,third");
  await writePlugin(plugins, { id: "first", ...plugin("first, changed") });
  try {
    await trustPlugins(plugins, appdata);
    const { reused, code } = await start(appdata, "first,second,third");
    assert.equal(code, 0);
    assert.deepEqual(reused, ["ingest_tabular", "profile_basic", "third"]);
  } finally {
    await writePlugin(plugins, { id: "first", ...plugin("first") });
  }
});

Deno.test("another seed is another key for all, another setting for whom it is set and who builds on it", async () => {
  const appdata = `${folder}/keys`;
  await trustPlugins(plugins, appdata);
  await start(appdata, "third");
  assert.deepEqual((await start(appdata, "third", "--seed", "1")).reused, []);
  const settings = `${folder}/settings.json`;
  await Deno.writeTextFile(settings, JSON.stringify({ profile_basic: { top_values: 5 } }));
  const set = await start(appdata, "third", "--settings", settings);
  assert.deepEqual(set.reused, ["ingest_tabular"]);
});

Deno.test("a damaged artifact, pack or upload is found, and made again with the same bytes", async () => {
  const appdata = `${folder}/damaged`;
  await trustPlugins(plugins, appdata);
  const fresh = await start(appdata, "third");
  const [{ step_key }] = query<{ step_key: string }>(
    appdata,
    "SELECT step_key FROM steps WHERE plugin_id = 'third'",
  ) as [{ step_key: string }];
  const copy = `${appdata}/cache/results/${step_key}/own.txt`;
  const whole = await Deno.readFile(copy);
  await Deno.writeFile(copy, whole.with(0, whole[0]! ^ 1));
  const mended = await start(appdata, "third");
  assert.deepEqual(mended.reused, ["ingest_tabular", "profile_basic", "report_bundle"]);
  assert.deepEqual(mended.hashes, fresh.hashes);
  assert.deepEqual(await Deno.readFile(copy), whole);

  await Deno.remove(`${appdata}/cache/results`, { recursive: true });
  const pack = `${appdata}/datasets/${fresh.json.dataset!.version_id}.pack`;
  const data = await Deno.readFile(pack);
  await Deno.writeFile(pack, data.with(70, data[70]! ^ 1));
  const [upload] = Object.keys(await hashFolder(`${appdata}/uploads`));
  await Deno.writeTextFile(`${appdata}/uploads/${upload}`, "y,x\n1,2\n");
  await Deno.writeFile(
    `${appdata}/uploads/${upload}`,
    (await Deno.readFile(table)).with(5, 0x39),
  );
  const remade = await start(appdata, "third");
  assert.equal(remade.code, 0, remade.stderr);
  assert.deepEqual(remade.reused, []);
  assert.deepEqual(remade.hashes, fresh.hashes);
  assert.deepEqual(await Deno.readFile(pack), data);
  assert.deepEqual(
    await Deno.readFile(`${appdata}/uploads/${upload}`),
    await Deno.readFile(table),
  );
  assert.deepEqual((await start(appdata, "third")).reused, [
    "ingest_tabular",
    "profile_basic",
    "report_bundle",
    "third",
  ]);
});

Deno.test("a plugin that contradicts its own result is refused, and leaves no file", async () => {
  const appdata = `${folder}/dice`;
  await trustPlugins(plugins, appdata);
  const first = await start(appdata, "dice", "--walls", "flags");
  assert.equal(first.code, 0, first.stderr);
  const second = await start(appdata, "dice", "--walls", "flags", "--no-reuse");
  assert.equal(second.code, 1);
  const step = second.json.steps.find(({ plugin_id }) => plugin_id === "dice")!;
  assert.equal(step.status, "refused");
  assert.equal(step.error!.code, "E_RESULT_DIFFERS");
  assert.match(step.error!.message, /not deterministic/);
  assert.ok("artifacts/dice/own.txt" in first.hashes);
  assert.ok(!("artifacts/dice/own.txt" in second.hashes));
  const rows = query<{ status: string; execution: string }>(
    appdata,
    `SELECT s.status, e.status AS execution FROM steps s JOIN executions e USING (step_id)
     WHERE s.plugin_id = 'dice' ORDER BY step_id`,
  );
  assert.deepEqual(rows, [
    { status: "ok", execution: "ok" },
    { status: "refused", execution: "refused" },
  ]);
  assert.deepEqual((await start(appdata, "dice")).hashes, first.hashes);
});
