import assert from "node:assert/strict";
import { createRng, midRanks, normalQuantile } from "harness/sdk";
import { poolScores } from "./pool_scores.ts";

const rng = createRng("7a".repeat(32), "pool_scores_test");

function scoresOf(before: Float64Array, after: Float64Array): Float64Array {
  const scored = [before, after].flatMap((values) =>
    [...midRanks(values)].map((rank) => normalQuantile(rank / (values.length + 1)))
  );
  return Float64Array.from(scored);
}

Deno.test("poolScores() makes one of two runs of ties whose middles lie in each other", () => {
  const before = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
  const after = Float64Array.of(7, 8, 8, 7, 8, 7, 7);
  const pooled = poolScores(scoresOf(before, after), 8);
  assert.equal(new Set(pooled).size, 2);
  assert.deepEqual([...pooled].map((x) => x > 0), [...before, ...after].map((x) => x % 7 === 1));
});

Deno.test("poolScores() keeps ties apart that are at other ranks", () => {
  const before = Float64Array.of(0, 1, 1, 1, 1, 1, 1, 1);
  const after = Float64Array.of(0, 0, 0, 0, 0, 0, 0, 1);
  const scores = scoresOf(before, after);
  const pooled = poolScores(scores, 8);
  // The long runs overlap by three quarters; the single values meet no run's middle.
  assert.equal(new Set(pooled).size, 3);
  assert.equal(pooled[0], scores[0]);
  assert.equal(pooled[15], scores[15]);
});

Deno.test("poolScores() leaves scores without ties as they are", () => {
  for (const [n1, n2] of [[5, 5], [4, 9], [30, 7]] as const) {
    const values = [n1, n2].map((n) => Float64Array.from({ length: n }, () => rng.normal()));
    const scores = scoresOf(values[0]!, values[1]!);
    assert.deepEqual(poolScores(scores, n1), scores);
  }
});

Deno.test("poolScores() keeps the order and the ties within each part", () => {
  for (let trial = 0; trial < 200; trial++) {
    const n1 = 1 + rng.int(30);
    const n2 = 1 + rng.int(30);
    const levels = 1 + rng.int(8);
    const value = () => rng.int(levels) + (rng.int(3) === 0 ? rng.normal() / 4 : 0);
    const [before, after] = [n1, n2].map((n) => Float64Array.from({ length: n }, value));
    const scores = scoresOf(before!, after!);
    const pooled = poolScores(scores, n1);
    for (const [from, to] of [[0, n1], [n1, n1 + n2]] as const) {
      for (let i = from; i < to; i++) {
        for (let j = from; j < to; j++) {
          assert.equal(Math.sign(pooled[i]! - pooled[j]!), Math.sign(scores[i]! - scores[j]!));
        }
      }
    }
  }
});
