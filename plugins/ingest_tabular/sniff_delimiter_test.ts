import { strict as assert } from "node:assert";
import { sniffDelimiter } from "./sniff_delimiter.ts";

function sniff(text: string, whole = true): string {
  const bytes = new TextEncoder().encode(text + " ");
  const { delimiter, skip } = sniffDelimiter(bytes, bytes.length - 1, whole);
  return String.fromCharCode(delimiter) + (skip > 0 ? ` after ${skip}` : "");
}

const FILES: readonly (readonly [text: string, delimiter: string])[] = [
  ["a,b\n1,2\n", ","],
  ["a;b\n1;2\n", ";"],
  ["a\tb\n1\t2\n", "\t"],
  ["a|b\n1|2\n", "|"],
  ["a\n1\n2\n", ","],
  ["", ","],
  ["a,b,c", ","],
  ["a;b;c", ";"],
  ["name;note\nAda;x, y\nBob;z, w, v\n", ";"],
  ["name,note\nAda,x; y\nBob,z; w; v\n", ","],
  ["a;b\n1,5;2,5\n3,0;4,0\n", ";"],
  ["1,5;2,5;3,5\n1,0;2,0;3,0\n", ";"],
  ["1,5\t2,5\n", "\t"],
  ["1,2,3\n4,5,6\n", ","],
  ['"a;b";"c;d"\n"1;2";"3;4"\n', ";"],
  ['"a,b";"c,d"\n"1,2";"3,4"\n', ";"],
  ['"a;x","b;y"\n"1","2"\n', ","],
  ['"a\n;\n;",b\n1,2\n', ","],
  ["a,b;c,d\n1,2;3,4\n", ","],
  ["a|b,c|d\n1|2,x,y|3\n", "|"],
  ["sep=;\na,b;c,d\n", "; after 6"],
  ["SEP=\t\r\na\n", "\t after 7"],
  ["sep=,", ","],
];

for (const [text, delimiter] of FILES) {
  Deno.test(`sniffDelimiter() finds ${JSON.stringify(delimiter)} in ${JSON.stringify(text)}`, () => {
    assert.equal(sniff(text), delimiter);
  });
}

Deno.test("sniffDelimiter() judges by whole records when the sample is cut", () => {
  assert.equal(sniff("a;b\n1;2\n3,3,3,3", false), ";");
  assert.equal(sniff("a;b;c;d,e", false), ";");
});
