import assert from "node:assert/strict";
import fc from "fast-check";
import { radixArgsort } from "./radix_argsort.ts";
import { createRng } from "./rng.ts";

function byComparator(values: Float64Array): Uint32Array {
  const rank = (x: number) => x !== x ? 1 : 0;
  return Uint32Array.from(values.keys()).sort((i, j) => {
    const a = values[i]!;
    const b = values[j]!;
    return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : i - j);
  });
}

const SPECIAL = [0, -0, NaN, Infinity, -Infinity, 5e-324, -5e-324, 1, -1, 1.7e308, -1.7e308];

Deno.test("radixArgsort() is a stable sort, −0 equal to 0 and NaN last", () => {
  const value = fc.oneof(fc.constantFrom(...SPECIAL), fc.double());
  fc.assert(fc.property(fc.array(value, { maxLength: 300, size: "max" }), (data) => {
    const values = Float64Array.from(data);
    assert.deepEqual(radixArgsort(values), byComparator(values));
  }));
});

const rng = createRng("3".repeat(64), "radix");
const SHAPES: Record<string, (i: number) => number> = {
  normal: () => rng.normal(),
  "few values": () => rng.int(5) - 2,
  "lower words only": () => 1 + rng.float64() * 2 ** -25,
  "lower words only, negative": () => -1 - rng.float64() * 2 ** -25,
  "short runs of one upper word": () => rng.int(200) + rng.float64() * 2 ** -25,
  "far from 0, where an odd number of digits is sorted": () => 1e9 + rng.normal(),
  "all magnitudes": () => rng.normal() * 10 ** (rng.int(600) - 300),
  special: () => SPECIAL[rng.int(SPECIAL.length)]!,
  ascending: (i) => i,
  descending: (i) => -i,
  constant: () => 7,
  missing: () => NaN,
};

for (const [name, shape] of Object.entries(SHAPES)) {
  for (const n of [99, 100, 101, 5000]) {
    Deno.test(`radixArgsort() is a stable sort of ${n} rows: ${name}`, () => {
      const values = Float64Array.from({ length: n }, (_, i) => shape(i));
      assert.deepEqual(radixArgsort(values), byComparator(values));
    });
  }
}

Deno.test("radixArgsort() keeps missing values of every bit pattern in row order", () => {
  const values = new Float64Array(150).fill(NaN);
  const bits = new BigUint64Array(values.buffer);
  for (let i = 0; i < 150; i += 3) bits[i] = 0xfff8000000000000n + BigInt(1000 - i);
  for (let i = 1; i < 150; i += 3) bits[i] = 0x7ff0000000000001n + BigInt(1000 - i);
  assert.deepEqual(radixArgsort(values), Uint32Array.from(values.keys()));
});

Deno.test("radixArgsort() leaves the values alone and sorts nothing to nothing", () => {
  const values = Float64Array.of(3, -0, 0, 1);
  assert.deepEqual(radixArgsort(values), Uint32Array.of(1, 2, 3, 0));
  assert.ok(Object.is(values[1], -0));
  assert.deepEqual(radixArgsort(new Float64Array(0)), new Uint32Array(0));
});

Deno.test("radixArgsort() is a stable sort whichever digits of the doubles differ", () => {
  const rng = createRng("4".repeat(64), "digits");
  // An offset and a spread of every magnitude vary every set of digits, odd and even numbers of them.
  for (let power = -60; power <= 60; power++) {
    for (const offset of [0, 1, -1e9, 3e15]) {
      const values = Float64Array.from({ length: 300 }, () => offset + rng.normal() * 2 ** power);
      assert.deepEqual(radixArgsort(values), byComparator(values), `${offset} ± 2^${power}`);
    }
  }
});
