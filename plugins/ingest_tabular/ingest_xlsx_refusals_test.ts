import { strict as assert } from "node:assert";
import type { CodedError } from "harness/sdk";
import { readXlsx } from "./testing/read_csv.ts";
import { type TestSheet, type TestWorkbook, writeXlsx } from "./testing/write_xlsx.ts";

const sheet = (rows: TestSheet["rows"]): TestSheet => ({ name: "Data", rows });
const broken = (files: TestWorkbook["files"]) =>
  writeXlsx({ sheets: [sheet([["a"], [1]])], files: files! });
const part = (content: string | Uint8Array, more = {}) =>
  broken([{ name: "xl/worksheets/sheet1.xml", content, ...more }]);
const GOOD =
  '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>';

const REFUSED: readonly (readonly [
  what: string,
  file: () => Promise<Uint8Array>,
  code: string,
  message: RegExp,
])[] = [
  ["an empty sheet", () => writeXlsx({ sheets: [sheet([])] }), "E_INGEST_NO_ROWS", /no rows/],
  [
    "a header alone",
    () => writeXlsx({ sheets: [sheet([["a", "b"]])] }),
    "E_INGEST_NO_ROWS",
    /header/,
  ],
  ["an archive cut off", async () => (await part(GOOD)).slice(0, -30), "E_XLSX_ZIP", /cut off/],
  [
    "an archive without its beginning",
    async () => (await part(GOOD)).slice(500),
    "E_XLSX_ZIP",
    /./,
  ],
  ["an encrypted archive", () => part(GOOD, { flags: 1 }), "E_XLSX_ZIP", /encrypted/],
  ["another compression", () => part(GOOD, { method: 12 }), "E_XLSX_ZIP", /method 12/],
  ["a wrong check sum", () => part(GOOD, { crc32: 1 }), "E_XLSX_ZIP", /check sum/],
  ["a wrong size", () => part(GOOD, { bytes: 5 }), "E_XLSX_ZIP", /check sum/],
  [
    "damaged bytes",
    () => part(Uint8Array.of(255, 255, 255), { stored: true, method: 8 }),
    "E_XLSX_ZIP",
    /damaged/,
  ],
  [
    "two parts of one name",
    () => broken([{ name: "x", content: "" }, { name: "x", content: "" }]),
    "E_XLSX_ZIP",
    /one name/,
  ],
  [
    "a part that is not there",
    () =>
      broken([{
        name: "xl/_rels/workbook.xml.rels",
        content: '<r><Relationship Id="rId1" Type="x/worksheet" Target="sheet9.xml"/></r>',
      }]),
    "E_XLSX_ZIP",
    /speaks of/,
  ],
  [
    "another archive",
    () =>
      broken([{ name: "_rels/.rels", content: "<a/>" }, {
        name: "xl/workbook.xml",
        content: "<a/>",
      }]),
    "E_XLSX_FORMAT",
    /without a sheet/,
  ],
  [
    "an OpenDocument file",
    () => broken([{ name: "mimetype", content: "application/vnd.oasis" }]),
    "E_XLSX_FORMAT",
    /OpenDocument/,
  ],
  [
    "a document type",
    () => part(`<!DOCTYPE x [<!ENTITY a "b">]>${GOOD}`),
    "E_XLSX_DOCTYPE",
    /sheet1/,
  ],
  ["an unknown entity", () => part(GOOD.replace(">1<", ">&lol;<")), "E_XLSX_XML", /entity/],
  ["an entity for NUL", () => part(GOOD.replace(">1<", ">&#0;<")), "E_XLSX_XML", /entity/],
  [
    "an entity for a surrogate",
    () => part(GOOD.replace(">1<", ">&#xD800;<")),
    "E_XLSX_XML",
    /entity/,
  ],
  ["an entity without end", () => part(GOOD.replace(">1<", ">&amp<")), "E_XLSX_XML", /entity/],
  ["XML cut off in a tag", () => part(GOOD.slice(0, 60)), "E_XLSX_XML", /ends in the middle/],
  ["XML cut off in a row", () => part(GOOD.slice(0, 57)), "E_XLSX_XML", /ends in the middle/],
  ["UTF-16", () => part(Uint8Array.of(0xff, 0xfe, 60, 0)), "E_XLSX_XML", /UTF-8/],
  [
    "another encoding",
    () => part(`<?xml version="1.0" encoding="UTF-16"?>${GOOD}`),
    "E_XLSX_XML",
    /UTF-8/,
  ],
  [
    "text that is not UTF-8",
    () => part(Uint8Array.from(GOOD.replace(">1<", ">\xff<"), (c) => c.charCodeAt(0))),
    "E_XLSX_XML",
    /row 1 .*UTF-8/,
  ],
  [
    "a text that is not there",
    () => part(GOOD.replace('"A1"', '"A1" t="s"')),
    "E_XLSX_XML",
    /row 1 refers/,
  ],
  [
    "a text number that is none",
    () => part(GOOD.replace('"A1"', '"A1" t="s"').replace(">1<", ">-1<")),
    "E_XLSX_XML",
    /row 1 refers/,
  ],
  [
    "a column beyond XFD",
    () => part(GOOD.replace('"A1"', '"XFE1"')),
    "E_XLSX_XML",
    /row 1 has a cell/,
  ],
  [
    "a cell of another row",
    () => part(GOOD.replace('"A1"', '"A2"')),
    "E_XLSX_XML",
    /row 1 has a cell/,
  ],
  [
    "two cells in one place",
    () => part(GOOD.replace("</row>", '<c r="A1"><v>2</v></c></row>')),
    "E_XLSX_XML",
    /two in one place/,
  ],
  [
    "rows out of order",
    () => part(GOOD.replace("</sheetData>", '<row r="1"/></sheetData>')),
    "E_XLSX_XML",
    /after row 1/,
  ],
  [
    "a row beyond the last",
    () => part(GOOD.replace('row r="1"', 'row r="1048577"')),
    "E_XLSX_XML",
    /row/,
  ],
  [
    "a row in a row",
    () => part(GOOD.replace("</row>", "<row></row></row>")),
    "E_XLSX_XML",
    /inside a row/,
  ],
  [
    "a cell in a cell",
    () => part(GOOD.replace("<v>", "<c/><v>")),
    "E_XLSX_XML",
    /outside of a row/,
  ],
];

for (const [what, file, code, message] of REFUSED) {
  Deno.test(`ingestXlsx() refuses ${what}`, async () => {
    await assert.rejects(readXlsx(await file()), (error: CodedError) => {
      assert.equal(error.code, code, `${error.code}: ${error.message}`);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("ingestXlsx() refuses a bomb while it inflates, not after", async () => {
  const zeros = new Uint8Array(200 * 1024 * 1024).fill(32);
  const head = "<worksheet><sheetData>";
  zeros.set(new TextEncoder().encode(head));
  const stream = new Blob([zeros]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const claims = [{ bytes: zeros.length }, { bytes: 100 }];
  for (const claim of claims) {
    const file = await part(packed, { stored: true, method: 8, ...claim });
    await assert.rejects(readXlsx(file), { code: "E_XLSX_TOO_LARGE" });
  }
});

Deno.test("ingestXlsx() names the sheet's row of a cell that does not fit its type", async () => {
  const file = await writeXlsx({ sheets: [sheet([["a"], [], [1], [], ["x"]])] });
  await assert.rejects(readXlsx(file, { types: { a: "int64" } }), {
    code: "E_INGEST_TYPE",
    message: /first "x" at row 1 \(row 5 of the sheet "Data"\)/,
  });
});
