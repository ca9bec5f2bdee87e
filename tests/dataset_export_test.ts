/** What goes in comes out: a dataset exported as CSV or JSON. */
import assert from "node:assert/strict";
import { runJson, runTask } from "./run_harness.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_export_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const appdata = ["--appdata", `${folder}/appdata`];
const table = `${folder}/table.csv`;
await Deno.writeTextFile(
  table,
  "n,x,day,at,ok,text\n" +
    "-1,-0.5,2024-02-29,2024-02-29T12:00:00Z,true,=SUM(A1)\n" +
    '9007199254740993,1e-7,1969-12-31,1969-12-31T23:59:59.5Z,false,"a ""b"", c"\n' +
    ",,,,,\n" +
    "3,2.5,2024-03-01,2024-03-01T00:00:00Z,true,plain\n",
);
const { json } = await runJson([table, ...appdata]);
const version = json.dataset!.version_id;

async function exported(format: string): Promise<string> {
  const end = await runTask("harness", [
    "dataset",
    "export",
    version,
    "--format",
    format,
    ...appdata,
  ]);
  assert.equal(end.code, 0, end.stderr);
  return end.stdout;
}

Deno.test("an export as CSV keeps numbers as they are and disarms formulas", async () => {
  assert.deepEqual((await exported("csv")).split("\r\n"), [
    "n,x,day,at,ok,text",
    "-1,-0.5,2024-02-29,2024-02-29T12:00:00Z,true,'=SUM(A1)",
    '9007199254740993,1e-7,1969-12-31,1969-12-31T23:59:59.5Z,false,"a ""b"", c"',
    ",,,,,",
    "3,2.5,2024-03-01,2024-03-01T00:00:00Z,true,plain",
    "",
  ]);
});

Deno.test("an export as JSON keeps types, and integers that a double cannot hold as text", async () => {
  const rows = JSON.parse(await exported("json"));
  assert.deepEqual(rows[0], {
    n: -1,
    x: -0.5,
    day: "2024-02-29",
    at: "2024-02-29T12:00:00Z",
    ok: true,
    text: "=SUM(A1)",
  });
  assert.equal(rows[1].n, "9007199254740993");
  assert.deepEqual(Object.values(rows[2]), [null, null, null, null, null, null]);
});

Deno.test("an export of what is not there, or in another form, is a usage error", async () => {
  const missing = await runTask("harness", ["dataset", "export", "0".repeat(16), ...appdata]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /error\[E_DATASET_NOT_FOUND\]/);
  const form = await runTask("harness", [
    "dataset",
    "export",
    version,
    "--format",
    "xml",
    ...appdata,
  ]);
  assert.equal(form.code, 2);
});
