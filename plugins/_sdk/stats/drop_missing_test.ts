import assert from "node:assert/strict";
import { dropMissing } from "./drop_missing.ts";

Deno.test("dropMissing() keeps values in order with the rows they came from", () => {
  const { values, rows } = dropMissing(Float64Array.of(NaN, 3, NaN, NaN, -1, Infinity));
  assert.deepEqual(values, Float64Array.of(3, -1, Infinity));
  assert.deepEqual(rows, Uint32Array.of(1, 4, 5));
});

Deno.test("dropMissing() of nothing, or of nothing but gaps, is nothing", () => {
  for (const view of [new Float64Array(0), Float64Array.of(NaN, NaN)]) {
    assert.deepEqual(dropMissing(view), { values: new Float64Array(0), rows: new Uint32Array(0) });
  }
});
