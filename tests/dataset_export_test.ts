/** What goes in comes out: a dataset exported as CSV, JSON, Arrow or Parquet. */
import { tableFromIPC } from "@uwdata/flechette";
import { parquetReadObjects } from "hyparquet";
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

function exporting(...words: string[]) {
  return runTask("harness", ["dataset", "export", version.slice(0, 8), ...words, ...appdata]);
}

async function exported(...words: string[]): Promise<string> {
  const end = await exporting(...words);
  assert.equal(end.code, 0, end.stderr);
  return end.stdout;
}

/** Exports to a file, and looks that nothing else is left in its folder. */
async function exportedFile(...words: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const place = await Deno.makeTempDir({ dir: folder });
  await Deno.writeTextFile(`${place}/out`, "what was there");
  assert.equal(await exported(...words, "--output", `${place}/out`), "");
  assert.deepEqual([...Deno.readDirSync(place)].map(({ name }) => name), ["out"]);
  return await Deno.readFile(`${place}/out`);
}

const CSV = [
  "n,x,day,at,ok,text",
  "-1,-0.5,2024-02-29,2024-02-29T12:00:00Z,true,'=SUM(A1)",
  '9007199254740993,1e-7,1969-12-31,1969-12-31T23:59:59.5Z,false,"a ""b"", c"',
  ",,,,,",
  "3,2.5,2024-03-01,2024-03-01T00:00:00Z,true,plain",
  "",
];

Deno.test("an export as CSV keeps numbers as they are and disarms formulas", async () => {
  assert.deepEqual((await exported("--format", "csv")).split("\r\n"), CSV);
  assert.deepEqual(new TextDecoder().decode(await exportedFile()).split("\r\n"), CSV);
});

Deno.test("an export of some columns has them in the order asked for", async () => {
  assert.deepEqual((await exported("--columns", "text,n")).split("\r\n"), [
    "text,n",
    "'=SUM(A1),-1",
    '"a ""b"", c",9007199254740993',
    ",",
    "plain,3",
    "",
  ]);
});

Deno.test("an export as JSON keeps types, and integers that a double cannot hold as text", async () => {
  const rows = JSON.parse(await exported("--format", "json"));
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

const NULLS = { n: null, x: null, day: null, at: null, ok: null, text: null };
const ROWS = [
  {
    n: -1n,
    x: -0.5,
    day: new Date("2024-02-29"),
    at: new Date("2024-02-29T12:00:00Z"),
    ok: true,
    text: "=SUM(A1)",
  },
  {
    n: 9007199254740993n,
    x: 1e-7,
    day: new Date("1969-12-31"),
    at: new Date("1969-12-31T23:59:59.500Z"),
    ok: false,
    text: 'a "b", c',
  },
  NULLS,
  {
    n: 3n,
    x: 2.5,
    day: new Date("2024-03-01"),
    at: new Date("2024-03-01T00:00:00Z"),
    ok: true,
    text: "plain",
  },
];

Deno.test("an export as Arrow is read back with every type, the process behind its own walls", async () => {
  const table = tableFromIPC(await exportedFile("--format", "arrow"), {
    useBigInt: true,
    useDate: true,
  });
  assert.deepEqual(table.toArray().map((row) => ({ ...row as object })), ROWS);
});

Deno.test("an export as Parquet is read back with every type", async () => {
  const { buffer } = await exportedFile("--format", "parquet");
  assert.deepEqual(await parquetReadObjects({ file: buffer }), ROWS);
});

const REFUSED: readonly (readonly [why: string, code: string, words: readonly string[]])[] = [
  ["another form", "E_USAGE_OPTION", ["--format", "xml"]],
  ["a column that is not there", "E_DATASET_COLUMN", ["--columns", "n,y"]],
  ["a folder that is not there", "E_OUTPUT_FILE", ["--output", `${folder}/none/out.csv`]],
  ["a folder instead of a file", "E_OUTPUT_FILE", ["--output", folder]],
  ["a device instead of a file", "E_OUTPUT_FILE", ["--output", "/dev/null"]],
];

for (const [why, code, words] of REFUSED) {
  Deno.test(`an export to ${why} is refused with ${code}, and nothing is left`, async () => {
    const before = [...Deno.readDirSync(folder)].length;
    const end = await exporting(...words);
    assert.notEqual(end.code, 0);
    assert.match(end.stderr, new RegExp(`error\\[${code}\\]: .+\n  next: .+`));
    assert.equal(end.stdout, "");
    assert.equal([...Deno.readDirSync(folder)].length, before);
  });
}

Deno.test("an export does not touch a file that another one is writing", async () => {
  const out = `${folder}/busy.csv`;
  await Deno.writeTextFile(`${out}.part`, "another's");
  const end = await exporting("--output", out);
  assert.equal(end.code, 1);
  assert.match(end.stderr, /error\[E_OUTPUT_BUSY\]/);
  assert.equal(await Deno.readTextFile(`${out}.part`), "another's");
});

Deno.test("a dataset that is damaged is not exported by halves", async () => {
  const [{ name }] = [...Deno.readDirSync(`${folder}/appdata/datasets`)] as [Deno.DirEntry];
  const pack = `${folder}/appdata/datasets/${name}`;
  const bytes = await Deno.readFile(pack);
  const mode = Deno.statSync(pack).mode! & 0o777;
  try {
    await Deno.chmod(pack, 0o644);
    await Deno.writeFile(pack, bytes.slice(0, bytes.length - 40));
    for (const format of ["csv", "arrow"]) {
      const end = await exporting("--format", format, "--output", `${folder}/broken`);
      assert.notEqual(end.code, 0);
      assert.match(end.stderr, /error\[E_PACK_\w+\]/);
      for (const left of ["broken", "broken.part"]) {
        assert.throws(() => Deno.statSync(`${folder}/${left}`), Deno.errors.NotFound);
      }
    }
  } finally {
    await Deno.writeFile(pack, bytes);
    await Deno.chmod(pack, mode);
  }
});

Deno.test("an export of what is not there is a usage error", async () => {
  const missing = await runTask("harness", ["dataset", "export", "0".repeat(16), ...appdata]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /error\[E_DATASET_NOT_FOUND\]/);
});
