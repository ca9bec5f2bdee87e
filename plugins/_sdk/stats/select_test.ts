import assert from "node:assert/strict";
import fc from "fast-check";
import { select } from "./select.ts";

Deno.test("select() parts an array about the value of rank k and touches nothing outside", () => {
  const array = fc.array(fc.integer({ min: -9, max: 9 }), {
    minLength: 1,
    maxLength: 60,
    size: "max",
  });
  fc.assert(fc.property(array, fc.nat(), fc.nat(), fc.nat(), (data, a, b, c) => {
    const [left, k, right] = [a, b, c].map((x) => x % data.length).sort((x, y) => x - y) as [
      number,
      number,
      number,
    ];
    const values = Float64Array.from(data);
    select(values, k, left, right);
    const sorted = Float64Array.from(data).subarray(left, right + 1).sort();
    assert.equal(values[k], sorted[k - left]);
    for (let i = left; i < k; i++) assert.ok(values[i]! <= values[k]!);
    for (let i = k; i <= right; i++) assert.ok(values[i]! >= values[k]!);
    assert.deepEqual(values.slice(left, right + 1).sort(), sorted);
    assert.deepEqual(Array.from(values.subarray(0, left)), data.slice(0, left));
    assert.deepEqual(Array.from(values.subarray(right + 1)), data.slice(right + 1));
  }));
});
