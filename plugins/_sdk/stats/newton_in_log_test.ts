import assert from "node:assert/strict";
import { newtonInLog } from "./newton_in_log.ts";

/** Newton's step in log x for a power law and for a logistic curve in log x. */
const power = (root: number) => (x: number) => Math.log(root / x);
const logistic = (root: number) => (x: number) => {
  const s = Math.log(x / root);
  return -2 * Math.sinh(s / 2) * Math.cosh(s / 2); // far off, a step much too far
};

Deno.test("newtonInLog() finds the root from any start", () => {
  for (const root of [1e-250, 1e-9, 1, 3, 1e200]) {
    for (const start of [1e-300, 1e-20, 1, 1e30, 1e300]) {
      for (const step of [power(root), logistic(root)]) {
        const found = newtonInLog(start, step);
        assert.ok(Math.abs(found / root - 1) < 1e-11, `${root} from ${start}: ${found}`);
      }
    }
  }
});

Deno.test("newtonInLog() ends at 0 or ∞ where the root is out of range", () => {
  assert.equal(newtonInLog(1, () => -100), 0);
  assert.equal(newtonInLog(1, () => 100), Infinity);
});

Deno.test("newtonInLog() survives a guess that is no positive number", () => {
  for (const start of [0, -1, NaN, Infinity]) {
    assert.ok(Math.abs(newtonInLog(start, power(5)) / 5 - 1) < 1e-11, String(start));
  }
});
