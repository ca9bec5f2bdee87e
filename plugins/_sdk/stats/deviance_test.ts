import assert from "node:assert/strict";
import { deviance } from "./deviance.ts";

Deno.test("deviance() is a log(a/m) + m − a, on both sides of its seams", () => {
  for (const [a, m] of [[3, 1], [3, 1.2001], [3, 1.1999], [5, 13.01], [5, 12.99], [2, 90]]) {
    const want = a! * Math.log(a! / m!) + m! - a!;
    assert.ok(Math.abs(deviance(a!, m!, m! - a!) / want - 1) < 1e-14, `${a}, ${m}`);
  }
});

Deno.test("deviance() near the middle keeps the digits that the formula cancels", () => {
  // (m − a)² / 2a to first order
  const found = deviance(1e10, 1e10 + 1, 1);
  assert.ok(Math.abs(found / 5e-11 - 1) < 1e-9, String(found));
  assert.equal(deviance(7, 7, 0) + 0, 0);
});
