import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { CodedError } from "harness/sdk";
import { readCsv, readJson, readXlsx } from "./testing/read_csv.ts";
import { writeXlsx } from "./testing/write_xlsx.ts";

/** What to do to a file: at which place, cut how much, put in what. */
const changes = fc.array(
  fc.record({
    at: fc.nat(),
    cut: fc.nat(4),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom(..."\"',;<>/&[]{}:=0-e.\n\r\\".split("")).map((c) =>
        new TextEncoder().encode(c)
      ),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);
type Changes = readonly { at: number; cut: number; put: Uint8Array }[];

function change(file: Uint8Array, all: Changes): Uint8Array {
  let bytes = [...file];
  for (const { at, cut, put } of all) {
    const place = at % (bytes.length + 1);
    bytes = [...bytes.slice(0, place), ...put, ...bytes.slice(place + cut)];
  }
  return Uint8Array.from(bytes);
}

/** A reader may read a broken file or refuse it with a code; anything else is a defect. */
async function readsOrRefuses(reading: Promise<unknown>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    assert.ok(error instanceof CodedError, `${(error as Error).stack}`);
    assert.match(error.code, /^E_(CSV|JSON|XLSX|INGEST)_[A-Z_]+$/);
    return false;
  }
}

async function mutate(
  file: Uint8Array,
  read: (bytes: Uint8Array) => Promise<unknown>,
  numRuns: number,
): Promise<void> {
  let refused = 0;
  assert.ok(await readsOrRefuses(read(file)));
  await fc.assert(
    fc.asyncProperty(changes, async (all) => {
      if (!await readsOrRefuses(read(change(file, all)))) refused++;
    }),
    { numRuns, seed: 1 },
  );
  assert.ok(refused > numRuns / 20 && refused < numRuns, `${refused} of ${numRuns} refused`);
}

const CSV = new TextEncoder().encode(
  'id,day,"te""xt",x\r\n1,2024-01-31,"a,\nb",1.5\r\n-2,,é😀,1e-7\r\n3,2024-02-01,"",\r\n',
);
const JSON_FILE = new TextEncoder().encode(
  '[{"id":1,"day":"2024-01-31","t":"a\\u00e9\\n"},{"t":null,"id":-2.5e3,"n":{"x":[1,{}]}}]',
);
const COLUMNS_FILE = new TextEncoder().encode(
  '{"a":[1,2,null],"b":["x","y",[1]],"c":[true,false,1]}',
);

Deno.test("a mutated CSV file is read or refused with a code", async () => {
  await mutate(CSV, (bytes) => readCsv(bytes, {}, { blockBytes: 16 }), 1500);
  await mutate(CSV, (bytes) => readCsv(bytes, { ragged: "pad" }), 500);
});

Deno.test("a mutated JSON file is read or refused with a code", async () => {
  await mutate(JSON_FILE, (bytes) => readJson(bytes, {}, { blockBytes: 16 }), 1500);
  await mutate(COLUMNS_FILE, (bytes) => readJson(bytes, { ragged: "pad" }), 500);
});

const SHEET = '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a&amp;b</v></c><c r="B1" ' +
  't="inlineStr"><is><t>é</t></is></c></row><row r="2"><c r="A2" s="1"><v>45322</v></c>' +
  '<c r="B2" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/>' +
  "</mergeCells></worksheet>";

Deno.test("a workbook with a mutated archive is read or refused with a code", async () => {
  const rows = [["a", "b"], [1, "x"], [{ s: 1, xml: "<v>45322</v>" }, "y"]];
  const file = await writeXlsx({ sheets: [{ name: "S", rows }], formats: [0, 14] });
  // Bytes are replaced, not put in: a shift alone makes every offset wrong.
  const inPlace = (bytes: Uint8Array) => {
    const changed = file.slice();
    changed.set(bytes.subarray(0, file.length));
    return changed;
  };
  await mutate(
    file,
    (bytes) => readXlsx(bytes.length === file.length ? bytes : inPlace(bytes)),
    700,
  );
});

Deno.test("a workbook with a mutated part is read or refused with a code", async () => {
  const parts = {
    "xl/worksheets/sheet1.xml": SHEET,
    "xl/sharedStrings.xml": "<sst><si><t>x</t></si><si><r><t>y&#10;_x000D_</t></r></si></sst>",
    "xl/styles.xml": '<s><numFmts><numFmt numFmtId="200" formatCode="yyyy"/></numFmts>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></s>',
    "xl/workbook.xml": '<workbook><workbookPr date1904="0"/><sheets><sheet name="S" ' +
      'sheetId="1" id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId1" Type="x/worksheet" ' +
      'Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="x/styles" Target="styles.xml"/>' +
      '<Relationship Id="c" Type="x/sharedStrings" Target="sharedStrings.xml"/></R>',
  };
  const all = Object.entries(parts).map(([name, content]) => ({ name, content }));
  const sheets = [{ name: "S", rows: SHEET }];
  for (const { name, content } of all) {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(changes, async (some) => {
        const changed = { name, content: change(new TextEncoder().encode(content), some) };
        const files = [...all.filter((other) => other.name !== name), changed];
        if (!await readsOrRefuses(readXlsx(await writeXlsx({ sheets, files })))) refused++;
      }),
      { numRuns: 150, seed: 2 },
    );
    assert.ok(refused > 0, name);
  }
});
