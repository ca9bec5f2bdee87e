import { strict as assert } from "node:assert";
import type { CodedError } from "harness/sdk";
import type { IngestSettings } from "./ingest_settings.ts";
import { readCsv } from "./testing/read_csv.ts";
import type { TestCell } from "./testing/recorded_table.ts";

interface Case {
  readonly is: string;
  readonly file: string;
  readonly settings?: Partial<IngestSettings>;
  readonly expected: readonly (readonly [name: string, type: string, ...cells: TestCell[]])[];
}

const RFC_4180: readonly Case[] = [
  {
    is: "CRLF and a last line end",
    file: "aaa,bbb\r\nzzz,yyy\r\nxxx,www\r\n",
    expected: [["aaa", "text", "zzz", "xxx"], ["bbb", "text", "yyy", "www"]],
  },
  {
    is: "no last line end",
    file: "aaa,bbb\r\nzzz,yyy",
    expected: [["aaa", "text", "zzz"], ["bbb", "text", "yyy"]],
  },
  {
    is: "LF, CR and CRLF mixed",
    file: "a,b\n1,2\r3,4\r\n5,6",
    expected: [["a", "int64", 1n, 3n, 5n], ["b", "int64", 2n, 4n, 6n]],
  },
  {
    is: "a lone CR as the last byte",
    file: "a,b\r1,2\r",
    expected: [["a", "int64", 1n], ["b", "int64", 2n]],
  },
  {
    is: "quotes around some cells",
    file: '"a",b\n"x",y\nz,"w"\n',
    expected: [["a", "text", "x", "z"], ["b", "text", "y", "w"]],
  },
  {
    is: "delimiters, quotes and line ends inside quotes",
    file: '"a,1","b ""x"""\r\n"1\r\n2","say ""hi"", ok"\r\n"",""""\r\n"p\nq",r\r\n',
    expected: [
      ["a,1", "text", "1\r\n2", null, "p\nq"],
      ['b "x"', "text", 'say "hi", ok', '"', "r"],
    ],
  },
  {
    is: "a quote inside an unquoted cell, as it stands",
    file: 'size,n\n5" pipe,1\na""b,2\n x "y",3\n "z",4\n',
    expected: [["size", "text", '5" pipe', 'a""b', ' x "y"', ' "z"'], [
      "n",
      "int64",
      1n,
      2n,
      3n,
      4n,
    ]],
  },
  {
    is: "empty cells at every place",
    file: "a,b,c\n,2,3\n1,,3\n1,2,\n,,\n",
    expected: [
      ["a", "int64", null, 1n, 1n, null],
      ["b", "int64", 2n, null, 2n, null],
      ["c", "int64", 3n, 3n, null, null],
    ],
  },
  {
    is: "a last empty cell without a line end",
    file: "a,b\nx,",
    expected: [["a", "text", "x"], ["b", "text", null]],
  },
  {
    is: "a last empty quoted cell without a line end",
    file: 'a,b\nx,""',
    expected: [["a", "text", "x"], ["b", "text", null]],
  },
  {
    is: "empty lines between records",
    file: "\n\r\na,b\n\n1,2\r\n\r\n\n3,4\n\n",
    expected: [["a", "int64", 1n, 3n], ["b", "int64", 2n, 4n]],
  },
  {
    is: "one column, where an empty line is an empty cell",
    file: "a\n1\n\n3\n",
    expected: [["a", "int64", 1n, null, 3n]],
  },
  {
    is: "one column of quoted empties",
    file: 'a\n"x"\n""\n',
    expected: [["a", "text", "x", null]],
  },
  {
    is: "spaces that are part of text",
    file: "a, b \n  x ,y\t\n",
    settings: { delimiter: "," },
    expected: [["a", "text", "  x "], ["b", "text", "y\t"]],
  },
  {
    is: "a byte order mark before a quote",
    file: '\ufeff"a",b\n1,2\n',
    expected: [["a", "int64", 1n], ["b", "int64", 2n]],
  },
  {
    is: "a byte order mark inside, as it stands",
    file: "a,b\n\ufeffx,y\n",
    expected: [["a", "text", "\ufeffx"], ["b", "text", "y"]],
  },
  {
    is: "characters of two, three and four bytes",
    file: "ä,日本\n€,😀\n😀,ä\n",
    expected: [["ä", "text", "€", "😀"], ["日本", "text", "😀", "ä"]],
  },
  {
    is: "vertical tabs, form feeds and other controls as content",
    file: "a,b\nx\x0by,\x0c\n\x01,\x7f\n",
    expected: [["a", "text", "x\x0by", "\x01"], ["b", "text", "\x0c", "\x7f"]],
  },
  {
    is: "an Excel sep line",
    file: "sep=|\r\na,b|c\r\n1,2|3\r\n",
    expected: [["a,b", "text", "1,2"], ["c", "int64", 3n]],
  },
  {
    is: "a set delimiter that would not be found",
    file: "a:b\n1:2\n",
    settings: { delimiter: ":" },
    expected: [["a", "int64", 1n], ["b", "int64", 2n]],
  },
  {
    is: "the delimiter called tab",
    file: "a\tb\n1,5\t2\n",
    settings: { delimiter: "tab" },
    expected: [["a", "text", "1,5"], ["b", "int64", 2n]],
  },
];

