import assert from "node:assert/strict";
import { createRng, type Rng } from "harness/sdk";
import { scanColumns, type ScanOptions } from "./scan_columns.ts";

const OPTIONS: ScanOptions = {
  min_window: 5,
  max_window: null,
  n_permutations: 99,
  direction: "both",
  alpha: 0.05,
  max_clusters: 1,
  max_rows: 20_000,
};

const SERIES = 800;
/** 800 series at level 0.05: 40 expected, and 20 to 62 with probability 0.999. */
const LEVEL_BOUNDS = [20, 62] as const;

function stream(...purpose: string[]): Rng {
  return createRng("a7".repeat(32), "scan_columns_test", ...purpose);
}

function scan(values: readonly Float64Array[], options: Partial<ScanOptions>, rng: Rng) {
  const rows = Math.max(0, ...values.map((column) => column.length));
  return scanColumns(values.map((column) => () => column), rows, { ...OPTIONS, ...options }, rng);
}

/** How many of many series have a window `order` with p ≤ 0.05. */
function rejections(
  make: (rng: Rng) => Float64Array,
  options: Partial<ScanOptions>,
  order = 1,
): number {
  let rejected = 0;
  for (let i = 0; i < SERIES; i++) {
    const data = make(stream("data", String(i)));
    const [found] = scan([data], options, stream("plugin", String(i)));
    const window = found!.windows.find((one) => one.order === order);
    if (window !== undefined && window.p_value <= 0.05) rejected++;
  }
  return rejected;
}

function assertAtLevel(rejected: number): void {
  assert.ok(
    rejected >= LEVEL_BOUNDS[0] && rejected <= LEVEL_BOUNDS[1],
    `${rejected} of ${SERIES} null series rejected at 0.05`,
  );
}

function normals(rng: Rng, n: number): Float64Array {
  return Float64Array.from({ length: n }, () => rng.normal());
}

Deno.test("scanColumns() rejects at its level on normal noise", () => {
  assertAtLevel(rejections((rng) => normals(rng, 60), {}));
});

Deno.test("scanColumns() rejects at its level on skewed noise, one-sided", () => {
  const skewed = (rng: Rng) => Float64Array.from({ length: 60 }, () => rng.exponential() ** 2);
  assertAtLevel(rejections(skewed, { direction: "high" }));
  assertAtLevel(rejections(skewed, { direction: "low", max_window: 12 }));
});

Deno.test("scanColumns() does not reject above its level on noise full of ties", () => {
  const ties = (rng: Rng) => Float64Array.from({ length: 40 }, () => rng.int(6) === 0 ? 0.1 : 0.7);
  // Ties count against the window, so the level is a bound here.
  const rejected = rejections(ties, {});
  assert.ok(rejected <= LEVEL_BOUNDS[1], `${rejected} of ${SERIES}`);
  assert.ok(rejected > 0, "never rejecting would be no test at all");
});

Deno.test("scanColumns() rejects at its level when a long column is scanned in blocks", () => {
  // 230 values in 76 blocks of 3, two left out.
  assertAtLevel(rejections((rng) => normals(rng, 230), { max_rows: 100 }));
});

Deno.test("scanColumns() rejects a second window at its level where there is only one segment", () => {
  const one = (rng: Rng) => normals(rng, 60).map((x, i) => i >= 20 && i < 35 ? x + 8 : x);
  const found = rejections(one, { max_clusters: 2 }, 1);
  assert.equal(found, SERIES, "the planted segment is 8 sd");
  assertAtLevel(rejections(one, { max_clusters: 2 }, 2));
});

