import assert from "node:assert/strict";
import { createRng, readCharts, type Rng } from "harness/sdk";
import { near, testPlugin, validatedPlugin } from "harness/testing";
import plugin from "./plugin.ts";

function stream(...purpose: string[]): Rng {
  return createRng("9c".repeat(32), "plugin_test", ...purpose);
}

function normals(rng: Rng, rows: number): number[] {
  return Array.from({ length: rows }, () => rng.normal());
}

/** Values with correlation `rho` to x in the rows where `changed` is false, −rho in the others. */
function follows(
  rng: Rng,
  x: readonly number[],
  rho: number,
  changed: (row: number) => boolean,
): number[] {
  return x.map((value, row) =>
    (changed(row) ? -rho : rho) * value + Math.sqrt(1 - rho * rho) * rng.normal()
  );
}

/** Torque follows viscosity with the old supplier and opposes it with the new one. */
function suppliers(rows = 160) {
  const rng = stream("suppliers");
  const supplier = Array.from({ length: rows }, (_, row) => (row * 7) % 10 < 4 ? "old" : "new");
  const viscosity = normals(rng, rows);
  const torque = follows(rng, viscosity, 0.8, (row) => supplier[row] === "new");
  return { supplier, viscosity, noise: normals(rng, rows), torque };
}

const BY_SUPPLIER = { segment: { by: "column", column: "supplier" } };

/** The same flip, from the second half on. */
function halves(rows = 120) {
  const rng = stream("halves");
  const x = normals(rng, rows);
  const y = follows(rng, x, 0.8, (row) => row >= rows / 2);
  return { x, y, z: normals(rng, rows) };
}

const { x, y, z } = halves();
const gaps = (values: number[], ...rows: number[]): (number | null)[] =>
  values.map((value, row) => rows.includes(row) ? null : value);
const DAY = 86_400_000_000;
const times = Array.from({ length: 120 }, (_, row) => 19_800 * DAY + row * DAY / 4);
const timed = { type: "timestamp" as const, values: times };
const FLIP = {
  kind: "dependence_shift",
  pair: ["x", "y"],
  rows_before: 60,
  rows_after: 60,
  before: near(0.8, 0.12),
  after: near(-0.8, 0.12),
  delta: near(-1.6, 0.2),
  assumption: /^Rows are independent/,
  evidence: { row_ranges: [{ start: 0, end: 120 }] },
};
const noise = stream("noise");

testPlugin(import.meta.dirname!, plugin, {
  sample: { table: suppliers(), settings: BY_SUPPLIER },
  order_of_rows: "irrelevant",
  valid: [
    {
      name: "columns that hang together as before have no shift",
      table: { x, y: follows(stream("steady"), x, 0.8, () => false), z },
      status: "ok",
    },
    {
      name: "a column whose own distribution changes is no shift",
      table: {
        x: x.map((value, row) => row < 60 ? value : 100 + Math.exp(value)),
        y: follows(stream("own"), x, 0.8, () => false),
      },
      status: "ok",
    },
    {
      name: "one numeric column cannot depend on another",
      table: { x },
      status: "skipped",
      not_applicable: [["x"]],
    },
    {
      name: "text has no dependence",
      table: { s: ["a", "b", "a"] },
      status: "skipped",
      not_applicable: [[]],
    },
    {
      name: "constant, empty and short columns are not applicable",
      table: {
        constant: x.map(() => 7),
        empty: x.map(() => null),
        early: x.map((value, row) => row < 60 ? value : null),
        stopped: x.map((value, row) => row < 60 ? value : 3),
        x,
        z,
      },
      status: "ok",
      not_applicable: [["constant"], ["empty"], ["early"], ["stopped"]],
    },
    {
      name: "a pair that is never complete is not applicable",
      table: {
        even: x.map((value, row) => row % 2 ? null : value),
        odd: x.map((value, row) => row % 2 ? value : null),
        z,
      },
      status: "ok",
      not_applicable: [["even", "odd"]],
    },
  ],
  findings: [
    {
      name: "a dependence that flips in the second half is found",
      table: { x, y, z },
      expect: [{ ...FLIP, before_is: "rows before 60", after_is: "rows from 60" }],
      metrics: { pairs_tested: 3, shifts_total: 1, rows_before: 60, rows_after: 60 },
      summary: /The clearest: x and y/,
    },
    {
      name: "the rows that lack a value are not cited, and keep their numbers",
      table: { x: gaps(x, 0, 5, 6, 119), y: gaps(y, 40), z },
      expect: [{
        ...FLIP,
        rows_before: 56,
        rows_after: 59,
        evidence: {
          row_ranges: [{ start: 1, end: 5 }, { start: 7, end: 40 }, { start: 41, end: 119 }],
        },
      }],
    },
    {
      name: "the cut may be a row",
      table: { x, y, z },
      settings: { segment: { by: "row", at: 70 } },
      expect: [{
        ...FLIP,
        rows_before: 70,
        rows_after: 50,
        before: near(0.55, 0.2),
        delta: near(-1.4, 0.3),
      }],
    },
    {
      name: "the cut may be a time, and rows without one are in neither part",
      table: { x, y, at: { ...timed, values: gaps(times, 3) } },
      settings: { segment: { by: "time", column: "at", at: "2024-04-02" } },
      expect: [{
        ...FLIP,
        rows_before: 59,
        rows_after: 60,
        before_is: "at before 2024-04-02",
        evidence: { row_ranges: [{ start: 0, end: 3 }, { start: 4, end: 120 }] },
      }],
    },
    {
      name: "the parts may be the two values of a column, which is not compared",
      table: { side: { type: "int64", values: x.map((_, row) => row < 60 ? 1 : 2) }, x, y },
      settings: { segment: { by: "column", column: "side" } },
      expect: [{ ...FLIP, before_is: "side = 1", after_is: "side = 2" }],
      metrics: { columns_compared: 2 },
    },
    {
      name: "with family control the largest of all pairs decides",
      table: { x, y, z, u: normals(noise, 120), v: normals(noise, 120) },
      settings: { control: "family" },
      expect: [{ ...FLIP, p_value_family: 0.001, p_value: 0.001, q_value: 0.01 }],
    },
  ],
  refuses: [
    {
      name: "a cut outside the table",
      table: { x, y },
      settings: { segment: { by: "row", at: 120 } },
      code: "E_COPULA_SEGMENT",
    },
    {
      name: "a column with three values as parts",
      table: { x, y, s: x.map((_, row) => "abc"[row % 3]!) },
      settings: { segment: { by: "column", column: "s" } },
      code: "E_COPULA_SEGMENT",
      message: /more than two/,
    },
    {
      name: "a column with one value as parts",
      table: { x, y, s: x.map(() => "a") },
      settings: { segment: { by: "column", column: "s" } },
      code: "E_COPULA_SEGMENT",
    },
    {
      name: "a time that is none",
      table: { x, y, at: timed },
      settings: { segment: { by: "time", column: "at", at: "yesterday, about" } },
      code: "E_COPULA_SEGMENT",
    },
    {
      name: "a number as a time",
      table: { x, y },
      settings: { segment: { by: "time", column: "x", at: "2024-04-02" } },
      code: "E_COPULA_SEGMENT",
    },
    {
      name: "a column that is not there",
      table: { x },
      settings: { columns: ["q"] },
      code: "E_COLUMN_UNKNOWN",
    },
    {
      name: "a setting that is not there",
      table: { x, y },
      settings: { cut: 5 },
      code: "E_SETTINGS_INVALID",
    },
    {
      name: "fewer rows than Fisher's scale needs",
      table: { x, y },
      settings: { min_rows: 3 },
      code: "E_SETTINGS_INVALID",
    },
  ],
  null_calibration: [
    {
      name: "six columns that share a cause",
      table: (rng) => {
        const cause = normals(rng, 60);
        return Object.fromEntries(
          [..."abcdef"].map((name) => [name, cause.map((value) => value + rng.normal())]),
        );
      },
      settings: { n_permutations: 199, max_permutations: 600 },
      trials: 100,
      level: 0.05,
    },
  ],
  power: [
    {
      name: "a correlation that goes from 0.7 to 0 in 80 rows each, among six pairs",
      table: (rng) => {
        const a = normals(rng, 160);
        const b = a.map((value, row) => (row < 80 ? value : 0) + rng.normal());
        return { a, c: normals(rng, 160), b, d: normals(rng, 160) };
      },
      settings: { n_permutations: 199, max_permutations: 300 },
      found: ({ columns }) => columns.join() === "a,b",
      trials: 50,
      at_least: 0.9,
    },
  ],
});

