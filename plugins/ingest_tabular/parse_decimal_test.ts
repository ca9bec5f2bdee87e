import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { parseDecimal } from "./parse_decimal.ts";

const encoder = new TextEncoder();

function parse(text: string, decimal = "."): number {
  const bytes = encoder.encode(`${text}7`);
  return parseDecimal(bytes, 0, bytes.length - 1, decimal.charCodeAt(0));
}

function agrees(text: string): void {
  const expected = Number(text);
  assert.ok(Object.is(parse(text), expected), `${text}: ${parse(text)} is not ${expected}`);
}

Deno.test("parseDecimal() is Number() on hard cases", () => {
  const hard = [
    ...["0", "-0", "0.0", "-0.0", "0e5", "1", "-1", "5.", ".5", "-.5", "1e22", "1e23", "1e-22"],
    ...["1e-23", "123456789012345", "1234567890123456", "12345678901234567890", "0.1", "0.3"],
    "9007199254740993",
    "9007199254740993.0000000000000000000000001",
    "9007199254740992.99999999999999999999",
    "2.2250738585072011e-308",
    "2.2250738585072014e-308",
    "4.9406564584124654e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "179769313486231570000000000000000000000e270",
    "8.98846567431158e307",
    "5e-324",
    "1e-400",
    "0.000000000000000000000000000000000000001234567890123456789",
    "6.631236846766476e-316",
    "3.2378839133029012895883524125015321748630094e-319",
    "1.00000000000000011102230246251565404236316680908203125",
    "1.00000000000000011102230246251565404236316680908203124",
    "1.00000000000000011102230246251565404236316680908203126",
    "7.2057594037927933e16",
    "8442911973260991817129021e-309",
    "0.500000000000000166533453693773481063544750213623046875",
    "123456789012345e22",
    "123456789012345e-22",
    "00012.50",
    "+1.5",
    "0." + "0".repeat(30) + "5",
    "1" + "0".repeat(300),
    "0." + "1".repeat(900),
  ];
  for (const text of hard) agrees(text);
});

Deno.test("parseDecimal() is Number() on doubles as they print, and with digits moved", () => {
  const exponent = fc.integer({ min: -40, max: 40 });
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 1, max: 21 }),
      exponent,
      (value, digits, e) => {
        agrees(String(value));
        agrees(value.toExponential());
        agrees(value.toPrecision(digits));
        agrees(`${Math.abs(value % 1e9)}`.replace(/e.*/, "") + `e${e}`);
      },
    ),
    { numRuns: 20_000, seed: 1 },
  );
});

Deno.test("parseDecimal() is Number() on random digits around the halves of an ulp", () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 22 });
  fc.assert(
    fc.property(digits, digits, fc.integer({ min: -45, max: 45 }), (a, b, e) => {
      agrees(`${a}.${b}`);
      agrees(`0.${b}`);
      agrees(`-${a}e${e}`);
      agrees(`${a}.${b}e${e}`);
    }),
    { numRuns: 20_000, seed: 2 },
  );
  fc.assert(
    fc.property(fc.double({ min: 1e-20, max: 1e20, noNaN: true }), (value) => {
      // The exact middle between two neighbours has at most some hundred digits; round its text.
      const next = value * (1 + Number.EPSILON);
      const middle = BigInt(Math.round(value * 2 ** 20)) + BigInt(Math.round(next * 2 ** 20));
      agrees(`${middle}e-6`);
      agrees(`${middle}`);
    }),
    { numRuns: 5000, seed: 3 },
  );
});

Deno.test("parseDecimal() takes another decimal mark", () => {
  assert.equal(parse("1,5", ","), 1.5);
  assert.equal(parse("-0,12345678901234567", ","), -0.12345678901234567);
});
