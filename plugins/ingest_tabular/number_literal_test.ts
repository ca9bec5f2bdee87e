import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { firstNonDecimal, firstNonInteger, NUMBER_KIND, numberKind } from "./number_literal.ts";

const encoder = new TextEncoder();

function kindOf(text: string, lenient = false, decimal = "."): string {
  const bytes = encoder.encode(text);
  const kind = numberKind(bytes, 0, bytes.length, decimal.charCodeAt(0), lenient);
  return Object.entries(NUMBER_KIND).find(([, value]) => value === kind)![0];
}

Deno.test("numberKind() sorts literals by what they are and what float64 would do to them", () => {
  const kinds: Record<string, readonly string[]> = {
    none: [
      ...["", "-", "+", ".", "-.", "e1", "1e", "1e+", "1.2.3", "1-", "0x1", "1,5", " 1", "1 "],
      ...["01", "-01", "00", "01.5", "+1", "+1.5", "Infinity", "1e400", "-1e400", "٣", "1n"],
      "9".repeat(1001),
      "9".repeat(400),
    ],
    integer: ["0", "1", "-1", "9007199254740992", "9007199254740994", "1000000000000000000"],
    inexact_integer: ["9007199254740993", "-9007199254740993", "9223372036854775807"],
    big_integer: ["100000000000000000000", "-100000000000000000000", "1" + "0".repeat(300)],
    inexact_big_integer: ["9223372036854775809", "12345678901234567890", "9".repeat(308)],
    decimal: ["0.5", ".5", "5.", "-0", "1e5", "1E-5", "-1.5e+10", "1e-400", "0e999", "0.01"],
  };
  for (const [kind, texts] of Object.entries(kinds)) {
    for (const text of texts) assert.equal(kindOf(text), kind, text.slice(0, 40));
  }
});

Deno.test("numberKind() knows the bounds of int64", () => {
  assert.equal(kindOf("-9223372036854775808"), "integer");
  assert.equal(kindOf("9223372036854775808"), "big_integer");
  assert.equal(kindOf("9223372036854775809"), "inexact_big_integer");
  assert.equal(kindOf("-9223372036854775809"), "inexact_big_integer");
  assert.equal(kindOf("1000000000000000000000"), "big_integer");
});

Deno.test("numberKind() lets a set type have plus signs and leading zeros", () => {
  assert.equal(kindOf("+1", true), "integer");
  assert.equal(kindOf("007", true), "integer");
  assert.equal(kindOf("-0", true), "integer");
  assert.equal(kindOf("+007.50", true), "decimal");
  assert.equal(kindOf("0000000000000000000000000001", true), "integer");
  assert.equal(kindOf("+", true), "none");
});

Deno.test("numberKind() takes only the decimal mark that was set", () => {
  assert.equal(kindOf("1,5", false, ","), "decimal");
  assert.equal(kindOf("1.5", false, ","), "none");
  assert.equal(kindOf("1", false, ","), "integer");
});

const literal = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."0123456789.-+eE, "), maxLength: 24 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(1n << 64n), max: 1n << 64n }).map(String),
);

/** Runs a loop over one cell that other digits follow. */
function takes(
  loop: typeof firstNonInteger,
  text: string,
  argument: number,
): boolean {
  const bytes = encoder.encode(`${text}9`);
  const end = Int32Array.of(bytes.length - 1);
  return loop(bytes, Int32Array.of(0), end, 0, 1, argument) === 1;
}

Deno.test("firstNonInteger() takes exactly the integers of so many digits", () => {
  fc.assert(
    fc.property(literal, fc.constantFrom(15, 18), (text, digits) => {
      const expected = /^-?[0-9]+$/.test(text) && kindOf(text).endsWith("integer") &&
        text.replace("-", "").length <= digits;
      assert.equal(takes(firstNonInteger, text, digits), expected, text);
    }),
    { numRuns: 5000, seed: 1 },
  );
});

Deno.test("firstNonDecimal() takes only numbers that need no closer look, and all plain ones", () => {
  fc.assert(
    fc.property(literal, (text) => {
      const kind = kindOf(text);
      const taken = takes(firstNonDecimal, text, 46);
      if (taken) assert.ok(kind === "integer" || kind === "decimal", text);
      const plain = /^-?(0|[1-9][0-9]{0,14})?(\.[0-9]{1,15})?(e-?[0-9]{1,2})?$/;
      if (kind !== "none" && plain.test(text)) assert.ok(taken, text);
    }),
    { numRuns: 5000, seed: 2 },
  );
});

Deno.test("the loops pass over missing cells and stop at the first misfit", () => {
  const bytes = encoder.encode("12x4");
  const from = Int32Array.of(-1, 0, -1, 2, 3);
  const to = Int32Array.of(0, 2, 0, 3, 4);
  for (const loop of [firstNonInteger, firstNonDecimal]) {
    const argument = loop === firstNonInteger ? 15 : 46;
    assert.equal(loop(bytes, from, to, 0, 5, argument), 3);
    assert.equal(loop(bytes, from, to, 4, 5, argument), 5);
    assert.equal(loop(bytes, from, to, 0, 3, argument), 3);
  }
});
