import assert from "node:assert/strict";
import { parseStrictJson } from "./parse_strict_json.ts";

Deno.test("parseStrictJson() gives the value of what is JSON", () => {
  assert.deepEqual(parseStrictJson('{"a": [1, null, "x"]}'), { value: { a: [1, null, "x"] } });
});

Deno.test("parseStrictJson() shows the place of what is not", () => {
  const long = `{\n${'  "k": 1,\n'.repeat(1)}  "values": [${"1, ".repeat(5000)} oops]\n}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['{\n  "type": "object",\n}\n', "3:1", "not JSON: Expected double-quoted property name"],
    ['{\n  "type": "object"', "2:19", "not JSON: Expected ',' or '}' after property value"],
    ["type: object\n", "1:2", "not JSON: Unexpected token 'y'"],
    ["{'a': 1}", "1:2", "not JSON: Expected property name or '}'"],
    ["", "1:1", "not JSON: Unexpected end of JSON input"],
    [long, "3:15015", "not JSON: Unexpected token 'o'"],
    ['{\r\n  "a": 1,\r\n  "a": 2\r\n}', "3:3", 'the key "a" is already there'],
  ];
  for (const [text, place, message] of cases) {
    const parsed = parseStrictJson(text);
    assert.ok("problem" in parsed);
    const { line, column, source_line } = parsed.problem;
    assert.deepEqual([`${line}:${column}`, parsed.problem.message], [place, message]);
    assert.equal(source_line, text.split(/\r?\n/)[line - 1]);
  }
});
