import assert from "node:assert/strict";
import fc from "fast-check";
import { spearman } from "./spearman.ts";

Deno.test("spearman() agrees with the sum of squared rank differences where nothing ties", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 2, maxLength: 30, size: "max" }), (y) => {
      const n = y.length;
      const rank = y.map((value) => y.filter((other) => other < value).length);
      const squares = rank.reduce((sum, r, i) => sum + (r - i) ** 2, 0);
      const rho = spearman(Float64Array.from(y.keys()), Float64Array.from(y));
      return Math.abs(rho - (1 - 6 * squares / (n * (n * n - 1)))) < 1e-14;
    }),
  );
});

Deno.test("spearman() shares ranks among ties", () => {
  // Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: covariance 4.5, variances 4.5 and 5.
  const rho = spearman(Float64Array.of(1, 2, 2, 3), Float64Array.of(1, 3, 2, 4));
  assert.ok(Math.abs(rho - 4.5 / Math.sqrt(22.5)) < 1e-15);
});

Deno.test("spearman() ranks among the rows where both are present, infinities among them", () => {
  const x = Float64Array.of(1, 100, 2, NaN, Infinity);
  const y = Float64Array.of(-Infinity, NaN, 5, 7, 6);
  assert.equal(spearman(x, y), 1);
});

Deno.test("spearman() is NaN for a constant and refuses different lengths", () => {
  assert.equal(spearman(Float64Array.of(1, 1), Float64Array.of(1, 2)), NaN);
  assert.throws(() => spearman(Float64Array.of(1), new Float64Array(0)), {
    code: "E_STATS_LENGTH",
  });
});
