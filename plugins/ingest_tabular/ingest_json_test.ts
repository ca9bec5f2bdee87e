import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import type { CodedError } from "harness/sdk";
import type { IngestSettings } from "./ingest_settings.ts";
import { readJson } from "./testing/read_csv.ts";
import type { TestCell } from "./testing/recorded_table.ts";

type Expected = readonly (readonly [name: string, type: string, ...cells: TestCell[]])[];

const TABLES: readonly (readonly [
  is: string,
  file: string,
  expected: Expected,
  settings?: Partial<IngestSettings>,
])[] = [
  [
    "an array of objects",
    '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]',
    [["a", "int64", 1n, 2n], ["b", "text", "x", "y"]],
  ],
  [
    "objects with other keys, in another order",
    '\ufeff [ {"a":1} ,\n{"b":true,"a":2},{"c":null},{} ] \n',
    [
      ["a", "int64", 1n, 2n, null, null],
      ["b", "boolean", null, true, null, null],
      ["c", "text", null, null, null, null],
    ],
  ],
  [
    "one object a line, with blank lines and no last line end",
    '{"a":1,"b":0.5}\r\n\n{"b":1e3,"a":-2}',
    [["a", "int64", 1n, -2n], ["b", "float64", 0.5, 1000]],
  ],
  ["one object", '{"a":1,"b":"x"}', [["a", "int64", 1n], ["b", "text", "x"]]],
  [
    "an array of arrays with a header",
    '[["a","b"],[1,"x"],[2,null]]',
    [["a", "int64", 1n, 2n], ["b", "text", "x", null]],
  ],
  [
    "an array of arrays without a header",
    "[[1,2.5],[3,4]]",
    [["column_1", "int64", 1n, 3n], ["column_2", "float64", 2.5, 4]],
  ],
  [
    "arrays that are not to have a header",
    '[["a","b"],["c","d"]]',
    [["column_1", "text", "a", "c"], ["column_2", "text", "b", "d"]],
    { header: false },
  ],
  [
    "arrays one after the other",
    "[1,true]\n[2,false]\n",
    [["column_1", "int64", 1n, 2n], ["column_2", "boolean", true, false]],
  ],
  [
    "an object of columns",
    '{"a":[1,2,3],"b":["x",null,"z"]}\n',
    [["a", "int64", 1n, 2n, 3n], ["b", "text", "x", null, "z"]],
  ],
  [
    "lines whose first value is an array",
    '{"tags":["x"],"id":1}\n{"tags":[],"id":2}\n',
    [["tags", "text", '["x"]', "[]"], ["id", "int64", 1n, 2n]],
  ],
  [
    "one line of arrays, as lines",
    '{"a":[1,2]}\n',
    [["a", "text", "[1,2]"]],
    { format: "ndjson" },
  ],
  [
    "short columns, padded",
    '{"a":[1,2],"b":[3]}',
    [["a", "int64", 1n, 2n], ["b", "int64", 3n, null]],
    { ragged: "pad" },
  ],
  [
    "short and long arrays, padded",
    '[["a","b"],[1],[2,3,4]]',
    [["a", "int64", 1n, 2n], ["b", "int64", null, 3n], ["column_3", "int64", null, 4n]],
    { ragged: "pad" },
  ],
  [
    "integers beyond 2^53 exactly, and what int64 cannot hold as text",
    '[{"a":9007199254740993,"b":18446744073709551615},{"a":-9223372036854775808,"b":1}]',
    [
      ["a", "int64", 9007199254740993n, -9223372036854775808n],
      ["b", "text", "18446744073709551615", "1"],
    ],
  ],
  [
    "strings of digits and words as text",
    '[{"a":"1","b":"true","c":"007"},{"a":"2","b":"false","c":"8"}]',
    [["a", "text", "1", "2"], ["b", "text", "true", "false"], ["c", "text", "007", "8"]],
  ],
  [
    "strings of digits as numbers when told so",
    '[{"a":"1"},{"a":" 2 "}]',
    [["a", "int64", 1n, 2n]],
    { types: { a: "int64" } },
  ],
  [
    "numbers and strings mixed as text",
    '[{"a":1},{"a":"1"},{"a":2.50},{"a":true}]',
    [["a", "text", "1", "1", "2.50", "true"]],
  ],
  [
    "strings of dates as dates",
    '[{"d":"2024-01-31","t":"2024-01-31T10:00:00Z"},{"d":null,"t":"2024-02-01T00:00:00+01:00"}]',
    [
      ["d", "date", "2024-01-31", null],
      ["t", "timestamp", "2024-01-31T10:00:00.000000Z", "2024-01-31T23:00:00.000000Z"],
    ],
  ],
  [
    "missing markers in strings, and null always",
    '[{"a":"NA","b":null},{"a":"x","b":"y"}]',
    [["a", "text", null, "x"], ["b", "text", null, "y"]],
  ],
  [
    "empty strings as text when they are not missing",
    '[{"a":""},{"a":null},{"a":"x"}]',
    [["a", "text", "", null, "x"]],
    { missing_values: [] },
  ],
  [
    "NaN and infinities of programs that write them",
    '[{"a":NaN,"b":Infinity},{"a":1.5,"b":-Infinity}]',
    [["a", "float64", null, 1.5], ["b", "text", "Infinity", "-Infinity"]],
  ],
  [
    "every escape",
    '[{"a\\n":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude00"}]',
    [["a", "text", '"\\/\b\f\n\r\té€😀']],
  ],
  [
    "nested values as JSON without white space",
    '[{"a":{"x": [1, {"y":"\\u00e9 \\n"}] , "z" :null}},{"a":[]},{"a":{}}]',
    [["a", "text", '{"x":[1,{"y":"é \\n"}],"z":null}', "[]", "{}"]],
  ],
  [
    "keys that must be mended",
    '[{"":1," a ":2,"a":3,"__proto__":4}]',
    [
      ["column_1", "int64", 1n],
      ["a", "int64", 2n],
      ["a_2", "int64", 3n],
      ["__proto__", "int64", 4n],
    ],
  ],
  [
    "as many rows as asked for",
    '[{"a":1},{"a":2},{"a":"x"}]',
    [["a", "int64", 1n, 2n]],
    { max_rows: 2 },
  ],
];

