import assert from "node:assert/strict";
import fc from "fast-check";
import { duplicateJsonKey } from "./duplicate_json_key.ts";

Deno.test("duplicateJsonKey() finds a repeated key of one object, however it is written", () => {
  const cases: readonly (readonly [string, string | null, number])[] = [
    ['{"a": 1, "a": 2}', "a", 9],
    ['{"a": 1, "\\u0061" : 2}', "a", 9],
    ['{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}', null, 0],
    ['[{"x": {"k": "k:", "k": 1}}]', "k", 19],
    ['{"a": "b\\"", "b": "a", "c": "\\\\"}', null, 0],
    ['{"": 1, "": 2}', "", 8],
    ['"a"', null, 0],
    ['["a", "a"]', null, 0],
  ];
  for (const [text, key, offset] of cases) {
    JSON.parse(text);
    assert.deepEqual(duplicateJsonKey(text), key === null ? null : { key, offset }, text);
  }
});

Deno.test("duplicateJsonKey() finds nothing in whatever JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, 2), (text, indent) => {
      assert.equal(duplicateJsonKey(JSON.stringify(JSON.parse(text), null, indent)), null);
    }),
    { seed: 1, numRuns: 300 },
  );
});
