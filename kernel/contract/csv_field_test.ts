import assert from "node:assert/strict";
import { csvField, csvLine } from "./csv_field.ts";

const CASES: readonly (readonly [value: string | number | null, field: string])[] = [
  ["plain", "plain"],
  ["", ""],
  [null, ""],
  [-1.5, "-1.5"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["+cmd", "'+cmd"],
  ["-2", "-2"],
  ["-1", "-1"],
  ["+1.5e3", "+1.5e3"],
  ["-.5", "-.5"],
  ["+1.E-3", "+1.E-3"],
  ["-1+cmd", "'-1+cmd"],
  ["-1e3e", "'-1e3e"],
  ["-", "'-"],
  ["-1\n", '"\'-1\n"'],
  ["＝1+1", "'＝1+1"],
  ["－1", "'－1"],
  ["@x", "'@x"],
  ["\t=1", "'\t=1"],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
];
for (const [value, field] of CASES) {
  Deno.test(`csvField() writes ${JSON.stringify(value)} as ${JSON.stringify(field)}`, () => {
    assert.equal(csvField(value), field);
  });
}

Deno.test("csvLine() ends with CRLF", () => {
  assert.equal(csvLine(["a", 1, null]), "a,1,\r\n");
});
