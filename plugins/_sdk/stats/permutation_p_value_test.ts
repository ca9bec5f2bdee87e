import assert from "node:assert/strict";
import { permutationPValue } from "./permutation_p_value.ts";
import { createRng } from "./rng.ts";

Deno.test("permutationPValue() counts the observed order itself, and ties as reached", () => {
  assert.equal(permutationPValue(3, Float64Array.of(1, 3, 5, 2)), 3 / 5);
  assert.equal(permutationPValue(9, new Float64Array(999)), 1 / 1000);
  assert.equal(permutationPValue(-9, new Float64Array(999)), 1);
  assert.equal(permutationPValue(1, new Float64Array(0)), 1);
});

Deno.test("permutationPValue() takes a difference of rounding for a tie", () => {
  const observed = 0.1 + 0.2 + 0.3;
  const reordered = 0.3 + 0.2 + 0.1;
  assert.ok(reordered < observed);
  assert.equal(permutationPValue(observed, Float64Array.of(reordered)), 1);
  assert.equal(permutationPValue(-observed, Float64Array.of(-reordered)), 1);
  assert.equal(permutationPValue(1, Float64Array.of(1 - 1e-9)), 1 / 2);
});

Deno.test("permutationPValue() works with infinite statistics", () => {
  assert.equal(permutationPValue(Infinity, Float64Array.of(Infinity, 5)), 2 / 3);
  assert.equal(permutationPValue(-Infinity, Float64Array.of(-Infinity, 5)), 1);
});

Deno.test("permutationPValue() of NaN is NaN, and a NaN among the permutations is refused", () => {
  assert.equal(permutationPValue(NaN, Float64Array.of(1)), NaN);
  assert.throws(() => permutationPValue(1, Float64Array.of(0, NaN)), { code: "E_STATS_ARGUMENT" });
});

Deno.test("permutationPValue() rejects at its level when the observed is one more draw", () => {
  const rng = createRng("8".repeat(64), "null");
  const runs = 4000;
  let rejected = 0;
  for (let run = 0; run < runs; run++) {
    const permuted = Float64Array.from({ length: 19 }, () => rng.normal());
    if (permutationPValue(rng.normal(), permuted) <= 0.1) rejected++;
  }
  // Exactly 2 / 20; five standard errors.
  assert.ok(Math.abs(rejected / runs - 0.1) < 5 * Math.sqrt(0.09 / runs), String(rejected / runs));
});
