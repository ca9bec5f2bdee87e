import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { storeTimestamp } from "./store_timestamp.ts";

Deno.test("storeTimestamp() is exact in BigInt arithmetic for every year from 1 to 9999", () => {
  const seconds = fc.integer({ min: -62_135_683_200, max: 253_402_387_199 });
  fc.assert(
    fc.property(seconds, fc.integer({ min: 0, max: 999_999 }), (s, micros) => {
      const words = new Int32Array(6);
      storeTimestamp(s, micros, words, 1);
      const stored = new BigInt64Array(words.buffer)[1]!;
      assert.equal(stored, BigInt(s) * 1_000_000n + BigInt(micros));
      assert.deepEqual([words[0], words[1], words[4], words[5]], [0, 0, 0, 0]);
    }),
    { numRuns: 5000, seed: 1 },
  );
});