Deno.test("scanColumns() finds a segment of 1 sd in 60 of 400 rows, with its edges", () => {
  let detected = 0;
  let near = 0;
  for (let i = 0; i < 100; i++) {
    const rng = stream("power", String(i));
    const values = normals(rng, 400).map((x, row) => row >= 150 && row < 210 ? x + 1 : x);
    const [found] = scan([values], {}, rng.fork("plugin"));
    const best = found!.windows[0]!;
    if (best.p_value <= 0.05) detected++;
    if (Math.abs(best.start - 150) <= 10 && Math.abs(best.end - 210) <= 10) near++;
  }
  // A difference of 1 sd between 60 and 340 values is 7.1 standard errors; noise alone reaches 4.5
  // in one series of twenty.
  assert.ok(detected >= 97, `${detected} of 100 detected`);
  assert.ok(near >= 80, `${near} of 100 within 10 rows at both ends`);
});

Deno.test("scanColumns() finds the second of two segments once the first is taken out", () => {
  const rng = stream("two");
  const values = normals(rng, 300).map((x, row) =>
    row >= 40 && row < 80 ? x + 6 : row >= 200 && row < 240 ? x - 2 : x
  );
  const [found] = scan([values], { max_clusters: 5 }, rng.fork("plugin"));
  const [first, second, third] = found!.windows;
  assert.deepEqual([first!.start, first!.end], [40, 80]);
  assert.ok(Math.abs(second!.start - 200) <= 3 && Math.abs(second!.end - 240) <= 3);
  assert.equal(second!.values_outside, 300 - 40 - (second!.end - second!.start));
  assert.ok(second!.p_value <= 0.05 && third!.p_value > 0.05, "and no third");
  assert.equal(found!.windows.length, 3);
});

Deno.test("scanColumns() gives no later window a smaller p-value, and none of them overlap", () => {
  for (let i = 0; i < 20; i++) {
    const rng = stream("noise", String(i));
    // An alpha of 1 goes on whatever the p-value, so that a later one can come out smaller.
    const options = { max_clusters: 5, alpha: 1 };
    const [found] = scan([normals(rng, 120)], options, rng.fork("plugin"));
    const windows = found!.windows;
    assert.ok(windows.length > 1);
    for (let w = 1; w < windows.length; w++) {
      assert.ok(windows[w]!.p_value >= windows[w - 1]!.p_value);
      for (let v = 0; v < w; v++) {
        assert.ok(windows[w]!.end <= windows[v]!.start || windows[w]!.start >= windows[v]!.end);
      }
    }
  }
});

Deno.test("scanColumns() gives a column the same answer whichever columns are scanned with it", () => {
  const rng = stream("company");
  const columns = [normals(rng, 120), normals(rng, 90), normals(rng, 120)];
  const seed = stream("plugin");
  const together = scan(columns, {}, seed);
  const alone = scanColumns([() => columns[1]!], 120, OPTIONS, seed);
  assert.deepEqual(together[1], alone[0]);
});

Deno.test("scanColumns() weighs a second window in the unit of what the first has left", () => {
  for (const huge of [1e200, Number.MAX_VALUE]) {
    const rng = stream("huge");
    const values = normals(rng, 120).map((x, row) =>
      row >= 30 && row < 50 ? huge : row >= 80 && row < 95 ? x + 3 : x
    );
    const [found] = scan([values], { max_clusters: 2 }, rng.fork("plugin"));
    const [first, second] = found!.windows;
    assert.deepEqual([first!.start, first!.end, first!.mean_inside], [30, 50, huge]);
    assert.deepEqual([second!.start, second!.end], [80, 95]);
    assert.ok(second!.log_likelihood_ratio > 10 && second!.log_likelihood_ratio < 100);
    assert.ok(second!.sd_within! > 0.8 && second!.sd_within! < 1.2);
  }
});

Deno.test("scanColumns() counts the permutations that do as well, with the observed order", () => {
  // Wherever the 1 goes there is a window of one around it: every order does as well.
  const values = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const options = { min_window: 1, max_window: 1, n_permutations: 199 };
  const [found] = scan([values], options, stream("ties"));
  assert.equal(found!.windows[0]!.p_value, 1);
});

