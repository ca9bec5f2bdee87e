import assert from "node:assert/strict";
import fc from "fast-check";
import { mulHigh32 } from "./mul_high_32.ts";

function exact(a: number, b: number): number {
  return Number((BigInt(a) * BigInt(b)) >> 32n);
}

Deno.test("mulHigh32() is the upper word of the exact product", () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(fc.property(word, word, (a, b) => (mulHigh32(a, b) >>> 0) === exact(a, b)));
});

Deno.test("mulHigh32() is right where every carry is at its largest", () => {
  const edges = [0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffff0000, 0xffffffff];
  for (const a of edges) {
    for (const b of edges) assert.equal(mulHigh32(a, b) >>> 0, exact(a, b), `${a} × ${b}`);
  }
});

Deno.test("mulHigh32() reads signed words as the same bits", () => {
  assert.equal(mulHigh32(-1, -1) >>> 0, 0xfffffffe);
});
