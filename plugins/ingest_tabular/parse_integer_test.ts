import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { parseInteger } from "./parse_integer.ts";

function parse(text: string): bigint {
  const bytes = new TextEncoder().encode(`${text}9`);
  const words = new Int32Array(6);
  parseInteger(bytes, 0, bytes.length - 1, words, 1);
  assert.deepEqual([words[0], words[1], words[4], words[5]], [0, 0, 0, 0]);
  return new BigInt64Array(words.buffer)[1]!;
}

Deno.test("parseInteger() is BigInt() over all of int64", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), fc.nat(62), (n, shift) => {
      for (const value of [n, n >> BigInt(shift), -(n >> BigInt(shift))]) {
        if (value < 1n << 63n) assert.equal(parse(String(value)), value);
      }
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

Deno.test("parseInteger() is exact where its parts meet", () => {
  for (const power of [9, 10, 15, 16, 18]) {
    for (let step = -2n; step <= 2n; step++) {
      const value = 10n ** BigInt(power) + step;
      assert.equal(parse(String(value)), value);
      assert.equal(parse(String(-value)), -value);
    }
  }
  for (const power of [16, 31, 32, 33, 47, 48, 53, 62, 63]) {
    for (let step = -2n; step <= 2n; step++) {
      const value = (1n << BigInt(power)) + step;
      if (value < 1n << 63n) assert.equal(parse(String(value)), value);
      if (value <= 1n << 63n) assert.equal(parse(String(-value)), -value);
    }
  }
});

Deno.test("parseInteger() passes over a plus sign and leading zeros", () => {
  assert.equal(parse("+7"), 7n);
  assert.equal(parse("007"), 7n);
  assert.equal(parse("-000"), 0n);
  assert.equal(parse("0"), 0n);
  assert.equal(parse("-" + "0".repeat(40) + "9223372036854775808"), -(1n << 63n));
});