const validated = validatedPlugin(import.meta.dirname!, plugin);

Deno.test("a long table is sampled, and the result says so", async () => {
  const { result } = await validated.run({
    table: suppliers(400),
    settings: { ...BY_SUPPLIER, max_rows: 150 },
  });
  assert.deepEqual(result.budget, { row_limit: 150, sampled: true });
  assert.equal(Number(result.metrics.rows_before) + Number(result.metrics.rows_after), 150);
  assert.match(result.summary, /sampled: 150 rows/);
  assert.equal(result.findings[0]!.columns.join(), "viscosity,torque");
});

Deno.test("rows that resemble their neighbours are said to, in the finding", async () => {
  // Both columns wander slowly, each by itself: their correlation differs between any two parts.
  const rng = stream("wander");
  const wander = () => {
    let level = 0;
    return normals(rng, 200).map((step) => level += step);
  };
  const { result } = await validated.run({ table: { a: wander(), b: wander(), c: wander() } });
  assert.ok(result.findings.length > 0, "and it is found significant, wrongly");
  assert.ok(Number(result.findings[0]!.row_autocorrelation) > 0.5);
  assert.match(result.findings[0]!.assumption!, /neighbouring rows are alike .* too small/);
});

Deno.test("every pair tested is in the artifact, changed or not", async () => {
  const { artifacts, result } = await validated.run({ table: { x, y, z } });
  const { pairs } = JSON.parse(artifacts.get("pairs.json")!.text());
  assert.equal(pairs.length, result.metrics.pairs_tested);
  assert.deepEqual(pairs[0].pair, ["x", "y"]);
});

Deno.test("the charts show both parts of a pair that changed, and all differences", async () => {
  const { artifacts } = await validated.run({ table: { x, y, z } });
  const { charts, problems } = readCharts(artifacts.get("charts.json")!.text());
  assert.deepEqual(problems, []);
  const [scatter, map] = charts;
  assert.ok(scatter?.kind === "scatter" && map?.kind === "heat_map");
  assert.deepEqual(scatter.groups.map(({ name, x }) => [name, x.length]), [
    ["rows before 60", 60],
    ["rows from 60", 60],
  ]);
  assert.ok(map.values[0]![1]! < -1.4 && map.values[0]![0] === null);
});

Deno.test("too few permutations for any q-value to reach alpha are said to be", async () => {
  const settings = { n_permutations: 19, max_permutations: 19 };
  const { result } = await validated.run({ table: { x, y, z }, settings });
  assert.equal(result.findings.length, 0);
  assert.match(
    result.summary,
    /cannot reach q ≤ 0.05: set max_permutations to 120, or set control/,
  );
});
