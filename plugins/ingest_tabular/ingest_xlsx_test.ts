import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import type { IngestSettings } from "./ingest_settings.ts";
import { readXlsx } from "./testing/read_csv.ts";
import type { TestCell } from "./testing/recorded_table.ts";
import { type TestSheet, type TestWorkbook, writeXlsx } from "./testing/write_xlsx.ts";

type Expected = readonly (readonly [name: string, type: string, ...cells: TestCell[]])[];

const sheet = (rows: TestSheet["rows"], after = ""): TestSheet => ({ name: "Data", rows, after });
const date = (serial: number | string, s = 1) => ({ s, xml: `<v>${serial}</v>` });
const rows = (xml: string) => sheet(`<worksheet><sheetData>${xml}</sheetData></worksheet>`);

const TABLES: readonly (readonly [
  is: string,
  workbook: TestWorkbook,
  expected: Expected,
  settings?: Partial<IngestSettings>,
])[] = [
  [
    "numbers, strings and booleans",
    { sheets: [sheet([["n", "x", "t", "b"], [1, 0.1, "é😀 & <b>", true], [-2, 1e-7, "", false]])] },
    [
      ["n", "int64", 1n, -2n],
      ["x", "float64", 0.1, 1e-7],
      ["t", "text", "é😀 & <b>", null],
      ["b", "boolean", true, false],
    ],
  ],
  [
    "inline strings and stored parts",
    { inline: true, stored: true, sheets: [sheet([["n", "t"], [1, " x\n y "], [2, "007"]])] },
    [["n", "int64", 1n, 2n], ["t", "text", " x\n y ", "007"]],
  ],
  [
    "text of digits as text, and as numbers when told so",
    { sheets: [sheet([["a", "b"], ["1", "1"], ["2", "2"]])] },
    [["a", "text", "1", "2"], ["b", "int64", 1n, 2n]],
    { types: { b: "int64" } },
  ],
  [
    "empty cells and styled cells without a value",
    { sheets: [sheet([["a", "b", "c"], [null, 2, null], [3, { s: 0, xml: "" }, "z"]])] },
    [["a", "int64", null, 3n], ["b", "int64", 2n, null], ["c", "text", null, "z"]],
  ],
  [
    "a table that begins at C3, with blank rows and columns in it",
    {
      sheets: [
        sheet([
          [],
          [null, null, { s: 0, xml: "" }],
          [null, null, "a", null, "b"],
          [null, null, 1, null, 2],
          [],
          [null, null, 3, null, 4],
        ]),
      ],
    },
    [["a", "int64", 1n, 3n], ["b", "int64", 2n, 4n]],
  ],
  [
    "one cell far to the right",
    {
      sheets: [
        rows(
          '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="9"><c r="A9"><v>1</v></c><c r="XFD9"><v>2</v></c></row>',
        ),
      ],
    },
    [["a", "int64", 1n], ["column_2", "int64", 2n]],
  ],
  [
    "rows and cells without references",
    {
      sheets: [
        rows(
          '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c><v>1</v></c><c/><c><v>3</v></c></row>',
        ),
      ],
    },
    [["a", "int64", 1n], ["b", "text", null], ["column_3", "int64", 3n]],
  ],
  [
    "cached values of formulas of every type",
    {
      sheets: [
        sheet([
          ["n", "t", "b"],
          [
            { xml: "<f>1+1</f><v>2</v>" },
            { t: "str", xml: '<f t="shared" si="0">A1&amp;"x"</f><v>x &amp; y</v>' },
            { t: "b", xml: "<f>TRUE()</f><v>1</v>" },
          ],
          [{ xml: "<f>A2*2</f><v>4.5</v>" }, { t: "str", xml: "<f/><v></v>" }, { xml: "<f>X</f>" }],
        ]),
      ],
    },
    [["n", "float64", 2, 4.5], ["t", "text", "x & y", null], ["b", "boolean", true, null]],
  ],
  [
    "errors as missing",
    { sheets: [sheet([["n", "m"], [1, 2], [{ t: "e", xml: "<v>#DIV/0!</v>" }, 3]])] },
    [["n", "int64", 1n, null], ["m", "int64", 2n, 3n]],
  ],
  [
    "dates and times of 1900 by built-in and custom formats",
    {
      formats: [0, 14, "yyyy\\-mm\\-dd hh:mm:ss", '[$-409]d" day "mmm;@', "0.00", "[h]:mm", 20],
      sheets: [
        sheet([
          ["d", "t", "c", "n", "dur", "clock"],
          [date(45322), date(45322.5, 2), date(1, 3), date(45322, 4), date(1.5, 5), date(0.25, 6)],
          [
            date(61),
            date(45322.4305555556, 2),
            date(59, 3),
            date(1.5, 4),
            date(2, 5),
            date(0.5, 6),
          ],
        ]),
      ],
    },
    [
      ["d", "date", "2024-01-31", "1900-03-01"],
      ["t", "timestamp", "2024-01-31T12:00:00.000000Z", "2024-01-31T10:20:00.000000Z"],
      ["c", "date", "1900-01-01", "1900-02-28"],
      ["n", "float64", 45322, 1.5],
      ["dur", "float64", 1.5, 2],
      ["clock", "float64", 0.25, 0.5],
    ],
  ],
  [
    "dates of 1904",
    {
      date1904: true,
      formats: [0, 14],
      sheets: [sheet([["d"], [date(0)], [date(43860)], [date(59)], [date("60")]])],
    },
    [["d", "date", "1904-01-01", "2024-01-31", "1904-02-29", "1904-03-01"]],
  ],
  [
    "dates at the ends of the calendar, and numbers beyond them as they are",
    {
      formats: [0, 14],
      sheets: [
        sheet([["d", "e", "f"], [date(2958465), date(2958466), date(60)], [
          date(0),
          date(-1),
          date(1),
        ]]),
      ],
    },
    [
      ["d", "date", "9999-12-31", "1899-12-31"],
      ["e", "int64", 2958466n, -1n],
      ["f", "text", "60", "1900-01-01"],
    ],
  ],
  [
    "cells that hold a date in ISO form",
    { sheets: [sheet([["d"], [{ t: "d", xml: "<v>2024-01-31T10:20:00Z</v>" }]])] },
    [["d", "timestamp", "2024-01-31T10:20:00.000000Z"]],
  ],
  [
    "integers that are longer than a double keeps, as they are written",
    { sheets: [sheet([["a"], [{ xml: "<v>12345678901234567</v>" }]])] },
    [["a", "int64", 12345678901234567n]],
  ],
  [
    "rich text without its pronunciation, entities, CDATA and escaped characters",
    {
      sheets: [
        sheet([["a"], [{ t: "s", xml: "<v>0</v>" }], [{ t: "s", xml: "<v>1</v>" }]]),
      ],
      files: [{
        name: "xl/sharedStrings.xml",
        content:
          "<x:sst xmlns:x='u'><!-- <si> --><x:si><x:r><x:rPr><x:b/></x:rPr><x:t>东</x:t></x:r>" +
          '<x:r><x:t xml:space="preserve"> &#20140;&#x1F600;</x:t></x:r><x:rPh sb="0" eb="1">' +
          "<x:t>no</x:t></x:rPh></x:si><x:si><x:t>a<![CDATA[<&amp;>]]>_x000D_\r\n_x005F_x0041_" +
          "_x12_&quot;</x:t></x:si></x:sst>",
      }],
    },
    [["东 京😀", "text", "东 京😀", 'a<&amp;>\r\n_x0041__x12_"']],
    { header: true },
  ],
  [
    "a header of numbers and missing names",
    { sheets: [sheet([["region", 2019, null, 2020], ["n", 1, 5, 2]])] },
    [
      ["region", "text", "n"],
      ["2019", "int64", 1n],
      ["column_3", "int64", 5n],
      ["2020", "int64", 2n],
    ],
  ],
  [
    "a sheet without a header",
    { sheets: [sheet([[1, true], [2, false]])] },
    [["column_1", "int64", 1n, 2n], ["column_2", "boolean", true, false]],
  ],
  [
    "missing markers",
    { sheets: [sheet([["a", "b"], ["NA", 1], [5, "-"]])] },
    [["a", "int64", null, 5n], ["b", "int64", 1n, null]],
  ],
  [
    "as many rows as asked for",
    { sheets: [sheet([["a"], [1], [2], ["x"]])] },
    [["a", "int64", 1n, 2n]],
    { max_rows: 2 },
  ],
];

