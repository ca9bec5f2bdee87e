import assert from "node:assert/strict";
import fc from "fast-check";
import { benjaminiHochberg } from "./benjamini_hochberg.ts";

// The 15 p-values of the paper's section 3.2, in order.
// deno-fmt-ignore
const PAPER = Float64Array.of(
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
  0.6528, 0.7590, 1,
);

Deno.test("benjaminiHochberg() rejects the four hypotheses that the paper rejects at 0.05", () => {
  const q = benjaminiHochberg(PAPER);
  assert.equal(q.filter((value) => value <= 0.05).length, 4);
  assert.ok(Math.abs(q[3]! - 0.0095 * 15 / 4) < 1e-16);
});

const P = fc.array(fc.oneof(fc.double({ min: 0, max: 1 }), fc.constantFrom(0, 0.05, 1, NaN)), {
  maxLength: 40,
  size: "max",
});

Deno.test("benjaminiHochberg() is the smallest p·m/k over the ranks from its own upwards", () => {
  fc.assert(fc.property(P, (data) => {
    const q = benjaminiHochberg(Float64Array.from(data));
    const made = data.filter((p) => p === p);
    data.forEach((p, i) => {
      if (p !== p) return assert.equal(q[i], NaN);
      const candidates = made.filter((other) => other >= p).map((other) =>
        other * (made.length / made.filter((x) => x <= other).length)
      );
      assert.equal(q[i], Math.min(1, ...candidates));
    });
  }));
});

Deno.test("benjaminiHochberg() keeps the order of the p-values and never lowers one", () => {
  fc.assert(fc.property(P, (data) => {
    const q = benjaminiHochberg(Float64Array.from(data));
    data.forEach((p, i) => {
      if (p !== p) return;
      assert.ok(p <= q[i]! && q[i]! <= 1);
      data.forEach((other, j) => assert.ok(!(p <= other) || q[i]! <= q[j]!));
    });
  }));
});

Deno.test("benjaminiHochberg() of nothing is nothing, of one p-value that value", () => {
  assert.deepEqual(benjaminiHochberg(new Float64Array(0)), new Float64Array(0));
  assert.deepEqual(benjaminiHochberg(Float64Array.of(NaN, 0.3)), Float64Array.of(NaN, 0.3));
});

Deno.test("benjaminiHochberg() refuses what is no probability", () => {
  for (const p of [-1e-9, 1.0000001, Infinity]) {
    assert.throws(() => benjaminiHochberg(Float64Array.of(0.5, p)), { code: "E_STATS_ARGUMENT" });
  }
});
