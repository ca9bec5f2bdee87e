import assert from "node:assert/strict";
import { stirlingError } from "./stirling_error.ts";

Deno.test("stirlingError() meets its series at the seam and its definition at 1", () => {
  // log Γ(1) = 0, so the error at 1 is 1 − ½ log 2π.
  assert.ok(Math.abs(stirlingError(1) - (1 - 0.5 * Math.log(2 * Math.PI))) < 1e-15);
  const below = stirlingError(9.999999999);
  const above = stirlingError(10);
  assert.ok(Math.abs(below - above) < 1e-11 && above < below + 4e-15, `${below}, ${above}`);
});

Deno.test("stirlingError() keeps its recurrence δ(x) − δ(x + 1) = (x + ½) log(1 + 1/x) − 1", () => {
  for (const x of [0.001, 0.5, 2, 9.5, 10, 55.5, 1000]) {
    const want = (x + 0.5) * Math.log1p(1 / x) - 1;
    assert.ok(Math.abs(stirlingError(x) - stirlingError(x + 1) - want) < 1e-14, String(x));
  }
});
