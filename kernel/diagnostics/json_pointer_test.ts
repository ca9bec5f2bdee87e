import assert from "node:assert/strict";
import { joinPointer, splitPointer, valueAt } from "./json_pointer.ts";

Deno.test("a pointer survives keys with slashes, tildes and nothing in them", () => {
  const pointer = joinPointer(joinPointer(joinPointer("", "a/b"), "~1"), "");
  assert.equal(pointer, "/a~1b/~01/");
  assert.deepEqual(splitPointer(pointer), ["a/b", "~1", ""]);
  assert.equal(valueAt({ "a/b": { "~1": { "": 7 } } }, pointer), 7);
});

Deno.test("valueAt() follows own members only", () => {
  assert.equal(valueAt({ list: [1, 2] }, "/list/1"), 2);
  assert.equal(valueAt({ list: [1, 2] }, "/list/length/x"), undefined);
  assert.equal(valueAt({}, "/constructor"), undefined);
  assert.deepEqual(valueAt({ a: 1 }, ""), { a: 1 });
});