for (const { is, file, settings, expected } of RFC_4180) {
  Deno.test(`ingestCsv() reads ${is}`, async () => {
    assert.deepEqual((await readCsv(file, settings)).columns, expected);
  });
}

/** One column of cells, its type and values. */
const TYPES: readonly (readonly [
  cells: readonly string[],
  type: string,
  values: readonly TestCell[],
  settings?: Partial<IngestSettings>,
])[] = [
  [["true", "FALSE", "True", ""], "boolean", [true, false, true, null]],
  [["true", "yes"], "text", ["true", "yes"]],
  [["true", "1"], "text", ["true", "1"]],
  [["0", "-5", "12", "NA"], "int64", [0n, -5n, 12n, null]],
  [[" 12", "13 ", "\t14\t", "  "], "int64", [12n, 13n, 14n, null]],
  [
    ["9223372036854775807", "-9223372036854775808", "9007199254740993"],
    "int64",
    [9223372036854775807n, -9223372036854775808n, 9007199254740993n],
  ],
  [["9223372036854775808", "1"], "text", ["9223372036854775808", "1"]],
  [["-9223372036854775809"], "text", ["-9223372036854775809"]],
  [["1", "100000000000000000000"], "text", ["1", "100000000000000000000"]],
  [["1.5", "100000000000000000000"], "float64", [1.5, 1e20]],
  [["100000000000000000000", "2", "1.5"], "float64", [1e20, 2, 1.5]],
  [["1.5", "9007199254740993"], "text", ["1.5", "9007199254740993"]],
  [["9007199254740993", "1.5"], "text", ["9007199254740993", "1.5"]],
  [["1.5", "9007199254740992"], "float64", [1.5, 9007199254740992]],
  [["007", "1"], "text", ["007", "1"]],
  [["1", "007"], "text", ["1", "007"]],
  [["-01", "00"], "text", ["-01", "00"]],
  [["0", "0.5", "-0.0"], "float64", [0, 0.5, -0]],
  [["+1", "2"], "text", ["+1", "2"]],
  [["1,234", "5"], "text", ["1,234", "5"]],
  [["1_000"], "text", ["1_000"]],
  [["0x10"], "text", ["0x10"]],
  [["1e3", "2"], "float64", [1000, 2]],
  [["1E+3", "-2.5e-3", ".5", "5."], "float64", [1000, -0.0025, 0.5, 5]],
  [["."], "text", ["."]],
  [["1e"], "text", ["1e"]],
  [["e5"], "text", ["e5"]],
  [["--1"], "text", ["--1"]],
  [["1 2"], "text", ["1 2"]],
  [["1e999", "1"], "text", ["1e999", "1"]],
  [["1", "1e309"], "text", ["1", "1e309"]],
  [["1.7976931348623157e308", "5e-324", "1e-400"], "float64", [Number.MAX_VALUE, 5e-324, 0]],
  [["Infinity", "1.5"], "text", ["Infinity", "1.5"]],
  [["-inf"], "text", ["-inf"]],
  [["NaN", "1.5"], "float64", [null, 1.5]],
  [["nan", "1.5"], "text", ["nan", "1.5"]],
  [["0.1", "0.30000000000000004", "123456789.12345678"], "float64", [
    0.1,
    0.1 + 0.2,
    123456789.12345678,
  ]],
  [["1,5", "2"], "float64", [1.5, 2], { decimal: ",", delimiter: ";" }],
  [["1.5", "2"], "text", ["1.5", "2"], { decimal: ",", delimiter: ";" }],
  [["2024-01-31", "2024-2-1", "", "0001-01-01", "9999-12-31"], "date", [
    "2024-01-31",
    "2024-02-01",
    null,
    "0001-01-01",
    "9999-12-31",
  ]],
  [["2024-02-30"], "text", ["2024-02-30"]],
  [["2023-02-29"], "text", ["2023-02-29"]],
  [["2024-02-29"], "date", ["2024-02-29"]],
  [["1900-02-29"], "text", ["1900-02-29"]],
  [["0000-01-01"], "text", ["0000-01-01"]],
  [["2024/01/31", "2024/02/01"], "date", ["2024-01-31", "2024-02-01"]],
  [["2024-01-31", "2024/02/01"], "text", ["2024-01-31", "2024/02/01"]],
  [["31/01/2024", "01/02/2024"], "date", ["2024-01-31", "2024-02-01"]],
  [["01/02/2024", "01/31/2024"], "date", ["2024-01-02", "2024-01-31"]],
  [["31-01-2024", "1-2-2024"], "date", ["2024-01-31", "2024-02-01"]],
  [["03/04/2024", "05/06/2024"], "text", ["03/04/2024", "05/06/2024"]],
  [["03/03/2024", "05/05/2024"], "date", ["2024-03-03", "2024-05-05"]],
  [["13/01/2024", "01/13/2024"], "text", ["13/01/2024", "01/13/2024"]],
  [["03/04/2024"], "date", ["2024-04-03"], { date_order: "dmy" }],
  [["03/04/2024"], "date", ["2024-03-04"], { date_order: "mdy" }],
  [["13/04/2024"], "text", ["13/04/2024"], { date_order: "mdy" }],
  [["03.04.2024"], "date", ["2024-04-03"]],
  [["04.13.2024"], "text", ["04.13.2024"]],
  [["31 Jan 2024", "1 february 2024"], "date", ["2024-01-31", "2024-02-01"]],
  [["31-Jan-2024", "01-DEC-1999"], "date", ["2024-01-31", "1999-12-01"]],
  [["Jan 31, 2024", "September 1 2024"], "date", ["2024-01-31", "2024-09-01"], { delimiter: "|" }],
  [["31 Foo 2024"], "text", ["31 Foo 2024"]],
  [["01/02/24"], "text", ["01/02/24"]],
  [["20240131"], "int64", [20240131n]],
  [["2024"], "int64", [2024n]],
  [
    ["2024-01-31T10:20:30Z", "2024-01-31 10:20", "2024-01-31T10:20:30.123456+02:00"],
    "timestamp",
    [
      "2024-01-31T10:20:30.000000Z",
      "2024-01-31T10:20:00.000000Z",
      "2024-01-31T08:20:30.123456Z",
    ],
  ],
  [
    ["1969-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"],
    "timestamp",
    [
      "1969-12-31T23:59:59.999999Z",
      "0001-01-01T00:00:00.000000Z",
      "9999-12-31T23:59:59.999999Z",
    ],
  ],
  [["2024-01-31", "2024-01-31T01:00:00-0130"], "timestamp", [
    "2024-01-31T00:00:00.000000Z",
    "2024-01-31T02:30:00.000000Z",
  ]],
  [["31/01/2024 1:05 PM", "1/2/2024 12:00 am"], "timestamp", [
    "2024-01-31T13:05:00.000000Z",
    "2024-02-01T00:00:00.000000Z",
  ]],
  [["2024-01-31T24:00:00"], "text", ["2024-01-31T24:00:00"]],
  [["2024-01-31T10:60:00"], "text", ["2024-01-31T10:60:00"]],
  [["2024-01-31T10:20:60"], "text", ["2024-01-31T10:20:60"]],
  [["2024-01-31T10"], "text", ["2024-01-31T10"]],
  [["2024-01-31 10:20:30 CET"], "text", ["2024-01-31 10:20:30 CET"]],
  [["2024-01-31T13:00 PM"], "text", ["2024-01-31T13:00 PM"]],
  [["", "NA", "null"], "text", [null, null, null]],
  [["na", "-", "--"], "text", ["na", null, "--"]],
  [["-999", "1"], "int64", [null, 1n], { missing_values: ["-999"] }],
  [["", "x"], "text", ["", "x"], { missing_values: [] }],
  [["", "1"], "text", ["", "1"], { missing_values: [] }],
  [["1", ""], "text", ["1", ""], { missing_values: ["NA"] }],
  [["007", "+1", "-0"], "int64", [7n, 1n, 0n], { types: { x: "int64" } }],
  [["007", "+1.5", "9007199254740993"], "float64", [7, 1.5, 9007199254740992], {
    types: { x: "float64" },
  }],
  [["yes", "N", "1", "0", "TRUE"], "boolean", [true, false, true, false, true], {
    types: { x: "boolean" },
  }],
  [["1", "2"], "text", ["1", "2"], { types: { x: "text" } }],
  [["2024-01-31"], "timestamp", ["2024-01-31T00:00:00.000000Z"], { types: { x: "timestamp" } }],
  [["13/01/2024"], "date", ["2024-01-13"], { types: { x: "date" } }],
];

