import assert from "node:assert/strict";
import { benjaminiHochberg, createRng, type Rng } from "harness/sdk";
import { scanColumns, type ScanOptions } from "./scan_columns.ts";

const OPTIONS: ScanOptions = {
  min_window: 5,
  max_window: null,
  n_permutations: 39,
  direction: "both",
  alpha: 0.05,
  max_clusters: 1,
  max_rows: 20_000,
};

const SERIES = 1000;

function stream(...purpose: string[]): Rng {
  return createRng("e1".repeat(32), "calibration_test", ...purpose);
}

function draw(n: number, make: () => number): Float64Array {
  return Float64Array.from({ length: n }, make);
}

/** Counts within this of SERIES · level have probability 0.9995. */
function tolerance(level: number): number {
  return 3.5 * Math.sqrt(SERIES * level * (1 - level));
}

/** Noise of every kind, with whether ties or single values of all weight make the level a bound. */
const NOISE: readonly {
  name: string;
  make: (rng: Rng) => Float64Array;
  options?: Partial<ScanOptions>;
  bound?: true;
}[] = [
  { name: "normal", make: (rng) => draw(60, () => rng.normal()) },
  { name: "10 values, the fewest", make: (rng) => draw(10, () => rng.normal()), bound: true },
  { name: "11 values, windows of 5 alone", make: (rng) => draw(11, () => rng.normal()) },
  { name: "12 values", make: (rng) => draw(12, () => rng.normal()) },
  {
    name: "31 values, an odd half, low",
    make: (rng) => draw(31, () => rng.normal()),
    options: { direction: "low" },
  },
  {
    name: "one to all but one",
    make: (rng) => draw(20, () => rng.normal()),
    options: { min_window: 1, max_window: 19 },
    bound: true,
  },
  { name: "Cauchy", make: (rng) => draw(40, () => rng.normal() / rng.normal()), bound: true },
  {
    name: "e^(20 z), high",
    make: (rng) => draw(30, () => Math.exp(20 * rng.normal())),
    bound: true,
  },
  { name: "whole numbers", make: (rng) => draw(30, () => Math.round(rng.normal())), bound: true },
  {
    name: "tenths on a billion",
    make: (rng) => draw(30, () => 1e9 + 0.1 * Math.round(rng.normal())),
    bound: true,
  },
  { name: "a thousandth on a billion", make: (rng) => draw(40, () => 1e9 + rng.normal() / 1e3) },
];

for (const { name, make, options, bound } of NOISE) {
  Deno.test(`p-values of noise are as small as p no more often than p: ${name}`, () => {
    const levels = [0.05, 0.1, 0.25, 0.5, 0.75];
    const counts = levels.map(() => 0);
    for (let i = 0; i < SERIES; i++) {
      const data = make(stream(name, String(i)));
      // Up to four more rows than values, as where cells are missing.
      const [found] = scanColumns(
        [() => data],
        data.length + i % 5,
        { ...OPTIONS, ...options },
        stream("plugin", name, String(i)),
      );
      const p = found!.windows[0]?.p_value ?? 1;
      levels.forEach((level, l) => counts[l]! += p <= level ? 1 : 0);
    }
    levels.forEach((level, l) => {
      const about = `${counts[l]} of ${SERIES} at ${level}`;
      assert.ok(counts[l]! <= SERIES * level + tolerance(level), about);
      if (!bound) assert.ok(counts[l]! >= SERIES * level - tolerance(level), about);
    });
    assert.ok(counts[4]! > 0, "a p-value that is always 1 would pass");
  });
}

Deno.test("a segment shorter than what it is mistaken for leaves no second one behind", () => {
  // From barely seen to plain: edges are then off by some rows, and the rest is not quite noise.
  for (const by of [1, 1.5, 2.5]) {
    let second = 0;
    for (let i = 0; i < SERIES; i++) {
      const rng = stream("edges", String(by), String(i));
      const data = draw(60, () => rng.normal()).map((x, row) => row >= 20 && row < 35 ? x + by : x);
      const options = { ...OPTIONS, max_clusters: 2 };
      const [found] = scanColumns([() => data], 60, options, rng.fork("plugin"));
      const window = found!.windows[1];
      if (window && window.p_value <= 0.05 && (window.end <= 20 || window.start >= 35)) second++;
    }
    assert.ok(second <= SERIES * 0.05 + tolerance(0.05), `${second} of ${SERIES} at ${by} sd`);
  }
});

Deno.test("among columns with no, one and two segments the false discovery rate is at most alpha", () => {
  const TABLES = 250;
  let rate = 0;
  let found = 0;
  let discoveries = 0;
  for (let t = 0; t < TABLES; t++) {
    const rng = stream("fdr", String(t));
    const columns = Array.from({ length: 8 }, (_, c) => {
      const data = draw(80, () => rng.normal());
      if (c < 3) { for (let row = 10; row < 25; row++) data[row]! += 3; }
      if (c < 1) { for (let row = 50; row < 65; row++) data[row]! -= 3; }
      return data;
    });
    const options = { ...OPTIONS, n_permutations: 199, max_clusters: 5 };
    const scans = scanColumns(columns.map((data) => () => data), 80, options, rng.fork("plugin"));
    const windows = scans.flatMap((scan, c) => scan.windows.map((window) => ({ ...window, c })));
    const q = benjaminiHochberg(Float64Array.from(windows, (window) => window.p_value));
    const taken = windows.filter((_, i) => q[i]! <= 0.05);
    // False is a window that shares no row with a segment of its column.
    const wrong = taken.filter(({ c, start, end }) =>
      !(c < 3 && start < 25 && end > 10) && !(c < 1 && start < 65 && end > 50)
    );
    rate += wrong.length / Math.max(1, taken.length) / TABLES;
    found += taken.length - wrong.length;
    discoveries += taken.length;
  }
  // The share has a standard deviation of about 0.1 a table: 0.05 plus 3 · 0.1 / √250.
  assert.ok(rate <= 0.07, `false discovery rate ${rate} of ${discoveries}`);
  assert.ok(found >= 3.9 * TABLES, `${found} of ${4 * TABLES} segments`);
});

Deno.test("power rises with the step from the level to certainty", () => {
  const detected = [0, 1, 2, 3].map((by) => {
    let count = 0;
    for (let i = 0; i < 200; i++) {
      const rng = stream("power", String(i));
      const data = draw(60, () => rng.normal()).map((x, row) => row >= 20 && row < 35 ? x + by : x);
      const [found] = scanColumns([() => data], 60, OPTIONS, rng.fork("plugin"));
      if (found!.windows[0]!.p_value <= 0.05) count++;
    }
    return count;
  });
  // A t-test that knew where to look would reject 0.92 at 1 sd; the scan pays for looking
  // everywhere, and must still do far better than chance.
  const [none, one, two, three] = detected;
  assert.ok(none! <= 22 && one! >= 80 && two! >= 190 && three === 200, detected.join(", "));
});
