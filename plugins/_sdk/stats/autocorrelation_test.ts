import assert from "node:assert/strict";
import { autocorrelation } from "./autocorrelation.ts";

Deno.test("autocorrelation() of a worked example, every lag", () => {
  // Deviations −2 −1 0 1 2, squares 10.
  const values = Float64Array.of(1, 2, 3, 4, 5);
  [1, 0.4, -0.1, -0.4, -0.4].forEach((want, lag) => {
    assert.ok(Math.abs(autocorrelation(values, lag) - want) < 1e-15, `lag ${lag}`);
  });
  for (const lag of [5, 9]) assert.equal(autocorrelation(values, lag), NaN);
});

Deno.test("autocorrelation() keeps the places of missing values", () => {
  // Mean 3, squares 10 / 4; of four neighbours two are complete: 2·1 and … 1·2.
  const values = Float64Array.of(1, 2, NaN, 4, 5);
  assert.equal(autocorrelation(values, 1), (4 / 5) * (4 / 2) / (10 / 4));
  assert.equal(autocorrelation(Float64Array.of(1, NaN, 2, NaN, 3), 1), NaN);
});

Deno.test("autocorrelation() works at any magnitude", () => {
  for (const unit of [2 ** 1000, 2 ** -1000]) {
    assert.equal(autocorrelation(Float64Array.of(1, 2, 3, 4, 5).map((x) => x * unit)), 0.4);
  }
});

Deno.test("autocorrelation() is NaN for a constant, an infinity or nothing", () => {
  for (const data of [[0.1, 0.1, 0.1], [1, Infinity, 2], [], [1]]) {
    assert.equal(autocorrelation(Float64Array.from(data)), NaN, String(data));
  }
});

Deno.test("autocorrelation() refuses a lag that is no natural number", () => {
  for (const lag of [-1, 0.5, NaN, Infinity]) {
    assert.throws(() => autocorrelation(Float64Array.of(1, 2), lag), { code: "E_STATS_ARGUMENT" });
  }
});
