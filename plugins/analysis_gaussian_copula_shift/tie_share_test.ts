import assert from "node:assert/strict";
import { createRng, moments } from "harness/sdk";
import { pairShifts } from "./pair_shifts.ts";
import { tieShare } from "./tie_share.ts";

Deno.test("tieShare() is 0 without ties, 1 when all are equal, and counts only its range", () => {
  assert.equal(tieShare(Float64Array.of(3, 1, 2), 0, 3).share, 0);
  assert.deepEqual(tieShare(Float64Array.of(5, 5, 5, 1, 2), 0, 3), { share: 1, variance: 0 });
  assert.equal(tieShare(Float64Array.of(9, 1, 1, 2), 1, 4).share, (8 - 2) / (27 - 3));
  assert.equal(tieShare(Float64Array.of(1), 0, 1).share, 0);
});

Deno.test("tieShare() says how far it strays from sample to sample", () => {
  const shares = new Float64Array(500);
  let variance = 0;
  for (let i = 0; i < shares.length; i++) {
    const rng = createRng("55".repeat(32), "tie variance", String(i));
    const values = Float64Array.from({ length: 300 }, () => Math.round(rng.normal()));
    const one = tieShare(values, 0, values.length);
    shares[i] = one.share;
    variance += one.variance / shares.length;
  }
  const ratio = variance / moments(shares).variance;
  assert.ok(ratio > 0.75 && ratio < 1.33, `variance off by ${ratio}`);
});

function pairOf(coarsen: (x: number, late: boolean) => number, seed: number) {
  const rng = createRng("99".repeat(32), "ties", String(seed));
  const x = new Float64Array(400);
  const y = new Float64Array(400);
  const part = new Uint8Array(400);
  for (let row = 0; row < 400; row++) {
    const a = rng.normal();
    const b = 0.8 * a + 0.6 * rng.normal();
    part[row] = row < 200 ? 0 : 1;
    x[row] = coarsen(a, row >= 200);
    y[row] = coarsen(b, row >= 200);
  }
  const options = { n_permutations: 99, max_permutations: 99, alpha: 0.05, min_rows: 10 };
  return pairShifts([x, y], part, options, rng.fork("plugin")).pairs[0]!;
}

Deno.test("a part that is rounded or clipped where the other is not is not compared", () => {
  const coarser = [Math.sign, (x: number) => Math.max(0, x), Math.round];
  for (const coarse of coarser) {
    const pair = pairOf((x, late) => late ? coarse(x) : x, 1);
    assert.equal(pair.p_value, null, String(coarse));
    assert.match(pair.reason!, /rounded or clipped differently/);
  }
});

Deno.test("the same rounding in both parts is compared, at its level", () => {
  let rejected = 0;
  let refused = 0;
  for (let seed = 0; seed < 200; seed++) {
    const { p_value } = pairOf(Math.round, seed);
    if (p_value === null) refused++;
    else if (p_value <= 0.05) rejected++;
  }
  assert.ok(refused <= 5, `${refused} of 200 not compared`);
  // 10 expected; 20 is three standard deviations above.
  assert.ok(rejected <= 20, `${rejected} of 200`);
});
