import assert from "node:assert/strict";
import { createRng, moments } from "harness/sdk";
import { pairShifts } from "./pair_shifts.ts";
import { tieShare } from "./tie_share.ts";

function shareOf(...values: number[]): number {
  return tieShare(Float64Array.from(values), 0, values.length).share.value;
}

Deno.test("tieShare() is 0 without ties, 1 when all are equal, and counts only its range", () => {
  assert.equal(shareOf(3, 1, 2), 0);
  const { share } = tieShare(Float64Array.of(5, 5, 5, 1, 2), 0, 3);
  assert.deepEqual(share, { value: 1, variance: 0 });
  assert.equal(tieShare(Float64Array.of(9, 1, 1, 2), 1, 4).share.value, (8 - 2) / (27 - 3));
  assert.equal(shareOf(1), 0);
});

Deno.test("tieShare() says on which side the ties are", () => {
  const skewOf = (...values: number[]) =>
    tieShare(Float64Array.from(values), 0, values.length).skew.value;
  // p (1 − p) (1 − 2p) for a share p of ones.
  assert.ok(Math.abs(skewOf(0, 0, 0, 1) - 3 / 16 * 1 / 2) < 1e-15);
  assert.ok(Math.abs(skewOf(0, 1, 1, 1) + 3 / 16 * 1 / 2) < 1e-15);
  assert.equal(skewOf(0, 1), 0);
  assert.equal(skewOf(7, 7), 0);
  assert.ok(Math.abs(skewOf(1, 5, 3, 2, 4)) < 1e-15);
});

Deno.test("tieShare() says how far both stray from sample to sample", () => {
  for (const cut of [0, 1]) {
    const samples = Array.from({ length: 500 }, (_, i) => {
      const rng = createRng("55".repeat(32), "tie variance", String(i));
      const values = Float64Array.from({ length: 300 }, () => Math.round(rng.normal() + cut / 2));
      return tieShare(values.map((x) => Math.max(x, cut)), 0, values.length);
    });
    for (const name of ["share", "skew"] as const) {
      const varied = moments(Float64Array.from(samples, (one) => one[name].value)).variance;
      const said = moments(Float64Array.from(samples, (one) => one[name].variance)).mean;
      const ratio = said / varied;
      assert.ok(ratio > 0.75 && ratio < 1.33, `variance of the ${name} off by ${ratio}`);
    }
  }
});

function pairOf(coarsen: (x: number, late: boolean) => number, seed: number, rho = 0.8) {
  const rng = createRng("99".repeat(32), "ties", String(seed));
  const x = new Float64Array(400);
  const y = new Float64Array(400);
  const part = new Uint8Array(400);
  for (let row = 0; row < 400; row++) {
    const a = rng.normal();
    const b = rho * a + Math.sqrt(1 - rho * rho) * rng.normal();
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

Deno.test("a column whose ties change sides is not compared", () => {
  // A sixth are ones before, five sixths after: as many ties, and another correlation.
  const pair = pairOf((x, late) => x > (late ? -1 : 1) ? 1 : 0, 1);
  assert.match(pair.reason!, /rounded or clipped differently/);
});

Deno.test("columns of two or three values that go together closely are compared at their level", () => {
  const levels = [
    (x: number) => x > 0 ? 1 : 0,
    (x: number) => Math.max(-1, Math.min(1, Math.round(x))),
  ];
  for (const coarse of levels) {
    let rejected = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { p_value } = pairOf(coarse, seed, 0.95);
      if (p_value !== null && p_value <= 0.02) rejected++;
    }
    // 6 expected; 14 is 3.3 standard deviations above.
    assert.ok(rejected <= 14, `${rejected} of 300`);
  }
});