for (const [cells, type, values, settings] of TYPES) {
  const set = settings === undefined ? "" : ` with ${JSON.stringify(settings)}`;
  Deno.test(`ingestCsv() takes ${JSON.stringify(cells)} for ${type}${set}`, async () => {
    const quoted = cells.map((cell) => `"${cell}"`);
    for (
      const delimiter of settings?.delimiter === undefined ? [";", "|"] : [settings.delimiter!]
    ) {
      const plain = ["k;x", ...cells.map((cell) => `k;${cell}`), ""].join("\n");
      const file = plain.replaceAll("k;", `k${delimiter}`);
      const read = await readCsv(file, { ...settings, delimiter });
      assert.deepEqual(read.columns[1], ["x", type, ...values], "unquoted");
      const all = ["k;x", ...quoted.map((cell) => `k;${cell}`), ""].join("\n");
      const again = await readCsv(all.replaceAll("k;", `k${delimiter}`), {
        ...settings,
        delimiter,
      });
      assert.deepEqual(again.columns[1], ["x", type, ...values], "quoted");
    }
  });
}

Deno.test("ingestCsv() decides types from all rows, however late the odd one comes", async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => `${i},${i % 50},2024-01-0${1 + (i % 9)}`);
  const file = (last: string) => `a,b,d\n${rows.join("\n")}\n${last}\n`;
  const types = async (last: string) =>
    (await readCsv(file(last), {}, { blockBytes: 512 })).columns.map(([, type]) => type);
  assert.deepEqual(await types("1,2,2024-01-01"), ["int64", "int64", "date"]);
  assert.deepEqual(await types("1.5,2,2024-01-01T00:00"), ["float64", "int64", "timestamp"]);
  assert.deepEqual(await types("x,007,soon"), ["text", "text", "text"]);
  const late = (await readCsv(file("x,007,soon"), {}, { blockBytes: 512 })).columns;
  assert.deepEqual(late[0]!.slice(2), [...rows.keys()].map(String).concat("x"));
  assert.deepEqual(late[1]!.slice(-2), ["49", "007"]);
  const early = await readCsv(file("x,007,soon"), {}, { blockBytes: 1 << 20 });
  assert.deepEqual(early.columns, late);
});