for (const [is, file, expected, settings] of TABLES) {
  Deno.test(`ingestJson() reads ${is}`, async () => {
    for (const how of [{}, { readBytes: 1, blockBytes: 16 }, { readBytes: 7, blockBytes: 40 }]) {
      assert.deepEqual((await readJson(file, settings, how)).columns, expected);
    }
  });
}

const REFUSED: readonly (readonly [
  what: string,
  file: string | Uint8Array,
  code: string,
  message: RegExp,
  settings?: Partial<IngestSettings>,
])[] = [
  ["nothing", "", "E_INGEST_EMPTY", /empty/],
  ["white space", " \n ", "E_INGEST_NO_ROWS", /no rows/],
  ["an empty array", "[ ]", "E_INGEST_NO_ROWS", /no rows/],
  ["a header alone", '[["a","b"]]', "E_INGEST_NO_ROWS", /header/],
  ["empty objects", "[{},{}]", "E_JSON_SHAPE", /empty/],
  ["empty columns", '{"a":[],"b":[]}', "E_INGEST_NO_ROWS", /no rows/],
  ["a number", "12", "E_JSON_SHAPE", /line 1 \(byte 0\)/],
  ["an array of numbers", "[1,2,3]", "E_JSON_SHAPE", /one array of values/],
  ["objects and arrays mixed", '[{"a":1},\n[1]]', "E_JSON_SHAPE", /line 2 \(byte 10\)/],
  ["objects and numbers mixed", '[{"a":1},2]', "E_JSON_SHAPE", /neither/],
  ["an unfinished array", '[{"a":1},', "E_JSON_SYNTAX", /byte 9/],
  ["a missing bracket", '[{"a":1}', "E_JSON_SYNTAX", /expected , or \], found the end/],
  ["a comma too many", '[{"a":1},]', "E_JSON_SYNTAX", /after the comma/],
  ["a comma too many in an object", '[{"a":1,}]', "E_JSON_SYNTAX", /row 0, byte 8/],
  ["text after the array", '[{"a":1}] x', "E_JSON_SYNTAX", /byte 10.*nothing.*found x/],
  ["a missing colon", '[{"a" 1}]', "E_JSON_SYNTAX", /colon/],
  ["a key without quotes", "[{a:1}]", "E_JSON_SYNTAX", /a string, found a/],
  ["a single-quoted string", "[{\"a\":'x'}]", "E_JSON_SYNTAX", /expected a value, found '/],
  ["a leading zero", '[{"a":007}]', "E_JSON_SYNTAX", /row 0, byte 6\): a number/],
  ["a leading plus", '[{"a":+1}]', "E_JSON_SYNTAX", /expected a value/],
  ["a point without digits", '[{"a":1.}]', "E_JSON_SYNTAX", /number/],
  ["two minus signs", '[{"a":--1}]', "E_JSON_SYNTAX", /number/],
  ["a word cut short", '[{"a":tru}]', "E_JSON_SYNTAX", /true/],
  ["a word unknown", '[{"a":undefined}]', "E_JSON_SYNTAX", /value, found u/],
  ["an open string", '[{"a":"x', "E_JSON_SYNTAX", /byte 6\): a string that begins here/],
  ["a line end in a string", '[{"a":"x\ny"}]', "E_JSON_SYNTAX", /control character/],
  ["an unknown escape", '[{"a":"\\x"}]', "E_JSON_SYNTAX", /escape/],
  ["a bad unicode escape", '[{"a":"\\u12g4"}]', "E_JSON_SYNTAX", /hexadecimal/],
  ["a lone high surrogate", '[{"a":"x\\ud800y"}]', "E_JSON_SYNTAX", /byte 8\).*surrogate/],
  ["a lone low surrogate", '[{"a":"\\udc00"}]', "E_JSON_SYNTAX", /surrogate/],
  ["two high surrogates", '[{"a":"\\ud800\\ud800"}]', "E_JSON_SYNTAX", /surrogate/],
  [
    "a key given twice",
    '[{"a":1},\n{"b":1,"b":2}]',
    "E_JSON_DUPLICATE_KEY",
    /row 1 .*"b".*line 2 \(byte 17\)/,
  ],
  ["a column given twice", '{"a":[1],"a":[2]}', "E_JSON_DUPLICATE_KEY", /"a"/],
  [
    "ragged arrays",
    '[["a","b"],\n[1,2],\n[3]]',
    "E_JSON_RAGGED",
    /line 3 \(row 1, byte 19\) has 1/,
  ],
  ["ragged columns", '{"a":[1,2],"b":[3]}', "E_JSON_RAGGED", /"a" has 2 cells where "b" has 1/],
  ["nesting without end", `[{"a":${"[".repeat(100_000)}`, "E_JSON_SYNTAX", /deeper than 256/],
  ["bytes that are not UTF-8", Uint8Array.of(91, 123, 34, 255), "E_CSV_ENCODING", /byte 3/],
  ["a NUL byte", '[{"a":1}\0]', "E_INGEST_BINARY", /byte 8/],
  ["UTF-16", Uint8Array.of(255, 254, 91, 0), "E_CSV_ENCODING", /utf-16le/],
  ["an encoding that JSON has not", '[{"a":1}]', "E_CSV_ENCODING", /latin1/, {
    encoding: "latin1",
  }],
  [
    "a type that does not fit",
    '[{"a":1},\n{"a":"x"}]',
    "E_INGEST_TYPE",
    /"x" at row 1 \(line 2, byte 10\)/,
    { types: { a: "int64" } },
  ],
];

