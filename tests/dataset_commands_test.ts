/** Looking at datasets, at their rows and at their raw formats from the command line. */
import assert from "node:assert/strict";
import { runTask } from "./run_harness.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_datasets_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const appdata = ["--appdata", `${folder}/appdata`];

async function harness(...words: string[]): Promise<string> {
  const end = await runTask("harness", [...words, ...appdata]);
  assert.equal(end.code, 0, end.stderr);
  return end.stdout;
}

async function refused(code: string, ...words: string[]): Promise<void> {
  const end = await runTask("harness", [...words, ...appdata]);
  assert.equal(end.code, 2, end.stderr);
  assert.match(end.stderr, new RegExp(`error\\[${code}\\]: .+\n  next: .+`));
  assert.equal(end.stdout, "");
}

async function imported(name: string, csv: string): Promise<string> {
  await Deno.writeTextFile(`${folder}/${name}`, csv);
  // Planning needs the dataset and its profile, and nothing more.
  const end = await runTask("run", [`${folder}/${name}`, "--dry-run", ...appdata]);
  assert.equal(end.code, 0, end.stderr);
  const { datasets } = JSON.parse(await harness("dataset", "list", "--json"));
  return datasets[0].version_id;
}

const long = "x".repeat(60);
const first = await imported(
  "till.csv",
  `Day,Unit Price,"note, free"\n2024-01-31,1.5,"\u001b[31m,∅"\n2024-02-29,,∅\n,2.5,${long}\n`,
);
// The same form: other order, other spelling.
const second = await imported("till_2.csv", "note_free,day,UNIT PRICE\na,2024-03-01,3.5\n");
// Another form: a type differs.
const third = await imported("till_3.csv", "Day,Unit Price,note free\nMonday,1.5,a\n");

Deno.test("dataset list shows every dataset with its file and raw format, the newest first", async () => {
  const lines = (await harness("dataset", "list")).trimEnd().split("\n");
  assert.match(lines[0]!, /^dataset +file +rows +columns +format +imported/);
  const cells = lines.slice(1).map((line) => line.split(/ {2,}/));
  assert.deepEqual(cells.map((each) => each.slice(0, 4)), [
    [third, "till_3.csv", "1", "3"],
    [second, "till_2.csv", "1", "3"],
    [first, "till.csv", "3", "3"],
  ]);
  assert.equal(cells[1]![4], cells[2]![4]);
  assert.notEqual(cells[0]![4], cells[1]![4]);
});

Deno.test("dataset show says where a dataset came from and what its columns hold", async () => {
  const shown = await harness("dataset", "show", first.slice(0, 6));
  assert.match(shown, new RegExp(`^dataset +${first}\n`));
  assert.match(shown, /^file +till\.csv \(\d+ bytes, sha256 [0-9a-f]{64}\)$/m);
  assert.match(shown, /^made by +ingest_tabular \d+\.\d+\.\d+, code [0-9a-f]{64}$/m);
  assert.match(shown, /^settings +\{.*"ragged":"error".*\}$/m);
  assert.match(shown, /^run +\S+ completed$/m);
  assert.match(shown, /^0 +Day +date +1 +– +2024-01-31 +2024-02-29$/m);
  assert.match(shown, /^1 +Unit Price +float64 +1 +– +1\.5 +2\.5$/m);
  assert.match(shown, /^2 +note, free +text +0 +3 +– +–$/m);
  const { columns, runs, files, settings } = JSON.parse(
    await harness("dataset", "show", first, "--json"),
  );
  assert.deepEqual(columns.map(({ name }: { name: string }) => name), [
    "Day",
    "Unit Price",
    "note, free",
  ]);
  assert.deepEqual([runs.length, files.length, settings.ragged], [1, 1, "error"]);
});

Deno.test("dataset head escapes and cuts cells, and tells missing ones from text", async () => {
  const lines = (await harness("dataset", "head", first)).trimEnd().split("\n");
  assert.deepEqual(lines, [
    "   Day         Unit Price  note, free",
    "0  2024-01-31  1.5         \\x1b[31m,∅",
    '1  2024-02-29  ∅           "∅"',
    `2  ∅           2.5         ${"x".repeat(31)}…`,
  ]);
  const some = await harness("dataset", "head", first, "-n", "1", "--columns", '"note, free",Day');
  assert.deepEqual(some.trimEnd().split("\n"), [
    "   note, free  Day",
    "0  \\x1b[31m,∅  2024-01-31",
  ]);
  await refused("E_USAGE_OPTION", "dataset", "head", first, "--rows", "0");
  await refused("E_DATASET_COLUMN", "dataset", "head", first, "--columns", "day");
});

Deno.test("rows gives rows by their numbers, as they are counted in findings", async () => {
  const rows = await harness(
    "rows",
    "--dataset",
    first.slice(0, 5),
    "--rows",
    "2,0-1",
    "--columns",
    "Unit Price,Day",
  );
  assert.deepEqual(rows.split("\r\n"), [
    "row_index,Unit Price,Day",
    "2,2.5,",
    "0,1.5,2024-01-31",
    "1,,2024-02-29",
    "",
  ]);
  await refused("E_DATASET_ROW", "rows", "--dataset", first, "--rows", "3");
  await refused("E_USAGE_OPTION", "rows", "--dataset", first, "--rows", "1-");
  await refused("E_USAGE_ROWS", "rows", "--dataset", first);
  await refused("E_USAGE_ROWS", "rows", "--dataset", first, "--rows", "1", "--sql", "SELECT 1");
  await refused("E_USAGE_ROWS", "rows", "--rows", "1");
});

Deno.test("rows answers a query over a dataset", async () => {
  const sql = 'SELECT row_index, "Unit Price" FROM data WHERE "Unit Price" > 2';
  assert.equal(
    await harness("rows", "--dataset", first, "--sql", sql),
    "row_index,Unit Price\r\n2,2.5\r\n",
  );
});

Deno.test("a raw format has its columns, its datasets and the notes that were written", async () => {
  const { formats } = JSON.parse(await harness("formats", "list", "--json"));
  assert.deepEqual(
    formats.map(({ columns, datasets, notes }: Record<string, number>) => [
      columns,
      datasets,
      notes,
    ]),
    [[3, 2, 0], [3, 1, 0]],
  );
  const fingerprint = String(formats[0].fingerprint);
  assert.equal(await harness("formats", "note", fingerprint.slice(0, 12), " net\u001b[2J "), "");
  const shown = await harness("formats", "show", fingerprint.slice(0, 7));
  assert.match(shown, new RegExp(`^format +${fingerprint}$`, "m"));
  assert.match(shown, /^day +date\nnote_free +text\nunit_price +float64$/m);
  assert.match(shown, new RegExp(`^${first} +till\\.csv +3 .*\n${second} +till_2\\.csv +1 `, "m"));
  assert.match(shown, /^\S+Z {2}net\\x1b\[2J$/m);
  assert.match(await harness("dataset", "show", second), /^note +\S+Z net\\x1b\[2J$/m);
  await refused("E_USAGE_NOTE", "formats", "note", fingerprint, " ");
  await refused("E_FORMAT_NOT_FOUND", "formats", "show", "xyz");
});
