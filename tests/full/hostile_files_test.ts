/**
 * Hostile files through the real `run`: each a coded error that names the place, within the memory
 * bound, and nothing half-written afterwards. What the parser does with each is tested beside it.
 */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { writeXlsx } from "../../plugins/ingest_tabular/testing/write_xlsx.ts";
import { runJson, runTask } from "../run_harness.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_hostile_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const appdata = `${folder}/appdata`;

/** Peak that a process of a run may have. */
const MAX_RSS_KIB = 400 * 1024;
const MIB = 1024 * 1024;

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const sheet = (content: string, crc32?: number) =>
  writeXlsx({
    sheets: [{ name: "S", rows: [["a"], [1]] }],
    files: [{
      name: "xl/worksheets/sheet1.xml",
      content,
      ...(crc32 === undefined ? {} : { crc32 }),
    }],
  });
const SHEET =
  '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>';
const million = (cell: (column: number) => string) =>
  Array.from({ length: 1_000_000 }, (_, column) => cell(column)).join(",");

type Case = readonly [
  what: string,
  file: string,
  content: () => Uint8Array | string | Promise<Uint8Array>,
  code: string,
  message: RegExp,
];

const REFUSED: readonly Case[] = [
  [
    "a workbook that inflates a thousandfold",
    "bomb.xlsx",
    // Its check sum is not looked at before it is too large.
    () => sheet(SHEET.replace("<sheetData>", `<sheetData>${" ".repeat(112 * MIB)}`), 1),
    "E_XLSX_TOO_LARGE",
    /sheet1\.xml/,
  ],
  [
    "entities that grow a thousandfold",
    "entities.xlsx",
    () => sheet(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${SHEET}`),
    "E_XLSX_DOCTYPE",
    /sheet1\.xml/,
  ],
  [
    "a million columns",
    "wide.csv",
    () => `${million((column) => `c${column}`)}\n${million(() => "7")}\n`,
    "E_INGEST_COLUMNS",
    /more than 50000 columns/,
  ],
  [
    "a line without an end",
    "line.csv",
    () => `a,b\n1,${"x".repeat(40 * MIB)}`,
    "E_CSV_RECORD_TOO_LARGE",
    /line 2 \(byte 4\) is longer than 32 MiB/,
  ],
  ["NUL bytes", "nul.csv", () => "a,b\n1,2\n3,\0\n", "E_INGEST_BINARY", /NUL byte at byte 10\./],
  [
    "a lone surrogate in UTF-8",
    "surrogate.csv",
    () => latin1("a,b\n1,\xed\xa0\x80\n"),
    "E_CSV_ENCODING",
    /0xed at byte 6 /,
  ],
  [
    "a lone surrogate in JSON",
    "surrogate.json",
    () => '[{"a":1},{"a":"\\ud800"}]',
    "E_JSON_SYNTAX",
    /line 1 \(row 1, byte 15\).*surrogate/,
  ],
  [
    "UTF-8 that ends in the middle of a character",
    "truncated.csv",
    () => latin1("a,b\n1,\xe6\xbc"),
    "E_CSV_ENCODING",
    /ends in the middle of a character at byte 6\./,
  ],
  [
    "a record of another width",
    "ragged.csv",
    () => 'a,b\n1,"2\n2"\n3,4,5\n',
    "E_CSV_RAGGED",
    /Line 4 \(row 1, byte 12\)/,
  ],
  ["a Parquet file called .csv", "p.csv", () => "PAR1\x15\x04", "E_INGEST_BINARY", /Parquet/],
  ["a Parquet file", "p.parquet", () => "PAR1\x15\x04", "E_INGEST_BINARY", /Parquet/],
  ["an Arrow file", "p.arrow", () => "ARROW1\0\0\xff", "E_INGEST_BINARY", /Arrow/],
  [
    "a compressed file called .csv",
    "z.csv",
    () => latin1("\x1f\x8b\x08\0"),
    "E_INGEST_BINARY",
    /gzip/,
  ],
  ["a ZIP archive called .csv", "zip.csv", () => latin1("PK\x03\x04abcd"), "E_XLSX_ZIP", /./],
];

for (const [what, name, content, code, message] of REFUSED) {
  Deno.test(`${what}: a failed run with ${code}, which says where`, async () => {
    const path = `${folder}/${name}`;
    const bytes = await content();
    await Deno.writeFile(path, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
    const { code: exit, json } = await runJson([path, "--appdata", appdata]);
    await Deno.remove(path);
    assert.equal(exit, 1);
    assert.equal(json.dataset, null);
    const { error } = json.steps.find(({ plugin_id }) => plugin_id === "ingest_tabular")!;
    assert.equal(error!.code, code, error!.message);
    assert.match(error!.message, message);
  });
}

/** Files that look hostile and are read as they are. */
const READ: readonly (readonly [what: string, file: string, text: string, rows: string])[] = [
  [
    "names of object properties",
    "proto.csv",
    "__proto__,constructor,toString\n1,2,3\n",
    "row_index,__proto__,constructor,toString\r\n0,1,2,3\r\n",
  ],
  [
    "a number of a hundred thousand digits",
    "digits.csv",
    `a,b\n${"7".repeat(100_000)},1\n`,
    `row_index,a,b\r\n0,${"7".repeat(100_000)},1\r\n`,
  ],
  ["CSV called .xlsx", "csv.xlsx", "a,b\n1,2\n", "row_index,a,b\r\n0,1,2\r\n"],
];

for (const [what, name, text, rows] of READ) {
  Deno.test(`${what}: read cell for cell`, async () => {
    await Deno.writeTextFile(`${folder}/${name}`, text);
    const { json } = await runJson([`${folder}/${name}`, "--appdata", appdata]);
    const { version_id } = json.dataset!;
    const words = ["rows", "--dataset", version_id, "--rows", "0", "--appdata", appdata];
    assert.equal((await runTask("harness", words)).stdout, rows);
  });
}

Deno.test("after all of them nothing is half-written and no process was larger than 400 MiB", () => {
  const kept = [...Deno.readDirSync(`${appdata}/datasets`)].map(({ name }) => name);
  assert.equal(kept.length, READ.length);
  const left: string[] = [];
  const walk = (path: string): void => {
    for (const { name, isDirectory } of Deno.readDirSync(path)) {
      if (name === "staging" || name.endsWith(".part")) left.push(`${path}/${name}`);
      else if (isDirectory) walk(`${path}/${name}`);
    }
  };
  walk(appdata);
  assert.deepEqual(left, []);
  const database = new DatabaseSync(`${appdata}/state.sqlite`, { readOnly: true });
  try {
    const all = (sql: string) => database.prepare(sql).all().map((row) => ({ ...row }));
    assert.deepEqual(all("PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
    assert.deepEqual(all("SELECT count(*) AS n FROM dataset_versions"), [{ n: READ.length }]);
    assert.deepEqual(
      all("SELECT status, count(*) AS n FROM runs GROUP BY status HAVING status = 'failed'"),
      [{ status: "failed", n: REFUSED.length }],
    );
    const large = `SELECT plugin_id, max_rss_kb FROM executions WHERE max_rss_kb > ${MAX_RSS_KIB}`;
    assert.deepEqual(all(large), []);
    const ran = "SELECT count(*) AS n FROM executions WHERE plugin_id = 'ingest_tabular'";
    assert.deepEqual(all(ran), [{ n: REFUSED.length + READ.length }]);
  } finally {
    database.close();
  }
});
