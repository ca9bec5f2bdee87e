import assert from "node:assert/strict";
import { describeShifts } from "./describe_shifts.ts";

Deno.test("describeShifts() advises no more permutations than the settings allow", () => {
  const said = (tested: number, control: "fdr" | "family" = "fdr", alpha = 0.05) =>
    describeShifts({
      segments: { of_row: new Uint8Array(0), before_is: "old", after_is: "new", column: null },
      best: undefined,
      shifts_total: 0,
      tested,
      refused: 0,
      left_out: 0,
      control,
      alpha,
      permutations_first: 999,
      permutations: 4999,
      sampled: null,
    });
  assert.match(said(2000), /cannot reach q ≤ 0.05: set max_permutations to 80000, or set control/);
  assert.match(said(4950), /cannot reach q ≤ 0.05: name fewer columns, or set control to family/);
  assert.doesNotMatch(said(200), /cannot reach/);
  assert.doesNotMatch(said(4950, "family", 0.001), /can reach/);
  assert.match(
    said(1, "family", 0.0005),
    /none can reach .* p ≤ 0.0005: set n_permutations to 4000/,
  );
  assert.match(said(1, "family", 0.00001), /none can reach .* p ≤ 0.00001: raise alpha/);
  assert.doesNotMatch(said(0, "family", 0.00001), /can reach/);
});
