import { strict as assert } from "node:assert";
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