for (const [what, file, code, message, settings] of REFUSED) {
  Deno.test(`ingestJson() refuses ${what}, whatever the size of its reads`, async () => {
    for (const how of [{}, { readBytes: 1, blockBytes: 16 }]) {
      await assert.rejects(() => readJson(file, settings, how), (error: CodedError) => {
        assert.equal(error.code, code, error.message);
        assert.match(error.message, message);
        return true;
      });
    }
  });
}

Deno.test("ingestJson() reads back what JSON.stringify wrote, in every shape", async () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 5 }).map((s) => `n${s}.`);
  const text = fc.string({ unit: "grapheme", maxLength: 8 }).map((s) => `x${s}.`);
  const cell = fc.option(fc.oneof(text, fc.constantFrom("", " ", "1", "true")), { freq: 5 });
  const table = fc.record({
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
    rows: fc.integer({ min: 1, max: 8 }),
  }).chain(({ names, rows }) =>
    fc.record({
      names: fc.constant(names),
      cells: fc.array(
        fc.array(cell, { minLength: names.length, maxLength: names.length }),
        { minLength: rows, maxLength: rows },
      ),
    })
  );
  const how = fc.record({
    readBytes: fc.constantFrom(1, 7, 65_536),
    blockBytes: fc.constantFrom(16, 50, 65_536),
  });
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(undefined, 2),
      how,
      async ({ names, cells }, indent, reading) => {
        const objects = cells.map((row) => Object.fromEntries(row.map((v, c) => [names[c], v])));
        const columns = Object.fromEntries(names.map((n, c) => [n, cells.map((row) => row[c])]));
        const files = [
          JSON.stringify(objects, null, indent),
          objects.map((object) => JSON.stringify(object)).join("\n"),
          JSON.stringify([names, ...cells], null, indent),
          JSON.stringify(columns, null, indent),
        ];
        // Integer-like names would be put in another order by the writer; these begin with n.
        const expected = names.map((n, c) => [n, ...cells.map((row) => row[c])]);
        for (const file of files) {
          const settings = { missing_values: [], header: true };
          const read = (await readJson(file, settings, reading)).columns;
          assert.deepEqual(read.map(([n, , ...values]) => [n, ...values]), expected);
        }
      },
    ),
    { numRuns: 400, seed: 1 },
  );
});

