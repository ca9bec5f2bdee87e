import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { firstUtf8Problem, unfinishedUtf8 } from "./first_utf8_problem.ts";

/** Position of the first NUL or undecodable byte, by the platform's decoder. */
function oracle(bytes: Uint8Array): number {
  const isFine = (length: number) => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
      return true;
    } catch {
      return false;
    }
  };
  const nul = bytes.indexOf(0);
  let fine = 0;
  for (let length = 1; length <= bytes.length; length++) if (isFine(length)) fine = length;
  return nul >= 0 && nul < fine ? nul : fine;
}

Deno.test("firstUtf8Problem() finds what the platform's decoder finds, in bytes near the edges", () => {
  const edge = fc.constantFrom(
    ...[0x00, 0x01, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf],
    ...[0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff],
  );
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 24 }), (values) => {
      const bytes = Uint8Array.from(values);
      assert.equal(firstUtf8Problem(bytes, 0, bytes.length), oracle(bytes));
    }),
    { numRuns: 3000, seed: 1 },
  );
});

Deno.test("firstUtf8Problem() passes every well-formed text and finds one broken byte in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.nat(), (text, at) => {
      const bytes = new TextEncoder().encode(text.replaceAll("\0", ""));
      assert.equal(firstUtf8Problem(bytes, 0, bytes.length), bytes.length);
      if (bytes.length === 0) return;
      const broken = bytes.slice();
      broken[at % bytes.length] = 0xff;
      assert.ok(firstUtf8Problem(broken, 0, broken.length) <= at % bytes.length);
    }),
    { numRuns: 1000, seed: 2 },
  );
});

Deno.test("unfinishedUtf8() counts the bytes of a character that is cut off", () => {
  const cut = (...bytes: number[]) => unfinishedUtf8(Uint8Array.from(bytes), 0, bytes.length);
  assert.equal(cut(), 0);
  assert.equal(cut(0x41), 0);
  assert.equal(cut(0xc3), 1);
  assert.equal(cut(0xc3, 0xa4), 0);
  assert.equal(cut(0xe2, 0x82), 2);
  assert.equal(cut(0xe2, 0x82, 0xac), 0);
  assert.equal(cut(0x41, 0xf0, 0x9f, 0x98), 3);
  assert.equal(cut(0xf0, 0x9f, 0x98, 0x80), 0);
  assert.equal(cut(0x80, 0x80, 0x80, 0x80), 0);
});