Deno.test("scanColumns() counts the test of a column without any window", () => {
  // Windows of five reach the ones at the ends only across the twos less.
  const none = Float64Array.of(1, -1, 0, 0, 0, 0, 0, 0, 0, -1, 1);
  const options = { min_window: 5, max_window: 5, direction: "high" as const };
  const [found] = scan([none], options, stream("in vain"));
  assert.deepEqual([found!.windows.length, found!.tests], [0, 1]);
  const noTest = [
    new Float64Array(20).fill(1),
    Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, Infinity),
  ];
  const refused = scan(noTest, {}, stream("no test"));
  assert.deepEqual(refused.map((one) => one.tests), [0, 0]);
  assert.equal(refused[1]!.not_applicable, "a value is infinite");
});

Deno.test("scanColumns() says that blocks are too few, not that no window leans", () => {
  const values = normals(stream("blocks"), 201);
  const options = { min_window: 100, max_rows: 100 };
  const [found] = scan([values], options, stream("too few"));
  assert.match(found!.not_applicable!, /67 blocks of 3 values are too few: windows of 100/);
  assert.equal(found!.tests, 0);
});

/** The share of all orders whose best window, of a plain double loop, does as well as the first. */
function exactPValue(values: readonly number[], shortest: number, longest: number): number {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const best = (order: readonly number[]) => {
    let most = 0;
    for (let start = 0; start < n; start++) {
      let sum = 0;
      for (let end = start + 1; end <= Math.min(n, start + longest); end++) {
        sum += order[end - 1]! - mean;
        const k = end - start;
        if (k >= shortest) most = Math.max(most, sum * sum * (1 / k + 1 / (n - k)));
      }
    }
    return most;
  };
  const level = best(values) * (1 - 1e-10);
  let orders = 0;
  let reached = 0;
  const visit = (order: number[], from: number) => {
    if (from === n) {
      orders++;
      if (best(order) >= level) reached++;
    }
    for (let i = from; i < n; i++) {
      const next = [...order];
      [next[from], next[i]] = [next[i]!, next[from]!];
      visit(next, from + 1);
    }
  };
  visit([...values], 0);
  return reached / orders;
}

Deno.test("scanColumns() estimates the p-value that going through all orders gives", () => {
  const cases = [
    [0.3, -1.2, 2.5, 2.2, 1.9, -0.4, 0.1],
    [0.1, 0.1, 0.7, 0.7, 0.7, 0.1, 0.1],
    [3, 0, 0, 0, 0, 0, -1],
    [1e9 + 1, 1e9, 1e9 + 3, 1e9 + 4, 1e9, 1e9 + 1, 1e9 - 2],
  ];
  for (const values of cases) {
    const options = { min_window: 2, max_window: 3, n_permutations: 1999 };
    const [found] = scan([Float64Array.from(values)], options, stream("exact"));
    const exact = exactPValue(values, 2, 3);
    const p = found!.windows[0]!.p_value;
    const error = Math.sqrt(exact * (1 - exact) / 1999);
    assert.ok(Math.abs(p - exact) <= 4 * error + 1 / 2000, `${p}, exactly ${exact}`);
  }
});

Deno.test("scanColumns() says why a column cannot be scanned", () => {
  const rng = stream("edges");
  const scanned = scan(
    [
      new Float64Array(0),
      Float64Array.of(1),
      Float64Array.of(1, 2),
      Float64Array.from({ length: 9 }, (_, i) => i),
      new Float64Array(50).fill(3.25),
      normals(rng, 10),
    ],
    {},
    rng,
  );
  assert.deepEqual(scanned.map((one) => one.not_applicable), [
    "0 values are too few: windows of 5 need 10",
    "1 value is too few: windows of 5 need 10",
    "2 values are too few: windows of 5 need 10",
    "9 values are too few: windows of 5 need 10",
    "all values are equal",
    null,
  ]);
  assert.deepEqual(scanned.map((one) => one.windows.length), [0, 0, 0, 0, 0, 1]);
});