for (const [is, workbook, expected, settings] of TABLES) {
  Deno.test(`ingestXlsx() reads ${is}`, async () => {
    const file = await writeXlsx(workbook);
    for (const how of [{}, { readBytes: 1, blockBytes: 16 }]) {
      assert.deepEqual((await readXlsx(file, settings, how)).columns, expected);
    }
  });
}

const SEVERAL: TestWorkbook = {
  sheets: [
    { name: "Notes", state: "hidden", rows: [["h"], [0]] },
    { name: "First", rows: [["a"], [1]] },
    { name: "Ümläut & Co", rows: [["b"], [2]] },
    { name: "3", rows: [["c"], [3]] },
  ],
};

Deno.test("ingestXlsx() reads the sheet that is asked for by name or number, else the first shown", async () => {
  const file = await writeXlsx(SEVERAL);
  const nameOf = async (sheet: string | number | null) =>
    (await readXlsx(file, { sheet })).columns[0]![0];
  assert.equal(await nameOf(null), "a");
  assert.equal(await nameOf(1), "h");
  assert.equal(await nameOf(3), "b");
  assert.equal(await nameOf("First"), "a");
  assert.equal(await nameOf("ümläut & co"), "b");
  assert.equal(await nameOf("3"), "c");
  assert.deepEqual((await readXlsx(file)).outcome.metrics["sheet"], "First");
  await assert.rejects(readXlsx(file, { sheet: "Second" }), {
    code: "E_XLSX_SHEET",
    message: /"Second"/,
    next: /1 "Notes", 2 "First"/,
  });
  await assert.rejects(readXlsx(file, { sheet: 5 }), { code: "E_XLSX_SHEET" });
});

