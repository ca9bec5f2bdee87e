import assert from "node:assert/strict";
import { clip } from "./clip.ts";

Deno.test("clip() keeps what fits and names the length of what does not", () => {
  assert.equal(clip("abc", 3), "abc");
  assert.equal(clip("abcd", 3), "abc… (4 characters)");
});

Deno.test("clip() does not split a surrogate pair", () => {
  assert.equal(clip("ab😀cd", 3), "ab… (6 characters)");
  assert.equal(clip("ab😀cd", 4), "ab😀… (6 characters)");
});
