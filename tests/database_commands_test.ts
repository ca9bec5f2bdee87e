/** db check, backup, restore and prune on a database that runs have written. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { hashFolder, runJson, runTask } from "./run_harness.ts";

const NILE = `${import.meta.dirname}/../fixtures/nile.csv`;
const folder = await Deno.makeTempDir({ prefix: "harness_db_" });
const appdata = `${folder}/appdata`;
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

async function db(...words: string[]) {
  const { code, stdout, stderr } = await runTask("harness", [
    "db",
    ...words,
    "--appdata",
    appdata,
    "--json",
  ]);
  return { code, stderr, json: stdout === "" ? null : JSON.parse(stdout) };
}

const first = await runJson([NILE, "--appdata", appdata]);

Deno.test("db check says that a database is sound, and what it holds", async () => {
  const { code, json } = await db("check");
  assert.equal(code, 0);
  assert.ok(json.sound);
  assert.equal(json.rows.runs, 1);
  assert.ok(json.rows.executions >= 5);
});

Deno.test("a backup brings back what a damaged database lost, and the damaged one is kept", async () => {
  const { code, json: backup } = await db("backup");
  assert.equal(code, 0);
  const copy = new DatabaseSync(backup.path, { readOnly: true });
  assert.equal(copy.prepare("SELECT count(*) AS n FROM runs").get()!.n, 1);
  copy.close();

  await Deno.writeFile(`${appdata}/state.sqlite`, new Uint8Array(8192).fill(65));
  for (const side of ["-wal", "-shm"]) {
    await Deno.remove(`${appdata}/state.sqlite${side}`).catch(() => {});
  }
  const broken = await runTask("run", [NILE, "--appdata", appdata]);
  assert.equal(broken.code, 3);
  assert.match(broken.stderr, /E_DB_CORRUPT/);

  const restored = await db("restore", backup.path);
  assert.equal(restored.code, 0, restored.stderr);
  assert.equal((await Deno.readFile(restored.json.before))[0], 65);
  assert.ok((await db("check")).json.sound);
  const again = await runJson([NILE, "--appdata", appdata]);
  assert.ok(again.json.steps.every(({ reused_from }) => reused_from === first.json.run_id));
});

Deno.test("restoring an older backup keeps the database that was there as a backup", async () => {
  const { json: backup } = await db("backup");
  const later = await runJson([NILE, "--seed", "9", "--appdata", appdata]);
  const { json } = await db("restore", backup.path);
  const kept = new DatabaseSync(json.before, { readOnly: true });
  assert.ok(kept.prepare("SELECT 1 FROM runs WHERE run_id = ?").get(later.json.run_id));
  kept.close();
  const shown = await runTask("harness", [
    "runs",
    "show",
    later.json.run_id,
    "--appdata",
    appdata,
  ]);
  assert.equal(shown.code, 2);
  await runJson([NILE, "--appdata", appdata]);
  assert.ok((await Deno.stat(later.json.report_json)).isFile, "its report outlives its row");
  const nonsense = await db("restore", NILE);
  assert.equal(nonsense.code, 3);
  assert.match(nonsense.stderr + JSON.stringify(nonsense.json), /E_DB_CORRUPT/);
  assert.ok((await db("check")).json.sound);
});

Deno.test("db prune deletes what nothing refers to, once it is old, and nothing else", async () => {
  const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
  const stray = [
    `${appdata}/datasets/0123456789abcdef.pack`,
    `${appdata}/uploads/${"0".repeat(64)}/x.csv`,
    `${appdata}/cache/results/${"0".repeat(64)}/x.txt`,
    `${appdata}/datasets/x.pack.1.part`,
  ];
  for (const path of stray) {
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, "stray");
  }
  const young = await db("prune", "--yes");
  assert.deepEqual(young.json.files, []);
  const age = async (path: string): Promise<void> => {
    for (const entry of [...Deno.readDirSync(path)]) {
      if (entry.isDirectory) await age(`${path}/${entry.name}`);
      await Deno.utime(`${path}/${entry.name}`, old, old);
    }
  };
  for (const part of ["datasets", "uploads", "cache/results"]) await age(`${appdata}/${part}`);
  const before = await hashFolder(appdata);
  const listed = await db("prune");
  assert.equal(listed.json.deleted, false);
  assert.ok(stray.every((path) => Deno.statSync(path).isFile));
  const { code, json } = await db("prune", "--yes");
  assert.equal(code, 0);
  assert.deepEqual(json.files, listed.json.files);
  const after = await hashFolder(appdata);
  const gone = Object.keys(before).filter((path) => !(path in after)).map((path) =>
    `${appdata}/${path}`
  );
  // The run with seed 9 is in no row since an older backup was restored: what only it made goes.
  for (const path of stray) assert.ok(gone.includes(path), path);
  assert.ok(gone.every((path) => !path.includes("/runs/") && !path.includes("bundles")));
  const again = await runJson([NILE, "--appdata", appdata]);
  assert.ok(again.json.steps.every(({ reused_from }) => reused_from !== null), "all still known");
});