Deno.test("ingestXlsx() says what leaves cells missing", async () => {
  const file = await writeXlsx({
    sheets: [
      sheet(
        [
          ["a", "b"],
          ["x", { t: "e", xml: "<v>#N/A</v>" }],
          [null, { xml: "<f>NOW()</f>" }],
          ["y", 1],
        ],
        '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="C1:D1"/></mergeCells>',
      ),
    ],
  });
  const { columns, outcome } = await readXlsx(file);
  assert.deepEqual(columns, [["a", "text", "x", "y"], ["b", "int64", null, 1n]]);
  assert.deepEqual(outcome.findings.map(({ reason, count, example }) => [reason, count, example]), [
    ["error_cells", 1, ""],
    ["formulas_without_value", 1, ""],
    ["merged_ranges", 2, "A2:A3"],
  ]);
});

Deno.test("ingestXlsx() says when max_rows left rows out", async () => {
  const file = await writeXlsx({ sheets: [sheet([["a"], [1], [2], [], []])] });
  assert.equal((await readXlsx(file, { max_rows: 1 })).outcome.truncated, true);
  assert.equal((await readXlsx(file, { max_rows: 2 })).outcome.truncated, false);
});

Deno.test("ingestXlsx() reads ZIP64 archives and archives with a comment", async () => {
  const plain = await writeXlsx({ sheets: [sheet([["a"], [1]])] });
  const wide = await writeXlsx({
    sheets: [sheet([["a"], [1]])],
    files: [{ name: "big", content: "x", wide: true }, {
      name: "xl/styles.xml",
      content: "<styleSheet/>",
      wide: true,
    }],
  });
  for (const file of [plain, wide]) {
    assert.deepEqual((await readXlsx(file)).columns, [["a", "int64", 1n]]);
  }
});

Deno.test("ingestXlsx() reads back what a writer of its own wrote, blocks and reads of any size", async () => {
  const text = fc.string({ unit: "grapheme", maxLength: 8 })
    // deno-lint-ignore no-control-regex
    .map((s) => `x${s.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "")}.`);
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x === 0 ? 0 : x);
  const cell = fc.option(fc.oneof(text, number, fc.boolean()), { freq: 5 });
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 12,
  });
  const how = fc.record({
    readBytes: fc.constantFrom(1, 7, 65_536),
    blockBytes: fc.constantFrom(16, 50, 65_536),
  });
  await fc.assert(
    fc.asyncProperty(table, fc.boolean(), how, async (cells, inline, reading) => {
      const kept = cells.filter((row) => row.some((each) => each !== null));
      if (kept.length === 0) return;
      const file = await writeXlsx({ inline, sheets: [sheet([["a", "b", "c"], ...cells])] });
      // As text every cell is what stands in the file, whatever its neighbours are.
      const types = { a: "text", b: "text", c: "text" } as const;
      const { columns } = await readXlsx(file, { missing_values: [], types }, reading);
      const expected = ["a", "b", "c"].map((name, c) => [
        name,
        "text",
        ...kept.map((row) => row[c] === null ? null : String(row[c])),
      ]);
      assert.deepEqual(columns, expected);
    }),
    { numRuns: 80, seed: 1 },
  );
});

Deno.test("ingestXlsx() gives the same table whatever the size of reads and blocks, over many", async () => {
  const body = Array.from({ length: 3000 }, (_, i) => [i, i / 7, `t${i % 50}`, i % 3 === 0]);
  const file = await writeXlsx({ sheets: [sheet([["a", "b", "c", "d"], ...body])] });
  const whole = await readXlsx(file);
  assert.equal(whole.columns[0]!.length, 3002);
  const small = await readXlsx(file, {}, { readBytes: 1000, blockBytes: 64 });
  assert.deepEqual(small.recorded.everything(), whole.recorded.everything());
});