Deno.test("ingestCsv() stores text plain beyond the dictionary's bound, and keeps every cell", async () => {
  const texts = Array.from({ length: 70_000 }, (_, i) => `t${i}`);
  const { columns, recorded } = await readCsv(`a,b\n${texts.map((t) => `${t},x`).join("\n")}\n`);
  const [a, b] = recorded.announced.columns;
  assert.deepEqual([a!.encoding, b!.encoding], ["plain", "dictionary"]);
  assert.deepEqual(columns[0]!.slice(2), texts);
});

Deno.test("ingestCsv() names columns as the file does, or says what it called them", async () => {
  const { columns, outcome } = await readCsv(
    "price,,price, price ,__proto__,constructor\n1,2,3,4,5,6\n",
  );
  assert.deepEqual(columns.map(([name]) => name), [
    "price",
    "column_2",
    "price_2",
    "price_3",
    "__proto__",
    "constructor",
  ]);
  const renamed = outcome.findings.filter(({ kind }) => kind === "renamed_column");
  assert.deepEqual(renamed.map(({ position, reason }) => [position, reason]), [
    [1, "empty"],
    [2, "duplicate"],
    [3, "duplicate"],
  ]);
});

Deno.test("ingestCsv() takes the first record for data when all of it is values", async () => {
  const { columns, outcome } = await readCsv("1,2\n3,4\n");
  assert.deepEqual(columns, [["column_1", "int64", 1n, 3n], ["column_2", "int64", 2n, 4n]]);
  assert.equal(outcome.metrics["header"], false);
  assert.deepEqual(outcome.findings.map(({ kind }) => kind), ["header_note"]);
  const asked = await readCsv("1,2\n3,4\n", { header: true });
  assert.deepEqual(asked.columns, [["1", "int64", 3n], ["2", "int64", 4n]]);
  assert.deepEqual(asked.outcome.findings, []);
  const text = await readCsv("a,b\nc,d\n", { header: false });
  assert.deepEqual(text.columns, [["column_1", "text", "a", "c"], ["column_2", "text", "b", "d"]]);
});

