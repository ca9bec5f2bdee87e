import assert from "node:assert/strict";
import { describeTolerance, isNear, type Tolerance } from "./tolerance.ts";

const CASES: readonly [found: number, expected: number, tolerance: Tolerance, near: boolean][] = [
  [1, 1, {}, true],
  [1 + Number.EPSILON, 1, {}, false],
  [-0, 0, {}, true],
  [1.1, 1, { absolute: 0.1 }, true],
  [0.3, 0.1, { absolute: 0.2 }, true],
  [1.1000001, 1, { absolute: 0.1 }, false],
  [1e300, -1e300, { absolute: 1e300 }, false],
  [110, 100, { relative: 0.1 }, true],
  [100, 110, { relative: 0.09 }, false],
  [-90, -100, { relative: 0.1 }, true],
  [1e-300, 0, { relative: 1e300 }, false],
  [1e-300, 0, { relative: 1, absolute: 1e-299 }, true],
  [3.1449, 3.14, { significant_digits: 3 }, true],
  [3.1451, 3.14, { significant_digits: 3 }, false],
  [995, 1000, { significant_digits: 3 }, true],
  [994, 1000, { significant_digits: 3 }, false],
  [0, 0, { significant_digits: 1 }, true],
  [1e-9, 0, { significant_digits: 1 }, false],
  [31, 28, { margin: 3 }, true],
  [32, 28, { margin: 3 }, false],
  [28.5, 28, { margin: 3 }, false],
  [28.5, 28, { margin: 3, absolute: 0.5 }, true],
  [NaN, NaN, { absolute: Infinity }, false],
  [NaN, 1, { absolute: Infinity }, false],
  [Infinity, Infinity, {}, false],
  [1, 1, { absolute: NaN }, true],
  [2, 1, { absolute: NaN }, false],
  [2, 1, { relative: NaN }, false],
];

Deno.test("isNear() holds each tolerance to what it says", () => {
  for (const [found, expected, tolerance, near] of CASES) {
    const about = `${found} for ${expected} ${JSON.stringify(tolerance)}`;
    assert.equal(isNear(found, expected, tolerance), near, about);
  }
});

Deno.test("describeTolerance() reads as a person would write it", () => {
  assert.equal(describeTolerance({}), "");
  assert.equal(describeTolerance({ margin: 1 }), " ± 1 row");
  assert.equal(describeTolerance({ relative: 0.05, absolute: 2 }), " ± 2 or ± 5 %");
  assert.equal(describeTolerance({ significant_digits: 3 }), " to 3 digits");
});
