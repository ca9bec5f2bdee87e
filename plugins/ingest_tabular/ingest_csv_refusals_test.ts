import { strict as assert } from "node:assert";
import type { CodedError } from "harness/sdk";
import type { IngestSettings } from "./ingest_settings.ts";
import { readCsv } from "./testing/read_csv.ts";

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