Deno.test("ingestCsv() pads short rows when asked, counts them, and widens to the longest", async () => {
  const { columns, outcome } = await readCsv("a,b\n1\n2,3,4\n5,6\n", { ragged: "pad" });
  assert.deepEqual(columns, [
    ["a", "int64", 1n, 2n, 5n],
    ["b", "int64", null, 3n, 6n],
    ["column_3", "int64", null, 4n, null],
  ]);
  assert.equal(outcome.metrics["padded_rows"], 2);
  const padded = outcome.findings.find(({ kind }) => kind === "ragged_padded")!;
  assert.deepEqual(padded.evidence, { row_ids: [0, 2] });
});

Deno.test("ingestCsv() pads with missing cells even when the empty cell is not missing", async () => {
  const { columns } = await readCsv('a,b\n"",x\ny\n', { ragged: "pad", missing_values: [] });
  assert.deepEqual(columns, [["a", "text", "", "y"], ["b", "text", "x", null]]);
});

Deno.test("ingestCsv() reads max_rows rows and says whether there were more", async () => {
  const file = "a,b\n1,2\n3,4\n\nx,6\n";
  const two = await readCsv(file, { max_rows: 2 });
  assert.deepEqual(two.columns, [["a", "int64", 1n, 3n], ["b", "int64", 2n, 4n]]);
  assert.equal(two.outcome.truncated, true);
  assert.equal((await readCsv(file, { max_rows: 3 })).outcome.truncated, false);
  assert.equal((await readCsv(file, { max_rows: 4 })).outcome.truncated, false);
});

