import assert from "node:assert/strict";
import goldens from "../../../fixtures/goldens/rng.json" with { type: "json" };
import { createRng } from "./rng.ts";

const SEED = "0123456789abcdef".repeat(4);

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

Deno.test("createRng() gives the streams that an independent program gives", () => {
  assert.ok(goldens.cases.length >= 5);
  for (const { seed, purpose, uint32, float64, int } of goldens.cases) {
    const name = `${seed.slice(0, 4)} ${purpose}`;
    const words = createRng(seed, ...purpose);
    assert.deepEqual(draw(uint32.length, () => words.uint32()), uint32, name);
    const floats = createRng(seed, ...purpose);
    assert.deepEqual(draw(float64.length, () => floats.float64()), float64, name);
    const ints = createRng(seed, ...purpose);
    assert.deepEqual(draw(int.length, () => ints.int(3 * 2 ** 30)), int, name);
  }
});

// Frozen: a change of any of these numbers changes every report.
Deno.test("rng keeps its numbers from release to release", () => {
  const rng = createRng(SEED, "golden");
  assert.deepEqual(
    {
      normal: draw(3, () => rng.normal()),
      exponential: draw(2, () => rng.exponential()),
      gamma: [rng.gamma(0.3), rng.gamma(1), rng.gamma(17.5)],
      beta: [rng.beta(0.2, 0.4), rng.beta(2, 3), rng.beta(0.5, 9)],
      shuffle: Array.from(rng.shuffle(Float64Array.of(1, 2, 3, 4, 5, 6, 7))),
      permutation: Array.from(rng.permutation(8)),
      sparse: Array.from(rng.sample(1000, 5)),
      dense: Array.from(rng.sample(20, 5)),
      wide: [rng.int(2 ** 53), rng.int(2 ** 32), rng.int(2 ** 40 + 1)],
    },
    GOLDEN,
  );
});

Deno.test("rng.fork() is the stream of the longer purpose, however much was drawn", () => {
  const parent = createRng(SEED, "a");
  const before = parent.fork("b", "c");
  for (let i = 0; i < 1001; i++) parent.uint32();
  const after = parent.fork("b", "c");
  const direct = createRng(SEED, "a", "b", "c");
  const expected = draw(9, () => direct.uint32());
  assert.deepEqual(draw(9, () => before.uint32()), expected);
  assert.deepEqual(draw(9, () => after.uint32()), expected);
});

Deno.test("createRng() tells purposes apart that only their boundaries distinguish", () => {
  const lists = [[], [""], ["", ""], ["ab"], ["a", "b"], ["a", "b", ""], ["a\0b"], ["b", "a"]];
  const firsts = lists.map((purpose) => createRng(SEED, ...purpose).uint32());
  assert.equal(new Set(firsts).size, lists.length);
});

Deno.test("createRng() reads upper and lower case digits alike and refuses other seeds", () => {
  assert.equal(createRng(SEED.toUpperCase()).uint32(), createRng(SEED).uint32());
  for (const seed of ["", "12", SEED.slice(1), SEED + "0", "g".repeat(64), SEED + "\n"]) {
    assert.throws(() => createRng(seed), { name: "StatsError", code: "E_STATS_SEED" });
  }
});

Deno.test("rng refuses arguments outside their domain, NaN included", () => {
  const rng = createRng(SEED);
  const refused: (() => unknown)[] = [
    ...[0, -1, 1.5, NaN, 2 ** 53 + 2, Infinity].map((n) => () => rng.int(n)),
    ...[0, -1, NaN, Infinity].map((shape) => () => rng.gamma(shape)),
    ...[0, -1, NaN, Infinity].flatMap((a) => [() => rng.beta(a, 1), () => rng.beta(1, a)]),
    ...[-1, 0.5, NaN, 2 ** 32].map((n) => () => rng.permutation(n)),
    () => rng.sample(3, 4),
    () => rng.sample(3, NaN),
    () => rng.sample(NaN, 0),
    () => rng.fork(),
  ];
  for (const call of refused) assert.throws(call, { code: "E_STATS_ARGUMENT" }, String(call));
});

// Seeds are fixed, so these bounds (5 standard errors) are met always or never.
const N = 100_000;

function meanAndVariance(next: () => number): { mean: number; variance: number; fourth: number } {
  const xs = draw(N, next);
  const mean = xs.reduce((a, b) => a + b, 0) / N;
  const central = (power: number) => xs.reduce((a, b) => a + (b - mean) ** power, 0) / N;
  return { mean, variance: central(2), fourth: central(4) };
}

