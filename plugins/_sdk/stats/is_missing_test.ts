import assert from "node:assert/strict";
import { isMissing } from "./is_missing.ts";

Deno.test("isMissing() is true of NaN and of no other number", () => {
  assert.equal(isMissing(NaN), true);
  for (const value of [0, -0, 1, -1e300, 5e-324, Infinity, -Infinity]) {
    assert.equal(isMissing(value), false, String(value));
  }
});
