import assert from "node:assert/strict";
import { log1pMinusX } from "./log_1p_minus_x.ts";

Deno.test("log1pMinusX() keeps its digits where log(1 + x) and x cancel", () => {
  // −x²/2 + x³/3 − x⁴/4 + … suffices here.
  for (const x of [1e-3, -1e-3, 1e-8, -1e-8, 1e-150]) {
    const want = x * x * (-1 / 2 + x * (1 / 3 + x * (-1 / 4 + x * (1 / 5 - x / 6))));
    assert.ok(Math.abs(log1pMinusX(x) / want - 1) < 1e-15, String(x));
  }
  assert.equal(log1pMinusX(0) + 0, 0);
});

Deno.test("log1pMinusX() is the plain difference elsewhere, on both sides of its seams", () => {
  for (const x of [-0.95, -0.6000001, -0.5999999, -0.3, 0.7, 1.5999999, 1.6000001, 50, 1e10]) {
    const want = Math.log1p(x) - x;
    assert.ok(Math.abs(log1pMinusX(x) / want - 1) < 4e-15, String(x));
  }
});

Deno.test("log1pMinusX() ends at −1", () => {
  assert.equal(log1pMinusX(-1), -Infinity);
  assert.equal(log1pMinusX(-1.5), NaN);
  assert.equal(log1pMinusX(NaN), NaN);
});
