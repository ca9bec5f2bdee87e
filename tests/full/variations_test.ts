/**
 * The same file, plugins, settings and seed under more than twenty circumstances that must not
 * matter, after the idea of reproducible builds: every byte of the reports and artifacts is equal.
 */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type CommandPlace, hashFolder, runJson } from "../run_harness.ts";
import { writePlugin } from "../write_plugin.ts";

const PROJECT = `${import.meta.dirname}/../../`.replace(/\/$/, "");
const NILE = `${PROJECT}/fixtures/nile.csv`;
const CLOCK_DRIVER = `${import.meta.dirname}/./shifted_clock_driver.ts`;
const folder = await Deno.makeTempDir({ prefix: "harness_variations_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** One circumstance. */
interface Variation {
  readonly name: string;
  readonly words?: readonly string[];
  readonly place?: CommandPlace;
  /** The file as it is named; nile.csv's own path when absent. */
  readonly file?: string;
  readonly appdata?: string;
  /** Programs that must be there; without them the variation is left out, and says so. */
  readonly needs?: readonly string[];
  prepare?(appdata: string): Promise<(() => void) | void> | (() => void) | void;
}

const shell = (line: string) => ["sh", "-c", `${line}; exec "$@"`, "sh"];
const bwrap = (...args: string[]) => ["bwrap", "--dev-bind", "/", "/", ...args];
const at = (path: string) => [...bwrap("--bind", PROJECT, path, "--chdir", path)];

const VARIATIONS: readonly Variation[] = [
  { name: "a zone far ahead", place: { env: { TZ: "Pacific/Kiritimati" } } },
  { name: "a zone behind, with half hours", place: { env: { TZ: "America/St_Johns" } } },
  { name: "Turkish", place: { env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" } } },
  { name: "no language", place: { env: { LANG: "C", LC_ALL: "C", LANGUAGE: "" } } },
  { name: "files for the owner alone", place: { prefix: shell("umask 077") } },
  { name: "files for everybody", place: { prefix: shell("umask 000") } },
  { name: "another home", place: { env: { HOME: `${folder}/home`, USER: "other" } } },
  {
    name: "another user",
    words: ["--walls", "flags"],
    needs: ["bwrap"],
    place: { prefix: bwrap("--unshare-user", "--uid", "4242", "--gid", "4242") },
  },
  {
    name: "another host",
    needs: ["bwrap"],
    words: ["--walls", "flags"],
    place: { prefix: bwrap("--unshare-user", "--unshare-uts", "--hostname", "elsewhere") },
  },
  {
    name: "the project at another path",
    needs: ["bwrap"],
    words: ["--walls", "flags"],
    place: { prefix: at(`${folder}/elsewhere`) },
    prepare: () => Deno.mkdirSync(`${folder}/elsewhere`),
  },
  { name: "an appdata with spaces and umlauts", appdata: `${folder}/ein Ort für 日本` },
  {
    name: "the file by a relative path",
    file: "nile.csv",
    place: { cwd: `${PROJECT}/fixtures` },
  },
  {
    name: "the file in another folder, written in another year",
    file: `${folder}/sub folder/nile.csv`,
    prepare: () => {
      Deno.mkdirSync(`${folder}/sub folder`);
      Deno.copyFileSync(NILE, `${folder}/sub folder/nile.csv`);
      Deno.utimeSync(`${folder}/sub folder/nile.csv`, 315532800, 315532800);
    },
  },
  {
    name: "plugins in another order on the disk, with other times",
    needs: ["bwrap"],
    words: ["--walls", "flags"],
    place: { prefix: bwrap("--bind", `${folder}/plugins_reversed`, `${PROJECT}/plugins`) },
    prepare: () => copyReversed(`${PROJECT}/plugins`, `${folder}/plugins_reversed`),
  },
  { name: "one processor", needs: ["taskset"], place: { prefix: ["taskset", "-c", "0"] } },
  { name: "one job", words: ["--jobs", "1"] },
  { name: "sixteen jobs", words: ["--jobs", "16"] },
  { name: "a busy machine", prepare: () => burn(4) },
  { name: "low priority", needs: ["nice"], place: { prefix: ["nice", "-n", "19"] } },
  {
    name: "little memory for the kernel",
    needs: ["prlimit"],
    place: { prefix: ["prlimit", "--data=2000000000"] },
  },
  {
    name: "few open files",
    needs: ["prlimit"],
    place: { prefix: ["prlimit", "--nofile=128:4096"] },
  },
  { name: "one wall", words: ["--walls", "flags"] },
  { name: "a cold cache of Deno's", place: { env: { DENO_DIR: `${folder}/deno_dir` } } },
  {
    name: "a database of large pages",
    prepare: (appdata) => {
      Deno.mkdirSync(appdata, { recursive: true });
      const db = new DatabaseSync(`${appdata}/state.sqlite`);
      // The first write settles the size of the pages for good.
      db.exec("PRAGMA page_size = 65536; CREATE TABLE first_page (x); DROP TABLE first_page");
      assert.equal(db.prepare("PRAGMA page_size").get()!.page_size, 65536);
      db.close();
    },
  },
  { name: "a used appdata, nothing reused", appdata: `${folder}/first`, words: ["--no-reuse"] },
  { name: "a used appdata, all reused", appdata: `${folder}/first` },
];

async function reportHashes(report_json: string): Promise<Record<string, string>> {
  const hashes = await hashFolder(report_json.slice(0, report_json.lastIndexOf("/")));
  for (const name of ["owner.lock", "run.json", "run.log.jsonl"]) delete hashes[name];
  return hashes;
}

async function run(variation: Variation, appdata: string) {
  const words = [variation.file ?? NILE, "--appdata", appdata, ...variation.words ?? []];
  const { code, json, stderr } = await runJson(words, variation.place);
  assert.equal(code, 0, stderr);
  return json;
}

const first = await run({ name: "" }, `${folder}/first`);
const expected = await reportHashes(first.report_json);

Deno.test("there are at least twenty variations", () => {
  assert.ok(VARIATIONS.length >= 20);
  assert.ok(Object.keys(expected).length > 5, "there are artifacts to compare");
});

for (const [i, variation] of VARIATIONS.entries()) {
  const missing = (variation.needs ?? []).filter((tool) => !isThere(tool));
  const without = missing.length === 0 ? "" : ` (left out: no ${missing.join(", ")})`;
  Deno.test({
    name: `the same bytes with ${variation.name}${without}`,
    ignore: missing.length > 0,
    fn: async () => {
      const appdata = variation.appdata ?? `${folder}/variation_${i}`;
      const undo = await variation.prepare?.(appdata);
      try {
        const json = await run(variation, appdata);
        assert.deepEqual(await reportHashes(json.report_json), expected);
        assert.equal(json.run_key, first.run_key);
      } finally {
        undo?.();
      }
    },
  });
}

Deno.test("the same bytes with a kernel whose clock is ten years behind", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", CLOCK_DRIVER, NILE, `${folder}/clock`],
    cwd: PROJECT,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const { report_json, run_id } = JSON.parse(new TextDecoder().decode(stdout));
  assert.ok(Number(run_id.slice(0, 4)) <= new Date().getUTCFullYear() - 9, run_id);
  assert.deepEqual(await reportHashes(report_json), expected);
});

Deno.test("a plugin more changes no other plugin's entry by a byte", async () => {
  const plugins = `${folder}/more_plugins`;
  await writePlugin(plugins, {
    id: "analysis_aaa",
    run: `return { status: "ok", summary: "", metrics: {}, findings: [] };`,
  });
  const words = ["--plugins-dir", plugins, "--plugins", "all"];
  // Untrusted, it is refused and in the report; the others do not notice.
  const { json } = await runJson([NILE, "--appdata", `${folder}/more`, ...words]);
  const entries = async (path: string) => JSON.parse(await Deno.readTextFile(path)).plugins;
  const before = await entries(
    (await runJson([NILE, "--appdata", `${folder}/all`, "--plugins", "all"])).json.report_json,
  );
  const { analysis_aaa, ...others } = await entries(json.report_json);
  assert.equal(analysis_aaa.status, "refused");
  assert.equal(JSON.stringify(others), JSON.stringify(before));
});

function isThere(tool: string): boolean {
  return ["/usr/bin", "/bin"].some((path) => {
    try {
      return Deno.statSync(`${path}/${tool}`).isFile;
    } catch {
      return false;
    }
  });
}

/** Keeps processors busy until the returned function is called. */
function burn(processes: number): () => void {
  const children = Array.from(
    { length: processes },
    () => new Deno.Command("sh", { args: ["-c", "while :; do :; done"] }).spawn(),
  );
  return () => children.forEach((child) => child.kill("SIGKILL"));
}

/** A copy whose entries were made in the opposite order. */
function copyReversed(from: string, to: string): void {
  Deno.mkdirSync(to);
  const names = [...Deno.readDirSync(from)].toSorted((a, b) => a.name < b.name ? 1 : -1);
  for (const { name, isDirectory } of names) {
    if (isDirectory) copyReversed(`${from}/${name}`, `${to}/${name}`);
    else Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
    Deno.utimeSync(`${to}/${name}`, 315532800, 315532800);
  }
}
