/** What a person can get wrong: each a coded error or a valid report, and an intact database. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { runJson, runTask } from "./run_harness.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_bad_input_" });
const appdata = `${folder}/appdata`;
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = `${folder}/${name}`;
  if (typeof content === "string") await Deno.writeTextFile(path, content);
  else await Deno.writeFile(path, content);
  return path;
}

const good = await file("good.csv", "a,b\n1,2\n3,4\n5,6\n");

/** Errors that end a run before it begins: exit 2, a code, what to do next, no stack. */
const USAGE: readonly [name: string, code: string, words: readonly string[]][] = [
  ["no such file", "E_INPUT_NOT_FOUND", [`${folder}/nothing.csv`]],
  ["a directory", "E_INPUT_IS_DIRECTORY", [folder]],
  ["an empty file", "E_INPUT_EMPTY", [await file("empty.csv", "")]],
  ["a device", "E_INPUT_NOT_A_FILE", ["/dev/zero"]],
  ["a path with a comma", "E_PATH_COMMA", [await file("a,b.csv", "a\n1\n")]],
  ["an unknown plugin", "E_PLUGIN_UNKNOWN", [good, "--plugins", "analysis_scan_statistic"]],
  ["a malformed choice of plugins", "E_USAGE_OPTION", [good, "--plugins", "a,,b"]],
  ["a malformed seed", "E_USAGE_OPTION", [good, "--seed", "-1"]],
  ["an unknown wall", "E_USAGE_OPTION", [good, "--walls", "brick"]],
  ["no such settings file", "E_SETTINGS_FILE", [good, "--settings", `${folder}/none.yaml`]],
  [
    "settings that are no YAML",
    "E_SOURCE_SYNTAX",
    [good, "--settings", await file("broken.yaml", "a: [1\n")],
  ],
  [
    "settings with a key twice",
    "E_SOURCE_DUPLICATE_KEY",
    [good, "--settings", await file("twice.yaml", "ingest_tabular: {}\ningest_tabular: {}\n")],
  ],
  [
    "settings of an unknown plugin",
    "E_PLUGIN_UNKNOWN",
    [good, "--settings", await file("unknown.yaml", "ingest_tabula: {}\n")],
  ],
  [
    "an unknown setting",
    "E_SETTINGS_INVALID",
    [good, "--settings", await file("key.json", '{"ingest_tabular": {"delimitre": ";"}}')],
  ],
  [
    "a setting of the wrong type",
    "E_SETTINGS_INVALID",
    [good, "--settings", await file("type.json", '{"ingest_tabular": {"delimiter": 3}}')],
  ],
];

for (const [name, code, words] of USAGE) {
  Deno.test(`${name} is refused with ${code} and exit code 2`, async () => {
    const end = await runTask("run", [...words, "--appdata", appdata]);
    assert.equal(end.code, 2, end.stderr);
    assert.match(end.stderr, new RegExp(`error\\[${code}\\]: .+\n  next: .+`));
    assert.doesNotMatch(end.stderr, /\n\s+at /, "no stack trace");
    assert.equal(end.stdout, "");
  });
}

/** Files whose fault only the ingest plugin can see: exit 1, and a report that says so. */
const FILES: readonly [name: string, code: RegExp, path: string][] = [
  ["header only", /^E_(CSV|INGEST)_/, await file("header.csv", "a,b\n")],
  [
    "a binary file",
    /^E_(CSV|INGEST)_/,
    await file("binary.csv", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0])),
  ],
  ["a ragged row", /^E_CSV_RAGGED$/, await file("ragged.csv", "a,b\n1,2\n3\n")],
  ["an open quote", /^E_CSV_/, await file("quote.csv", 'a,b\n1,"2\n3,4\n')],
  [
    "undecodable bytes",
    /^E_CSV_ENCODING$/,
    await file("latin.csv", new Uint8Array([97, 10, 0xe9, 10])),
  ],
];

for (const [name, code, path] of FILES) {
  Deno.test(`${name} gives a failed run with a report that says why, and exit code 1`, async () => {
    const { code: exit, json } = await runJson([path, "--appdata", appdata]);
    assert.equal(exit, 1);
    assert.equal(json.status, "failed");
    assert.equal(json.exit_code, 1);
    assert.equal(json.dataset, null);
    const step = json.steps.find(({ plugin_id }) => plugin_id === "ingest_tabular")!;
    assert.equal(step.status, "error");
    assert.match(step.error!.code, code);
    const report = JSON.parse(await Deno.readTextFile(json.report_json));
    assert.equal(report.status, "failed");
    assert.equal(report.errors[0].code, step.error!.code);
    assert.match(await Deno.readTextFile(json.report_md), /failed/);
  });
}

Deno.test("an error with --json is one JSON object on standard output", async () => {
  const end = await runTask("run", [`${folder}/nothing.csv`, "--appdata", appdata, "--json"]);
  const { error, exit_code } = JSON.parse(end.stdout);
  assert.equal(error.code, "E_INPUT_NOT_FOUND");
  assert.equal(exit_code, 2);
  assert.equal(end.code, 2);
});

Deno.test("an unknown command or option is a usage error that suggests the right one", async () => {
  const command = await runTask("harness", ["plugin", "list"]);
  assert.equal(command.code, 2);
  assert.match(command.stderr, /plugins/);
  const option = await runTask("run", [good, "--sed", "1"]);
  assert.equal(option.code, 2);
  assert.match(option.stderr, /--seed/);
});

Deno.test("after all of it the database is intact and no run is left running", () => {
  const database = new DatabaseSync(`${appdata}/state.sqlite`, { readOnly: true });
  try {
    assert.deepEqual(database.prepare("PRAGMA integrity_check").all().map((row) => ({ ...row })), [
      { integrity_check: "ok" },
    ]);
    assert.deepEqual(database.prepare("PRAGMA foreign_key_check").all(), []);
    const runs = database.prepare("SELECT status, count(*) AS n FROM runs GROUP BY status").all();
    assert.deepEqual(runs.map((row) => ({ ...row })), [{ status: "failed", n: FILES.length }]);
  } finally {
    database.close();
  }
});
