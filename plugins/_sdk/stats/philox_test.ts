import assert from "node:assert/strict";
import { philox4x32 } from "./philox.ts";

function block(counter: number[], key0: number, key1: number): string[] {
  const out = new Uint32Array(4);
  philox4x32(Uint32Array.from(counter), key0, key1, out);
  return Array.from(out, (word) => word.toString(16).padStart(8, "0"));
}

// The known answers that the paper's authors publish (Random123, kat_vectors, philox4x32 10).
const KNOWN_ANSWERS = [
  {
    name: "zeros",
    counter: [0, 0, 0, 0],
    key: [0, 0],
    expected: ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"],
  },
  {
    name: "ones",
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    expected: ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"],
  },
  {
    name: "the digits of pi",
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    expected: ["d16cfe09", "94fdcceb", "5001e420", "24126ea1"],
  },
];

for (const { name, counter, key, expected } of KNOWN_ANSWERS) {
  Deno.test(`philox4x32() gives the published answer for ${name}`, () => {
    assert.deepEqual(block(counter, key[0]!, key[1]!), expected);
  });
}

Deno.test("philox4x32() leaves the counter alone and may write over it when asked", () => {
  const counter = Uint32Array.of(1, 2, 3, 4);
  const out = new Uint32Array(4);
  philox4x32(counter, 5, 6, out);
  assert.deepEqual(counter, Uint32Array.of(1, 2, 3, 4));
  philox4x32(counter, 5, 6, counter);
  assert.deepEqual(counter, out);
});
