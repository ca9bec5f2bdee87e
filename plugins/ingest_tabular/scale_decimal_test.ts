import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { scaleDecimal } from "./scale_decimal.ts";

function scale(mantissa: bigint, exponent: number): number {
  const digits = Math.max(0, String(mantissa).length - 15);
  const power = 10n ** BigInt(digits);
  return scaleDecimal(Number(mantissa / power), Number(mantissa % power), digits, exponent);
}

Deno.test("scaleDecimal() is Number() wherever it is certain, which is nearly everywhere", () => {
  let unsure = 0;
  const runs = 30_000;
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 19n - 1n }),
      fc.integer({ min: -44, max: 44 }),
      (mantissa, exponent) => {
        const value = scale(mantissa, exponent);
        if (Number.isNaN(value)) unsure++;
        else assert.equal(value, Number(`${mantissa}e${exponent}`), `${mantissa}e${exponent}`);
      },
    ),
    { numRuns: runs, seed: 1 },
  );
  // By chance one in 2^40; fast-check also likes small numbers, which are exact.
  assert.ok(unsure < runs / 100, String(unsure));
});

Deno.test("scaleDecimal() does not guess in the middle between two doubles", () => {
  // 2^53 + 1, 2^54 + 2, … lie exactly between two doubles.
  for (let power = 53n; power < 63n; power++) {
    const middle = (1n << power) + (1n << (power - 53n));
    assert.ok(Number.isNaN(scale(middle, 0)), String(middle));
    for (const near of [middle - 1n, middle + 1n]) {
      assert.equal(scale(near, 0), Number(near));
    }
  }
  assert.ok(Number.isNaN(scale(90071992547409930n, -1)));
});

Deno.test("scaleDecimal() is Number() on decimal numbers one unit from a middle", () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e15, noNaN: true }), fc.integer({ min: -3, max: 3 }), (
      value,
      step,
    ) => {
      // The middle between a double and the next, to 19 digits, and its neighbours.
      const ulp = 2 ** (Math.floor(Math.log2(value)) - 52);
      const text = (BigInt(Math.round(value / ulp)) * 2n + 1n) * BigInt(Math.round(ulp * 2 ** 60));
      const exact = String((text * 10n ** 12n) >> 61n).slice(0, 19);
      const mantissa = BigInt(exact) + BigInt(step);
      for (const exponent of [-12, -19, 5]) {
        const scaled = scale(mantissa, exponent);
        if (!Number.isNaN(scaled)) assert.equal(scaled, Number(`${mantissa}e${exponent}`));
      }
    }),
    { numRuns: 5000, seed: 2 },
  );
});
