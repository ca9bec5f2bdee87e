import assert from "node:assert/strict";
import { hashBytes } from "./hash_bytes.ts";
import { HashCounts } from "./hash_counts.ts";
import { HYPER_LOG_LOG_ERROR, HyperLogLog } from "./hyper_log_log.ts";

const UTF8 = new TextEncoder();

function hashOf(text: string, out: Int32Array): number {
  const bytes = UTF8.encode(`..${text}.`);
  return hashBytes(bytes, 2, bytes.length - 1, out);
}

function estimate(count: number, text: (i: number) => string, times = 1): number {
  const sketch = new HyperLogLog();
  const hash = new Int32Array(2);
  for (let again = 0; again < times; again++) {
    for (let i = 0; i < count; i++) {
      hashOf(text(i), hash);
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

Deno.test("hashBytes() gives every one of 600,000 texts a hash of its own", () => {
  const seen = new Set<string>();
  const hash = new Int32Array(2);
  for (let i = 0; i < 300_000; i++) {
    hashOf(`${i}`, hash);
    seen.add(`${hash[0]},${hash[1]}`);
    hashOf(`${"ab".repeat(i % 7)}${i}é`, hash);
    seen.add(`${hash[0]},${hash[1]}`);
  }
  assert.equal(seen.size, 600_000);
});

Deno.test("hashBytes() counts the characters of UTF-8", () => {
  const out = new Int32Array(2);
  for (const text of ["", "abc", "zwölf", "𝒳𝒴", "\ufeff"]) {
    assert.equal(hashOf(text, out), [...text].length);
  }
});

Deno.test("HashCounts counts hashes up to its bound and keeps their first rows", () => {
  const counts = new HashCounts(2);
  counts.add(1, 1, 10);
  counts.add(2, 1, 11);
  counts.add(1, 1, 12);
  assert.deepEqual([counts.distinct, counts.overflow], [2, false]);
  counts.add(1, 2, 13);
  counts.add(2, 1, 14);
  assert.deepEqual([counts.distinct, counts.overflow], [2, true]);
  const seen: number[][] = [];
  counts.forEach((count, row) => seen.push([count, row]));
  assert.deepEqual(seen, [[2, 10], [2, 11]]);
});