Deno.test("ingestJson() reads back every double and every integer of int64", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
      fc.array(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), { minLength: 1 }),
      async (doubles, integers) => {
        // The first cell has a decimal point, so that the column is of doubles.
        const decimals = [0.5, ...doubles].map((x) => Object.is(x, -0) ? 0 : x);
        const a = (await readJson(`[${decimals.map((x) => `{"a":${x}}`).join(",")}]`)).columns[0]!;
        assert.deepEqual(a, ["a", "float64", ...decimals]);
        const b = (await readJson(integers.map((n) => `{"b":${n}}`).join("\n"))).columns[0]!;
        assert.deepEqual(b, ["b", "int64", ...integers]);
      },
    ),
    { numRuns: 300, seed: 2 },
  );
});

Deno.test("ingestJson() gives the same table in reads and buffers of any size, over many blocks", async () => {
  const lines = Array.from({ length: 3000 }, (_, i) =>
    JSON.stringify(
      i % 5 === 0 ? { b: `é${i % 7}`, id: i } : { id: i, b: `t"${i % 11}`, c: i / 3, d: [i] },
    ));
  const whole = await readJson(lines.join("\n"));
  assert.equal(whole.columns.length, 4);
  for (const how of [{ readBytes: 1 }, { readBytes: 7, blockBytes: 100 }, { blockBytes: 1000 }]) {
    const again = await readJson(lines.join("\n"), {}, how);
    assert.deepEqual(again.recorded.everything(), whole.recorded.everything());
    assert.deepEqual(again.outcome.findings, whole.outcome.findings);
  }
  const array = await readJson(`[${lines.join(",")}]`, {}, { blockBytes: 77 });
  assert.deepEqual(array.recorded.everything(), whole.recorded.everything());
});

Deno.test("ingestJson() pads and says so, in both shapes that can be ragged", async () => {
  const arrays = (await readJson('[["a","b"],[1],[2,3]]', { ragged: "pad" })).outcome;
  const columns = (await readJson('{"a":[1,2,3],"b":[4]}', { ragged: "pad" })).outcome;
  assert.deepEqual(arrays.findings.map(({ kind, rows }) => [kind, rows]), [["ragged_padded", 1]]);
  assert.deepEqual(columns.findings.map(({ evidence }) => evidence), [{ row_ids: [1, 2] }]);
});

Deno.test("ingestJson() says when max_rows left rows out", async () => {
  const cut = async (file: string, max_rows: number) =>
    (await readJson(file, { max_rows })).outcome.truncated;
  assert.equal(await cut('[{"a":1},{"a":2}]', 1), true);
  assert.equal(await cut('[{"a":1},{"a":2}]', 2), false);
  assert.equal(await cut('{"a":[1,2]}', 1), true);
  assert.equal(await cut('{"a":[1,2]}', 2), false);
});