Deno.test("ingestCsv() notes what a person should know of a column", async () => {
  const reasons = async (cells: string[], settings: Partial<IngestSettings> = {}) =>
    (await readCsv(["k|x", ...cells.map((cell) => `k|${cell}`)].join("\n"), settings)).outcome
      .findings
      .filter(({ columns }) => columns[0] === "x")
      .map(({ kind, reason, example, evidence }) => [
        kind,
        reason,
        example,
        evidence?.row_ids?.[0],
      ]);
  assert.deepEqual(await reasons(["1", "2"]), []);
  assert.deepEqual(await reasons(["a", "b"]), []);
  assert.deepEqual(await reasons(["1", "2", "n/a", "3"]), [[
    "type_note",
    "mixed_values",
    "n/a",
    2,
  ]]);
  assert.deepEqual(await reasons(["n/a", "2", "3"]), [["type_note", "mixed_values", "n/a", 0]]);
  assert.deepEqual(await reasons(["1", "a", "b", "c"]), []);
  assert.deepEqual(await reasons(["1,5", "2"]), [["type_note", "decimal_comma", "1,5", 0]]);
  assert.deepEqual(await reasons(["1", "100000000000000000000"]), [
    ["type_note", "beyond_int64", "1", 0],
  ]);
  assert.deepEqual(await reasons(["1", "99999999999999999999"]), [
    ["type_note", "beyond_int64", "99999999999999999999", 1],
  ]);
  assert.deepEqual(await reasons(["1.5", "9007199254740993"]), [
    ["type_note", "inexact_integers", "9007199254740993", 1],
  ]);
  assert.deepEqual(await reasons(["03/04/2024", "05/06/2024"]), [
    ["ambiguous_dates", undefined, "03/04/2024", 0],
  ]);
  assert.deepEqual(await reasons(["13/04/2024", "04/13/2024"]), [
    ["type_note", "mixed_date_order", "13/04/2024", 0],
  ]);
  assert.deepEqual(await reasons(["2024-01-01T00:00:00.1234567Z"]), [
    ["type_note", "fraction_cut", "2024-01-01T00:00:00.1234567Z", 0],
  ]);
  assert.deepEqual(await reasons(["2024-01-01T00:00:00Z", "2024-01-01T00:00"]), [
    ["type_note", "mixed_offsets", "2024-01-01T00:00:00Z", 0],
  ]);
});

