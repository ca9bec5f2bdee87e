import assert from "node:assert/strict";
import fc from "fast-check";
import { autocorrelation } from "./autocorrelation.ts";
import { moments } from "./moments.ts";

/** The made-up series of NIST: `middle` first, then `low` and `high` in turn. */
function alternating(middle: number, low: number, high: number): number[] {
  return [middle, ...Array.from({ length: 1000 }, (_, i) => i % 2 === 0 ? low : high)];
}

// deno-fmt-ignore
const MICHELSON_1879 = [
  850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000,
  960, 960, 960, 940, 960, 940, 880, 800, 850, 880, 900, 840, 830, 790, 810, 880, 880, 830, 800,
  790, 760, 800, 880, 880, 880, 860, 720, 720, 620, 860, 970, 950, 880, 910, 850, 870, 840, 840,
  850, 840, 840, 840, 890, 810, 810, 820, 800, 770, 760, 740, 750, 760, 910, 920, 890, 860, 880,
  720, 840, 850, 850, 780, 890, 840, 780, 810, 760, 810, 790, 810, 820, 850, 870, 870, 810, 740,
  810, 940, 950, 800, 810, 870,
].map((excess) => (299_000 + excess) / 1000);

// NIST Statistical Reference Datasets, univariate summary statistics: certified values. The last
// column is the relative error allowed for mean, sd and lag-1 autocorrelation: what is lost when
// the decimals become doubles (10000000.2 is off by 2e-10, and its deviations are 0.1).
const CERTIFIED: [string, number[], number, number, number, number][] = [
  ["NumAcc1", [10000001, 10000003, 10000002], 10000002, 1, -0.5, 0],
  ["NumAcc2", alternating(1.2, 1.1, 1.3), 1.2, 0.1, -0.999, 2e-14],
  ["NumAcc3", alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1, -0.999, 1e-9],
  ["NumAcc4", alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1, -0.999, 1e-8],
  ["Michelso", MICHELSON_1879, 299.8524, 0.0790105478190518, 0.535199668621283, 1e-13],
];

for (const [name, data, mean, sd, autocorrelated, tolerance] of CERTIFIED) {
  Deno.test(`moments() and autocorrelation() agree with NIST on ${name}`, () => {
    const values = Float64Array.from(data);
    const found = moments(values);
    const near = (got: number, want: number) =>
      assert.ok(Math.abs(got - want) <= tolerance * Math.abs(want), `${got}, certified ${want}`);
    near(found.mean, mean);
    near(found.sd, sd);
    near(autocorrelation(values), autocorrelated);
  });
}

Deno.test("moments() of a worked example", () => {
  // Deviations −3 −2 −1 0 6: m2 = 10, m3 = 36, m4 = 278.8.
  const found = moments(Float64Array.of(1, 2, NaN, 3, 4, 10));
  assert.equal(found.count, 5);
  assert.equal(found.min, 1);
  assert.equal(found.max, 10);
  assert.equal(found.mean, 4);
  assert.equal(found.variance, 12.5);
  assert.ok(Math.abs(found.skewness - 36 / 10 ** 1.5) < 1e-15);
  assert.ok(Math.abs(found.kurtosis - (278.8 / 100 - 3)) < 1e-15);
});

Deno.test("moments() is NaN where it is undefined, never 0", () => {
  assert.deepEqual(Object.values(moments(new Float64Array(0))), [0, ...Array(7).fill(NaN)]);
  assert.deepEqual(moments(Float64Array.of(NaN, 7)), {
    count: 1,
    min: 7,
    max: 7,
    mean: 7,
    variance: NaN,
    sd: NaN,
    skewness: NaN,
    kurtosis: NaN,
  });
});

Deno.test("moments() of a constant has variance 0 exactly, and no shape", () => {
  const found = moments(new Float64Array(7).fill(0.1));
  assert.equal(found.mean, 0.1);
  assert.equal(found.variance, 0);
  assert.equal(found.sd, 0);
  assert.equal(found.skewness, NaN);
  assert.equal(found.kurtosis, NaN);
});

Deno.test("moments() of infinities is what the limit is", () => {
  assert.equal(moments(Float64Array.of(1, Infinity)).mean, Infinity);
  assert.equal(moments(Float64Array.of(1, -Infinity)).mean, -Infinity);
  assert.equal(moments(Float64Array.of(-Infinity, Infinity)).mean, NaN);
  assert.equal(moments(Float64Array.of(1, Infinity)).sd, NaN);
});

Deno.test("moments() keeps its digits at ±1e300 and at 1e-300", () => {
  for (const unit of [2 ** 1000, 2 ** -1000, 2 ** 1020, 2 ** -1060]) {
    const found = moments(Float64Array.of(1, 2, 3, 4, 10).map((x) => x * unit));
    assert.equal(found.mean, 4 * unit);
    assert.equal(found.sd, Math.sqrt(12.5) * unit);
    assert.ok(Math.abs(found.skewness - 36 / 10 ** 1.5) < 1e-15);
  }
  assert.equal(moments(Float64Array.of(-1e300, 1e300)).mean, 0);
  assert.ok(Math.abs(moments(Float64Array.of(1.7e308, 1.6e308)).mean / 1.65e308 - 1) < 4e-16);
});

Deno.test("moments() does not see a shift or the order of the data", () => {
  const integers = fc.array(fc.integer({ min: -1000, max: 1000 }), {
    minLength: 3,
    maxLength: 40,
    size: "max",
  });
  fc.assert(fc.property(integers, (values) => {
    const here = moments(Float64Array.from(values));
    const there = moments(Float64Array.from(values.toReversed(), (x) => x + 2 ** 40));
    assert.ok(Math.abs(there.mean - 2 ** 40 - here.mean) <= 2 ** -12);
    if (here.variance === 0) return assert.equal(there.variance, 0);
    assert.ok(Math.abs(there.variance / here.variance - 1) < 1e-12);
    assert.ok(Math.abs(there.skewness - here.skewness) < 1e-9);
    assert.ok(Math.abs(there.kurtosis - here.kurtosis) < 1e-9);
  }));
});
