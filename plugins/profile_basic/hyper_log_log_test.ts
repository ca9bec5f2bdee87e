import assert from "node:assert/strict";
import { hashText } from "./hash_text.ts";
import { HYPER_LOG_LOG_ERROR, HyperLogLog } from "./hyper_log_log.ts";

function estimate(count: number, text: (i: number) => string, times = 1): number {
  const sketch = new HyperLogLog();
  const hash = new Int32Array(2);
  for (let again = 0; again < times; again++) {
    for (let i = 0; i < count; i++) {
      hashText(text(i), hash);
      sketch.add(hash[0]!, hash[1]!);
    }
  }
  return sketch.count();
}

// Three standard errors: the hashes are fixed, so the test is too.
for (const count of [0, 1, 10, 1000, 16_384, 50_000, 200_000, 1_000_000]) {
  Deno.test(`HyperLogLog counts ${count} different texts within three standard errors`, () => {
    for (const text of [(i: number) => `row ${i}`, (i: number) => `${i * 7919}@example.org`]) {
      const found = estimate(count, text);
      assert.ok(Math.abs(found - count) <= 3 * HYPER_LOG_LOG_ERROR * count + 0.01, String(found));
    }
  });
}

Deno.test("HyperLogLog does not count a text twice", () => {
  assert.equal(estimate(5000, (i) => `v${i}`, 3), estimate(5000, (i) => `v${i}`));
});

Deno.test("hashText() gives every one of 600,000 texts a hash of its own", () => {
  const seen = new Set<string>();
  const hash = new Int32Array(2);
  for (let i = 0; i < 300_000; i++) {
    hashText(`${i}`, hash);
    seen.add(`${hash[0]},${hash[1]}`);
    hashText(`${"ab".repeat(i % 7)}${i}é`, hash);
    seen.add(`${hash[0]},${hash[1]}`);
  }
  assert.equal(seen.size, 600_000);
});