/** What must be refused, and every number that the message must name. */
const REFUSED: readonly (readonly [
  what: string,
  file: string | Uint8Array,
  code: string,
  message: RegExp,
  settings?: Partial<IngestSettings>,
])[] = [
  ["an empty file", "", "E_INGEST_EMPTY", /empty/],
  ["a byte order mark alone", "\ufeff", "E_INGEST_EMPTY", /empty/],
  ["a header alone", "a,b\n", "E_INGEST_NO_ROWS", /header/],
  ["a header alone without a line end", "a,b", "E_INGEST_NO_ROWS", /header/],
  ["blank lines alone", "\n\n\r\n", "E_INGEST_NO_ROWS", /blank/],
  [
    "a short row",
    "a,b\n1,2\n\n3\n",
    "E_CSV_RAGGED",
    /Line 4 \(row 1, byte 9\) has 1 cell where the first record has 2/,
  ],
  ["a long row", "a,b\n1,2\n3,4,5\n", "E_CSV_RAGGED", /Line 3 \(row 1, byte 8\) has 3 cells/],
  [
    "a long row after quoted line ends",
    'a,b\n"1\n\r\n\r",2\n3,4,5\n',
    "E_CSV_RAGGED",
    /Line 6 \(row 1, byte 14\)/,
  ],
  ["an open quote", 'a,b\n1,"2\n3,4\n', "E_CSV_UNTERMINATED_QUOTE", /line 2 \(byte 6\)/],
  ["an open quote at the end", 'a,b\n1,"', "E_CSV_UNTERMINATED_QUOTE", /line 2 \(byte 6\)/],
  ["an odd number of quotes", 'a,b\n1,"""', "E_CSV_UNTERMINATED_QUOTE", /line 2 \(byte 6\)/],
  ["junk after a quote", 'a,b\n1,2\n"x"y,3\n', "E_CSV_AFTER_QUOTE", /Line 3 \(byte 11\) has "y"/],
  ["a space after a quote", 'a,b\n"x" ,3\n', "E_CSV_AFTER_QUOTE", /Line 2 \(byte 7\)/],
  ["a control character after a quote", 'a,b\n"x"\x1b,3\n', "E_CSV_AFTER_QUOTE", /has "\\u001b"/],
  ["a NUL byte", "a,b\n1,\x002\n", "E_INGEST_BINARY", /byte 6/],
  ["bytes that are not UTF-8", bytes("a,b\n1,\xff\n"), "E_CSV_ENCODING", /0xff at byte 6/],
  ["an overlong form", bytes("a,b\n\xc0\xaf,1\n"), "E_CSV_ENCODING", /0xc0 at byte 4/],
  ["a surrogate in UTF-8", bytes("a,b\n\xed\xa0\x80,1\n"), "E_CSV_ENCODING", /0xed at byte 4/],
  [
    "a character cut off by the end",
    bytes("a,b\n1,\xe2\x82"),
    "E_CSV_ENCODING",
    /middle of a character at byte 6/,
  ],
  ["UTF-32", bytes("\xff\xfe\0\0a\0\0\0"), "E_CSV_ENCODING", /UTF-32/],
  [
    "UTF-16 cut in a unit",
    bytes("\xff\xfea\0,\0b\0\n"),
    "E_CSV_ENCODING",
    /middle of a character at byte 8/,
  ],
  ["a lone high surrogate", bytes("\xff\xfea\0\x00\xd8b\0"), "E_CSV_ENCODING", /0xd800 at byte 4/],
  ["a lone low surrogate", bytes("\xfe\xff\0a\xdc\x00\0b"), "E_CSV_ENCODING", /0xdc00 at byte 4/],
  ["UTF-16 without its mark", bytes("a\0,\0b\0\n\0"), "E_INGEST_BINARY", /byte 1/],
  ["what windows-1252 lacks", bytes("a,b\n1,\x81\n"), "E_CSV_ENCODING", /0x81 at byte 6/, {
    encoding: "windows-1252",
  }],
  [
    "a type that does not fit",
    "a,b\n1,2\nx,3\ny,4\n",
    "E_INGEST_TYPE",
    /2 of 3 values are not, first "x" at row 1 \(line 3, byte 8\)/,
    { types: { a: "int64" } },
  ],
  [
    "a time in a date column",
    "a,b\n2024-01-01,1\n2024-01-01T10:00,2\n",
    "E_INGEST_TYPE",
    /1 of 2 .* row 1/,
    { types: { a: "date" } },
  ],
  ["a date whose order is open", "a,b\n03/04/2024,1\n", "E_INGEST_TYPE", /"03\/04\/2024"/, {
    types: { a: "date" },
  }],
  ["a type for no column", "a,b\n1,2\n", "E_INGEST_UNKNOWN_COLUMN", /"c"/, {
    types: { c: "int64" },
  }],
  ["a delimiter of two characters", "a,b\n1,2\n", "E_INGEST_SETTING", /delimiter/, {
    delimiter: ",,",
  }],
  ["a delimiter that is a digit", "a,b\n1,2\n", "E_INGEST_SETTING", /delimiter/, {
    delimiter: "1",
  }],
  ["a delimiter that is the decimal mark", "a,b\n1,2\n", "E_INGEST_SETTING", /decimal/, {
    delimiter: ",",
    decimal: ",",
  }],
];

function bytes(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (character) => character.charCodeAt(0));
}

for (const [what, file, code, message, settings] of REFUSED) {
  Deno.test(`ingestCsv() refuses ${what}, whatever the size of its reads`, async () => {
    for (const how of [{}, { readBytes: 1, blockBytes: 8 }, { readBytes: 7, blockBytes: 16 }]) {
      await assert.rejects(() => readCsv(file, settings, how), (error: CodedError) => {
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.ok(error.next.length > 0);
        return true;
      });
    }
  });
}