const rng = createRng(SEED, "moments");
const LAWS: [string, () => number, number, number][] = [
  ["float64()", () => rng.float64(), 1 / 2, 1 / 12],
  ["openFloat64()", () => rng.openFloat64(), 1 / 2, 1 / 12],
  ["int(10)", () => rng.int(10), 4.5, 99 / 12],
  ["int(2^40)", () => rng.int(2 ** 40) / 2 ** 40, 1 / 2, 1 / 12],
  ["normal()", () => rng.normal(), 0, 1],
  ["exponential()", () => rng.exponential(), 1, 1],
  ["gamma(0.3)", () => rng.gamma(0.3), 0.3, 0.3],
  ["gamma(17.5)", () => rng.gamma(17.5), 17.5, 17.5],
  ["beta(0.2, 0.4)", () => rng.beta(0.2, 0.4), 1 / 3, 0.08 / 0.36 / 1.6],
  ["beta(0.5, 9)", () => rng.beta(0.5, 9), 0.5 / 9.5, 4.5 / 9.5 ** 2 / 10.5],
];

for (const [name, next, mean, variance] of LAWS) {
  Deno.test(`rng.${name} has the mean and variance of its law`, () => {
    const got = meanAndVariance(next);
    const meanError = Math.sqrt(variance / N);
    const varianceError = Math.sqrt((got.fourth - variance ** 2) / N);
    assert.ok(Math.abs(got.mean - mean) < 5 * meanError, `mean ${got.mean}, not ${mean}`);
    assert.ok(
      Math.abs(got.variance - variance) < 5 * varianceError,
      `variance ${got.variance}, not ${variance}`,
    );
  });
}

function chiSquare(counts: number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

Deno.test("rng.shuffle() makes all 24 orders of 4 equally often", () => {
  const rng = createRng(SEED, "orders");
  const counts = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = rng.shuffle(Uint8Array.of(0, 1, 2, 3)).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  assert.ok(chiSquare([...counts.values()], 1000) < 49.7); // 99.9 % point, 23 df
});

for (const [n, k] of [[12, 4], [100, 5]] as const) {
  Deno.test(`rng.sample(${n}, ${k}) takes each member equally often, ascending, never twice`, () => {
    const rng = createRng(SEED, "sample", String(n));
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < 6000; i++) {
      const chosen = rng.sample(n, k);
      assert.equal(chosen.length, k);
      for (let j = 0; j < k; j++) {
        assert.ok(j === 0 || chosen[j - 1]! < chosen[j]!);
        counts[chosen[j]!]!++;
      }
    }
    // The counts of a sample without replacement spread less than χ² with n − 1 df.
    assert.ok(chiSquare(counts, 6000 * k / n) < n - 1 + 5 * Math.sqrt(2 * n));
  });
}

Deno.test("rng.sample() and permutation() answer the empty and the full request", () => {
  const rng = createRng(SEED, "edges");
  assert.deepEqual(rng.permutation(0), new Uint32Array(0));
  assert.deepEqual(rng.permutation(1), Uint32Array.of(0));
  assert.deepEqual(rng.sample(0, 0), new Uint32Array(0));
  assert.deepEqual(rng.sample(1000, 0), new Uint32Array(0));
  assert.deepEqual(rng.sample(5, 5), Uint32Array.of(0, 1, 2, 3, 4));
  assert.equal(rng.int(1), 0);
  assert.equal(rng.shuffle(new Float64Array(0)).length, 0);
});

Deno.test("rng.beta() answers for shapes whose powers underflow", () => {
  const rng = createRng(SEED, "tiny shapes");
  for (let i = 0; i < 200; i++) {
    const x = rng.beta(1e-8, 1e-8);
    assert.ok(0 <= x && x <= 1, String(x));
  }
});

const GOLDEN = {
  normal: [-1.2402410384315112, -2.3045198587621325, -0.4872727051148026],
  exponential: [0.20242183511730194, 0.5251321126121867],
  gamma: [0.00003756490068291788, 4.552773970362965, 19.737664653538925],
  beta: [0.06676936645155455, 0.438882795694293, 0.17162410633402042],
  shuffle: [1, 2, 4, 3, 7, 5, 6],
  permutation: [5, 2, 6, 3, 0, 1, 7, 4],
  sparse: [80, 149, 251, 502, 817],
  dense: [3, 9, 10, 14, 19],
  wide: [1747693633517326, 4106694384, 633950026650],
};
