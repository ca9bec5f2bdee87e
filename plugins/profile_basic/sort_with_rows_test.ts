import assert from "node:assert/strict";
import fc from "fast-check";
import { createRng, radixArgsort } from "harness/sdk";
import { sortWithRows } from "./sort_with_rows.ts";

function hold(values: Float64Array): void {
  const order = radixArgsort(values).filter((row) => !Number.isNaN(values[row]!));
  const before = values.slice();
  const { sorted, order: found } = sortWithRows(
    values,
    new Float64Array(values.length),
    new Uint32Array(values.length),
  );
  assert.deepEqual(found, order);
  assert.deepEqual(sorted, Float64Array.from(order, (row) => values[row]! + 0));
  assert.deepEqual(values, before);
}

const rng = createRng("0b".repeat(32), "order");
const SHAPES: Record<string, (i: number) => number> = {
  normal: () => rng.normal(),
  "few values": () => rng.int(5) - 2,
  "few values with long fractions": () => (rng.int(5) - 2) / 3,
  "far from 0": () => 1e9 + rng.normal(),
  // These differ only in the bits that the row number displaces.
  "all of one key": () => 1 + rng.int(40) * 2 ** -52,
  "short runs of one key": () => rng.int(400) + rng.int(3) * 2 ** -52,
  "all of one negative key": () => -1 - rng.int(40) * 2 ** -52,
  "with gaps": () => (rng.int(3) === 0 ? NaN : rng.int(9)),
  "all magnitudes": () => rng.normal() * 10 ** (rng.int(600) - 300),
  zeros: (i) => (i % 2 === 0 ? 0 : -0),
  descending: (i) => -i,
  missing: () => NaN,
};
for (const [name, shape] of Object.entries(SHAPES)) {
  for (const n of [0, 1, 2, 3, 100, 5000, 70_000]) {
    Deno.test(`sortWithRows() is the stable sort of the maths kit on ${n} rows: ${name}`, () => {
      hold(Float64Array.from({ length: n }, (_, i) => shape(i)));
    });
  }
}

Deno.test("sortWithRows() is the stable sort of the maths kit on any doubles", () => {
  const value = fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, 5e-324, -5e-324, 1, -1));
  fc.assert(fc.property(fc.array(value, { maxLength: 200 }), (list) => {
    hold(Float64Array.from(list));
  }));
});
