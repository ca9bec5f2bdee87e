import assert from "node:assert/strict";
import { createRng, type Rng } from "harness/sdk";
import { type Piece, WindowScan } from "./window_scan.ts";

type Direction = "both" | "high" | "low";

function stream(purpose: string): Rng {
  return createRng("5c".repeat(32), "window_scan_test", purpose);
}

function centred(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Float64Array.from(values, (x) => x - mean);
}

function logDensity(x: number, mean: number, variance: number): number {
  return -0.5 * Math.log(2 * Math.PI * variance) - (x - mean) ** 2 / (2 * variance);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** The likelihood ratio as the paper defines it: densities under both models, nothing shared. */
function likelihoodRatio(values: readonly number[], start: number, end: number): number {
  const inside = values.slice(start, end);
  const outside = [...values.slice(0, start), ...values.slice(end)];
  const n = values.length;
  const all = mean(values);
  const oneVariance = values.reduce((sum, x) => sum + (x - all) ** 2, 0) / n;
  const twoVariance = (inside.reduce((sum, x) => sum + (x - mean(inside)) ** 2, 0) +
    outside.reduce((sum, x) => sum + (x - mean(outside)) ** 2, 0)) / n;
  const one = values.reduce((sum, x) => sum + logDensity(x, all, oneVariance), 0);
  const two = inside.reduce((sum, x) => sum + logDensity(x, mean(inside), twoVariance), 0) +
    outside.reduce((sum, x) => sum + logDensity(x, mean(outside), twoVariance), 0);
  return two - one;
}

/** Every window, one by one, by the densities. */
function bestByDensities(
  values: readonly number[],
  pieces: readonly Piece[],
  shortest: number,
  longest: number,
  direction: Direction,
): { start: number; end: number; ratio: number } {
  let best = { start: -1, end: -1, ratio: -Infinity };
  for (const piece of pieces) {
    for (let start = piece.start; start < piece.end; start++) {
      for (let end = start + shortest; end <= Math.min(piece.end, start + longest); end++) {
        const lean = mean(values.slice(start, end)) - mean(values);
        if (direction === "high" && !(lean > 0)) continue;
        if (direction === "low" && !(lean < 0)) continue;
        const ratio = likelihoodRatio(values, start, end);
        if (ratio > best.ratio * (1 + 1e-9)) best = { start, end, ratio };
      }
    }
  }
  return best;
}

function ratioOf(statistic: number, values: Float64Array): number {
  const n = values.length;
  const total = values.reduce((sum, x) => sum + x * x, 0);
  return -(n / 2) * Math.log(1 - n * statistic ** 2 / total);
}

Deno.test("WindowScan.maximum() is the window that the normal densities prefer", () => {
  const rng = stream("oracle");
  for (let trial = 0; trial < 60; trial++) {
    const n = 6 + rng.int(40);
    const raw = Array.from({ length: n }, () => rng.normal());
    const shortest = 1 + rng.int(Math.min(5, n >> 1));
    const longest = shortest + rng.int((n >> 1) - shortest + 1);
    const direction = (["both", "high", "low"] as const)[trial % 3]!;
    const pieces = [{ start: 0, end: n }];
    const expected = bestByDensities(raw, pieces, shortest, longest, direction);
    const values = centred(raw);
    const found = new WindowScan(values, pieces, shortest, longest, direction).maximum();
    if (found === undefined) {
      assert.equal(expected.start, -1);
      continue;
    }
    const about = `trial ${trial}: n ${n}, ${shortest} to ${longest}, ${direction}`;
    // At half of the values a window and its complement have the same ratio.
    const twin = likelihoodRatio(raw, found.start, found.end);
    assert.ok(Math.abs(twin - expected.ratio) <= 1e-9 * expected.ratio, about);
    assert.ok(Math.abs(ratioOf(found.statistic, values) - expected.ratio) <= 1e-8, about);
    if (2 * (expected.end - expected.start) < n) {
      assert.deepEqual([found.start, found.end], [expected.start, expected.end], about);
    }
  }
});

Deno.test("WindowScan.maximum() equals a plain double loop on series long enough to prune", () => {
  const rng = stream("double loop");
  for (let trial = 0; trial < 40; trial++) {
    const n = 200 + rng.int(900);
    const step = trial % 2 === 0 ? 0 : 0.4;
    const edge = rng.int(n);
    const values = centred(
      Array.from({ length: n }, (_, i) => rng.normal() + (i < edge ? step : 0)),
    );
    const shortest = 1 + rng.int(60);
    const longest = Math.min(n - 1, shortest + rng.int(n));
    const cut = 1 + rng.int(n - 1);
    const pieces = [{ start: 0, end: cut }, { start: cut, end: n }];
    const direction = (["both", "high", "low"] as const)[trial % 3]!;
    const sign = direction === "low" ? -1 : 1;
    let best = { start: -1, end: -1, statistic: 0 };
    for (const piece of pieces) {
      for (let start = piece.start; start < piece.end; start++) {
        let sum = 0;
        for (let end = start + 1; end <= Math.min(piece.end, start + longest); end++) {
          sum += sign * values[end - 1]!;
          const k = end - start;
          if (k < shortest) continue;
          const lean = direction === "both" ? Math.abs(sum) : sum;
          const statistic = lean / Math.sqrt(k * (n - k));
          if (statistic > best.statistic) best = { start, end, statistic };
        }
      }
    }
    const found = new WindowScan(values, pieces, shortest, longest, direction).maximum();
    const about = `trial ${trial}: n ${n}, ${shortest} to ${longest}, ${direction}`;
    assert.ok(Math.abs((found?.statistic ?? 0) - best.statistic) <= 1e-10, about);
  }
});

Deno.test("WindowScan.reaches() agrees with maximum() of the reordered values", () => {
  const rng = stream("reaches");
  for (let trial = 0; trial < 300; trial++) {
    const n = 12 + rng.int(300);
    const values = Float64Array.from({ length: n }, () => rng.normal());
    const z = centred([...values]);
    const shortest = 1 + rng.int(6);
    const longest = shortest + rng.int(n - shortest - 1);
    const pieces = trial % 2 === 0
      ? [{ start: 0, end: n }]
      : [{ start: 0, end: n >> 1 }, { start: n >> 1, end: n }];
    const direction = (["both", "high", "low"] as const)[trial % 3]!;
    // Every other time the permutation has more items than the series, as shared ones do.
    const order = rng.permutation(n + (trial % 4 < 2 ? 0 : 17));
    const shuffled = Float64Array.from(order.filter((item) => item < n), (item) => z[item]!);
    const top = new WindowScan(shuffled, pieces, shortest, longest, direction).maximum();
    const scan = new WindowScan(z, pieces, shortest, longest, direction);
    const level = top?.statistic ?? 1e-6;
    assert.equal(scan.reaches(order, level * (1 - 1e-9)), top !== undefined);
    assert.equal(scan.reaches(order, level * (1 + 1e-9)), false);
  }
});

Deno.test("WindowScan.maximum() takes the first of equal windows, and the shortest of those", () => {
  const values = centred([0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0]);
  const pieces = [{ start: 0, end: 12 }];
  const found = new WindowScan(values, pieces, 2, 2, "both").maximum();
  assert.deepEqual([found?.start, found?.end], [2, 4]);
});

Deno.test("WindowScan.maximum() lets no rounding choose among equal windows", () => {
  // 0 and 1 with many equal windows; neither the mean nor the roots are exact.
  const rng = stream("equal windows");
  for (let trial = 0; trial < 200; trial++) {
    const n = 20 + rng.int(60);
    const raw = Array.from({ length: n }, () => rng.int(2));
    const shortest = 2 + rng.int(4);
    const longest = shortest + rng.int(8);
    const ones = raw.reduce((sum, x) => sum + x, 0);
    // n · S, an integer; the statistic squared, in the order of first start, then shortest.
    let best = { start: -1, end: -1, square: 0 };
    for (let start = 0; start < n; start++) {
      let sum = 0;
      for (let end = start + 1; end <= Math.min(n, start + longest); end++) {
        sum += n * raw[end - 1]! - ones;
        const k = end - start;
        const square = sum ** 2 / (k * (n - k));
        if (k >= shortest && square > best.square * (1 + 1e-13)) best = { start, end, square };
      }
    }
    if (best.square === 0) continue;
    const pieces = [{ start: 0, end: n }];
    const found = new WindowScan(centred(raw), pieces, shortest, longest, "both").maximum();
    assert.deepEqual([found?.start, found?.end], [best.start, best.end], `trial ${trial}`);
  }
});

Deno.test("WindowScan.maximum() finds nothing high where only low windows are allowed", () => {
  const values = centred([1, 1, 1, -9, -9, -9, 1, 1, 1, 1, 1, 1]);
  const inTheLow = [{ start: 3, end: 6 }];
  assert.equal(new WindowScan(values, inTheLow, 2, 3, "high").maximum(), undefined);
  const low = new WindowScan(values, inTheLow, 2, 3, "low").maximum();
  assert.deepEqual([low?.start, low?.end], [3, 6]);
});

Deno.test("WindowScan keeps windows inside their piece", () => {
  const values = centred([0, 0, 0, 9, 9, 0, 0, 0]);
  const apart = [{ start: 0, end: 4 }, { start: 4, end: 8 }];
  const found = new WindowScan(values, apart, 2, 4, "both").maximum();
  assert.ok(found !== undefined && (found.end <= 4 || found.start >= 4));
});

Deno.test("WindowScan refuses window lengths that do not fit", () => {
  const values = centred([1, 2, 3, 4]);
  const all = [{ start: 0, end: 4 }];
  assert.throws(() => new WindowScan(values, all, 0, 2, "both"), RangeError);
  assert.throws(() => new WindowScan(values, all, 3, 2, "both"), RangeError);
  assert.throws(() => new WindowScan(values, all, 2, 4, "both"), RangeError);
  assert.throws(() => new WindowScan(values, all, 2, NaN, "both"), RangeError);
});
