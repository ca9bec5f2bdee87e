/** Two kernels at once, a full disk, a folder that may not be written, another's database. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { hashFolder, runJson, runTask } from "../run_harness.ts";
import { writePlugin } from "../write_plugin.ts";

const NILE = `${import.meta.dirname}/../../fixtures/nile.csv`;
const folder = await Deno.makeTempDir({ prefix: "harness_disasters_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

async function works(command: string, ...args: string[]): Promise<boolean> {
  try {
    const output = new Deno.Command(command, { args, stdout: "null", stderr: "null" }).output();
    return (await output).success;
  } catch {
    return false;
  }
}
const bubblewrap = await works("bwrap", "--dev-bind", "/", "/", "true");

async function reportHashes(report_json: string): Promise<Record<string, string>> {
  const hashes = await hashFolder(report_json.slice(0, report_json.lastIndexOf("/")));
  for (const name of ["owner.lock", "run.json", "run.log.jsonl"]) delete hashes[name];
  return hashes;
}

function sound(path: string): void {
  const db = new DatabaseSync(path);
  try {
    assert.equal(db.prepare("PRAGMA integrity_check").get()!.integrity_check, "ok");
    assert.deepEqual(db.prepare("PRAGMA foreign_key_check").all(), []);
  } finally {
    db.close();
  }
}

Deno.test("three kernels at once on one new appdata all complete, with the same bytes", async () => {
  const appdata = `${folder}/shared`;
  const ends = await Promise.all(
    [1, 2, 3].map(() => runJson([NILE, "--appdata", appdata])),
  );
  const hashes = await Promise.all(ends.map(({ json }) => reportHashes(json.report_json)));
  for (const [i, { code, stderr }] of ends.entries()) {
    assert.equal(code, 0, stderr);
    assert.deepEqual(hashes[i], hashes[0]);
  }
  sound(`${appdata}/state.sqlite`);
  const list = await runTask("harness", ["runs", "list", "--json", "--appdata", appdata]);
  assert.deepEqual(
    JSON.parse(list.stdout).runs.map(({ status }: { status: string }) => status),
    ["completed", "completed", "completed"],
  );
});

for (const bytes of [100_000, 1_500_000, 2_500_000, 4_000_000]) {
  Deno.test({
    name:
      `a disk of ${bytes} bytes holds a whole run, or the run ends with a code and no half file`,
    ignore: !bubblewrap,
    fn: async () => {
      const [disk, out] = [`${folder}/disk_${bytes}`, `${folder}/out_${bytes}`];
      await Deno.mkdir(disk);
      const prefix = ["bwrap", "--dev-bind", "/", "/", "--size", String(bytes), "--tmpfs", disk];
      // The disk is gone with the namespace: what is on it is copied out before.
      const inside = ["sh", "-c", `"$@"; code=$?; cp -r ${disk} ${out}; exit $code`, "sh"];
      const words = [NILE, "--walls", "flags", "--json", "--appdata", `${disk}/appdata`];
      const { code, stdout, stderr } = await runTask("run", words, {
        prefix: [...prefix, ...inside],
      });
      const json = JSON.parse(stdout);
      if (code === 0) {
        assert.equal(json.status, "completed");
      } else {
        const codes = [
          json.error?.code,
          ...(json.errors ?? []).map((each: { code: string }) => each.code),
        ];
        assert.ok(
          codes.some((each) => /^E_(?:STORE_FULL|DB_FULL|DB_OPEN|BUNDLE[A-Z_]*)$/.test(each)),
          `${stdout}\n${stderr}`,
        );
        assert.doesNotMatch(stderr, /^\s+at /m, "no stack trace");
      }
      const left = Object.keys(await hashFolder(out));
      const database = left.find((path) => path.endsWith("/state.sqlite"));
      if (database !== undefined) sound(`${out}/${database}`);
      for (const path of left.filter((path) => path.endsWith("report.json"))) {
        JSON.parse(await Deno.readTextFile(`${out}/${path}`));
      }
      assert.deepEqual(left.filter((path) => path.endsWith(".part")), []);
    },
  });
}

Deno.test({
  name: "an appdata that may not be written is said to be so, and is not touched",
  ignore: !bubblewrap,
  fn: async () => {
    const appdata = `${folder}/read_only`;
    await Deno.mkdir(appdata);
    const prefix = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", appdata, appdata];
    const { code, stderr } = await runTask("run", [NILE, "--appdata", appdata], { prefix });
    assert.equal(code, 3, stderr);
    assert.match(stderr, /error\[E_(?:DB_OPEN|STORE_READ_ONLY)\]/);
    assert.doesNotMatch(stderr, /^\s+at /m);
    // But for the bundles that the tests themselves may have put there.
    const touched = Object.keys(await hashFolder(appdata));
    assert.deepEqual(touched.filter((path) => !path.startsWith("cache/bundles/")), []);
  },
});

Deno.test("a database of a newer version is left as it is", async () => {
  const appdata = `${folder}/newer`;
  await runJson([NILE, "--appdata", appdata]);
  const db = new DatabaseSync(`${appdata}/state.sqlite`);
  db.exec("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  const before = await hashFolder(appdata);
  const { code, stderr } = await runTask("run", [NILE, "--appdata", appdata]);
  assert.equal(code, 3, stderr);
  assert.match(stderr, /E_DB_NEWER/);
  assert.deepEqual((await hashFolder(appdata))["state.sqlite"], before["state.sqlite"]);
});

Deno.test("a plugin that dies after any of its frames fails alone, and leaves nothing", async () => {
  const plugins = `${folder}/plugins`;
  const where = ["--plugins-dir", plugins, "--appdata", `${folder}/frames`];
  const frames = [
    `ctx.log("info", "one");`,
    `ctx.progress(1, 2);`,
    `ctx.artifact({ name: "a.txt", media_type: "text/plain", description: "" }, "a");`,
    `ctx.artifact({ name: "b.txt", media_type: "text/plain", description: "" }, "b".repeat(3e6));`,
  ];
  const ids = frames.map((_, i) => `dies_${i}`).concat("dies_4");
  for (const [i, id] of ids.entries()) {
    const run = `${frames.slice(0, i).join("\n")}
      if (${JSON.stringify(id)} !== "") Deno.exit(137);
      return { status: "ok", summary: "", metrics: {}, findings: [] };`;
    await writePlugin(plugins, { id, run });
    await runTask("harness", ["plugins", "trust", id, "--yes", ...where]);
  }
  await writePlugin(plugins, {
    id: "lives",
    run: `${frames.join("\n")} return { status: "ok", summary: "", metrics: {}, findings: [] };`,
  });
  await runTask("harness", ["plugins", "trust", "lives", "--yes", ...where]);
  const { code, json } = await runJson([NILE, "--plugins", [...ids, "lives"].join(), ...where]);
  assert.equal(code, 1);
  assert.equal(json.status, "partial");
  for (const id of ids) {
    const step = json.steps.find(({ plugin_id }) => plugin_id === id)!;
    assert.notEqual(step.status, "ok", id);
    assert.match(step.error!.code, /^E_/);
  }
  const kept = Object.keys(await reportHashes(json.report_json));
  assert.ok(kept.includes("artifacts/lives/b.txt"));
  assert.deepEqual(kept.filter((path) => path.includes("dies_")), []);
  sound(`${folder}/frames/state.sqlite`);
});
