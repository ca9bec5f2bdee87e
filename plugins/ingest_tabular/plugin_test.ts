import { strict as assert } from "node:assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { runPlugin } from "../_sdk/testing/mod.ts";
import plugin from "./plugin.ts";
import { DEFAULT_SETTINGS } from "./testing/read_csv.ts";
import { writeXlsx } from "./testing/write_xlsx.ts";

const HERE = import.meta.dirname!;
const DEFAULTS = parse(Deno.readTextFileSync(`${HERE}/plugin.yaml`)).settings.defaults;
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
ajv.addKeyword("x-identity");
ajv.addKeyword("discriminator");
const validSettings = ajv.compile(readJson("config.schema.json"));
const validResult = ajv.compile(readJson("output.schema.json"));

function readJson(name: string) {
  return JSON.parse(Deno.readTextFileSync(`${HERE}/${name}`));
}

/** Runs the plugin and holds settings and result to its own schemas. */
async function run(
  upload: string | Uint8Array,
  settings: Record<string, unknown> = {},
  filename = "upload",
) {
  const merged: Record<string, unknown> = { ...DEFAULTS, ...settings };
  assert.ok(validSettings(merged), JSON.stringify(validSettings.errors));
  const outcome = await runPlugin(plugin, {
    type: "ingest",
    settings: merged,
    filename,
    files: { upload },
  });
  assert.ok(validResult(outcome.result), JSON.stringify(validResult.errors));
  return outcome;
}

Deno.test("the manifest's defaults fit config.schema.json and are what the tests use", () => {
  assert.ok(validSettings(DEFAULTS), JSON.stringify(validSettings.errors));
  assert.deepEqual(DEFAULTS, DEFAULT_SETTINGS);
});

Deno.test("a file becomes a dataset, with a summary, metrics and every kind of finding", async () => {
  const { result, table } = await run(
    [
      "name,price,price,,d,2019",
      'Ada,1.5,"a ""q"" b",x,03/04/2024,1',
      "Bob,,c,-,05/06/2024,n/a",
      "Cleo,2",
      "",
    ].join("\r\n"),
    { ragged: "pad" },
  );
  assert.equal(
    result.summary,
    "3 rows × 6 columns (1 float64, 5 text) from comma-delimited text (utf-8); " +
      "6 cells (33 %) are missing.",
  );
  assert.deepEqual(result.metrics, {
    rows: 3,
    columns: 6,
    missing_cells: 6,
    bytes: 95,
    format: "csv",
    delimiter: ",",
    encoding: "utf-8",
    header: true,
    blank_lines: 0,
    padded_rows: 1,
    renamed_columns: 2,
    findings_total: 6,
  });
  assert.deepEqual(result.findings.map(({ kind }) => kind), [
    "ambiguous_dates",
    "type_note",
    "ragged_padded",
    "header_note",
    "renamed_column",
    "renamed_column",
  ]);
  const rows = [0, 1, 2].map((row) => table!.columns.map(({ name }) => table!.cell(name, row)));
  assert.deepEqual(rows, [
    ["Ada", "1.5", 'a "q" b', "x", "03/04/2024", "1"],
    ["Bob", null, "c", null, "05/06/2024", "n/a"],
    ["Cleo", "2", null, null, null, null],
  ]);
});

Deno.test("findings are capped, and their number is not hidden", async () => {
  const header = new Array(80).fill("x").join(",");
  const { result } = await run(`${header}\n${new Array(80).fill("1").join(",")}\n`, {
    max_findings: 5,
  });
  assert.equal(result.findings.length, 5);
  assert.equal(result.metrics["findings_total"], 79);
});

Deno.test("max_rows is in the budget and in the summary", async () => {
  const { result } = await run("a,b\n1,2\n3,4\n", { max_rows: 1 });
  assert.deepEqual(result.budget, { row_limit: 1, sampled: true });
  assert.match(result.summary, /max_rows/);
});

Deno.test("progress goes from nothing to all", async () => {
  const { progress } = await run(`a,b\n${"1,2\n".repeat(400_000)}`);
  assert.ok(progress.length > 3);
  assert.ok(progress.every(({ done, total }) => done >= 0 && done <= total));
  assert.equal(progress.at(-1)!.done, progress.at(-1)!.total);
});

Deno.test("the content decides the format, the name only what could be either", async () => {
  const format = async (upload: string | Uint8Array, filename: string) =>
    (await run(upload, {}, filename)).result.metrics["format"];
  assert.equal(await format('[{"a":1}]', "a.csv"), "json");
  assert.equal(await format('{"a":1}\n{"a":2}', "a.txt"), "ndjson");
  assert.equal(await format("[1,2]\n[3,4]", "a.jsonl"), "ndjson");
  assert.equal(await format("[1,2]\n[3,4]", "a.csv"), "csv");
  assert.equal(await format("a,b\n1,2\n", "a.json"), "csv");
  const workbook = await writeXlsx({ sheets: [{ name: "Tab\u202e", rows: [["a"], [1]] }] });
  assert.equal(await format(workbook, "a.csv"), "xlsx");
  const { result } = await run(workbook);
  assert.equal(
    result.summary,
    '1 row × 1 column (1 int64) from the sheet "Tab\\u202e"; no cell is missing.',
  );
});

Deno.test("a format that is set is held to", async () => {
  const workbook = await writeXlsx({ sheets: [{ name: "Tab", rows: [["a"], [1]] }] });
  await assert.rejects(run(workbook, { format: "csv" }), { code: "E_INGEST_BINARY" });
  await assert.rejects(run("a,b\n1,2\n", { format: "xlsx" }), { code: "E_XLSX_ZIP" });
  await assert.rejects(run("a,b\n1,2\n", { format: "json" }), { code: "E_JSON_SHAPE" });
  const { result } = await run("[a],[b]\n1,2\n", { format: "csv" });
  assert.equal(result.metrics["format"], "csv");
});

Deno.test("the README explains every error code and every setting", () => {
  const readme = Deno.readTextFileSync(`${HERE}/README.md`);
  const codes = new Set<string>();
  for (const { name } of Deno.readDirSync(HERE)) {
    if (!name.endsWith(".ts") || name.endsWith("_test.ts")) continue;
    const source = Deno.readTextFileSync(`${HERE}/${name}`);
    for (const [code] of source.matchAll(/(?<=")E_[A-Z0-9_]+(?=")/g)) codes.add(code);
  }
  assert.ok(codes.size > 20);
  for (const code of codes) assert.ok(readme.includes(`\`${code}\``), code);
  const explained = [...readme.matchAll(/^\| `(E_[A-Z0-9_]+)`/gm)].map(([, code]) => code!);
  assert.deepEqual(explained.filter((code) => !codes.has(code)), []);
  for (const setting of Object.keys(DEFAULTS)) assert.ok(readme.includes(setting), setting);
});
