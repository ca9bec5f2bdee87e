import assert from "node:assert/strict";
import { createRng, type Rng } from "harness/sdk";
import {
  near,
  type TestColumns,
  testPlugin,
  type TestStep,
  validatedPlugin,
} from "harness/testing";
import plugin from "./plugin.ts";

const HERE = import.meta.dirname!;
const validated = validatedPlugin(HERE, plugin);

/** Runs the plugin and holds settings and result to its own schemas. */
function run(table: TestColumns, settings: Record<string, unknown> = {}, step: TestStep = {}) {
  return validated.run({ ...step, table, settings });
}

function noise(purpose: string, rows: number): number[] {
  const rng = createRng("3e".repeat(32), "plugin_test", purpose);
  return Array.from({ length: rows }, () => rng.normal());
}

/** Noise that is `by` higher in rows 30 to 49. */
function planted(purpose: string, by = 4): number[] {
  return noise(purpose, 120).map((x, row) => row >= 30 && row < 50 ? x + by : x);
}

const raised = planted("raised");
const gaps: (number | null)[] = planted("gaps");
for (const row of [0, 1, 7, 35, 41, 42, 100]) gaps[row] = null;
const inside = raised.slice(30, 50).reduce((sum, x) => sum + x) / 20;
const normals = (rng: Rng, rows: number) => Array.from({ length: rows }, () => rng.normal());

testPlugin(HERE, plugin, {
  sample: { table: { calm: noise("calm", 120), raised } },
  order_of_rows: "matters",
  valid: [
    { name: "noise has no segment", table: { calm: noise("calm", 120) }, status: "ok" },
    {
      name: "columns with nothing to scan are not applicable",
      table: {
        constant: new Array(40).fill(7),
        empty: new Array(40).fill(null),
        few: Array.from({ length: 40 }, (_, row) => row < 9 ? row / 3 : null),
        good: noise("good", 40),
      },
      status: "ok",
      not_applicable: [["constant"], ["empty"], ["few"]],
    },
    { name: "a table of text is skipped", table: { word: ["a", "b"] }, status: "skipped" },
  ],
  findings: [
    {
      name: "a planted segment is found with its rows, its means and its evidence",
      table: { calm: noise("calm", 120), raised },
      expect: [{
        kind: "cluster",
        column: "raised",
        start: 30,
        end: 50,
        direction: "high",
        p_value: 0.001,
        mean_inside: near(inside, 1e-12),
        evidence: { row_ranges: [{ start: 30, end: 50 }] },
      }],
      metrics: { clusters_total: 1, columns_scanned: 2 },
      summary: /raised, rows 30 to 49/,
    },
    {
      name: "rows keep their numbers in the dataset when cells are missing",
      table: { gaps },
      expect: [{
        kind: "cluster",
        start: 30,
        end: 50,
        values_inside: 17,
        values_outside: 96,
        evidence: {
          row_ranges: [{ start: 30, end: 35 }, { start: 36, end: 41 }, { start: 43, end: 50 }],
        },
      }],
    },
    {
      name: "the reason says what a column lacks",
      table: { raised, few: raised.map((x, row) => row < 9 ? x : null) },
      expect: [
        { kind: "cluster", column: "raised", evidence: { row_ranges: [{ start: 30, end: 50 }] } },
        { kind: "not_applicable", reason: "9 values are too few: windows of 5 need 10" },
      ],
    },
  ],
  refuses: [
    {
      name: "windows that cannot be",
      table: { raised },
      settings: { min_window: 8, max_window: 7 },
      code: "E_SCAN_WINDOW",
    },
    {
      name: "windows of no value",
      table: { raised },
      settings: { min_window: 0 },
      code: "E_SETTINGS_INVALID",
    },
  ],
  null_calibration: [{
    name: "five columns of noise",
    table: (rng) => Object.fromEntries([..."abcde"].map((name) => [name, normals(rng, 40)])),
    settings: { n_permutations: 199 },
    trials: 200,
    level: 0.05,
  }],
  power: [{
    name: "a segment of 1.5 sd in 30 of 200 rows, among three columns",
    table: (rng) => ({
      a: normals(rng, 200),
      b: normals(rng, 200).map((x, row) => row >= 90 && row < 120 ? x + 1.5 : x),
      c: normals(rng, 200),
    }),
    settings: { n_permutations: 199 },
    found: ({ column, start }) => column === "b" && Math.abs(Number(start) - 90) < 10,
    trials: 50,
    at_least: 0.9,
  }],
});

Deno.test("evidence with too many gaps is one range around them", async () => {
  const high = (row: number) => row >= 1000 && row < 3000;
  const column = noise("sieve", 6000).map((x, row) => row % 2 ? null : high(row) ? x + 3 : x);
  const { result } = await run({ column }, { n_permutations: 99 });
  assert.deepEqual(result.findings[0]!.evidence, {
    row_ranges: [{ start: result.findings[0]!.start, end: result.findings[0]!.end }],
  });
});

Deno.test("a table with nothing to scan at all is skipped", async () => {
  const cases: TestColumns[] = [
    { x: [] },
    { x: [1.5] },
    { x: [1.5, 2.5] },
    { word: ["a", "b"] },
    { id: { type: "int64", values: Array.from({ length: 50 }, (_, i) => i * 3) } },
  ];
  for (const table of cases) {
    const { result } = await run(table);
    assert.equal(result.status, "skipped", JSON.stringify(table));
    assert.equal(result.findings.filter((one) => one.kind === "cluster").length, 0);
  }
});

Deno.test("an id is scanned when it is named, and a column that is not there is refused", async () => {
  const id = { type: "int64" as const, values: Array.from({ length: 50 }, (_, i) => i * 3) };
  const { result } = await run({ id }, { columns: ["id"] });
  assert.equal(result.metrics.columns_scanned, 1);
  await assert.rejects(run({ id }, { columns: ["idd"] }), { code: "E_COLUMN_UNKNOWN" });
  await assert.rejects(run({ word: ["a"] }, { columns: ["word"] }), { code: "E_COLUMN_TYPE" });
});

Deno.test("values at the ends of what a double can hold are scanned like any others", async () => {
  for (const unit of [1e300, 1e-300]) {
    const { result } = await run({ x: planted("ends").map((x) => x * unit) });
    assert.deepEqual([result.findings[0]!.start, result.findings[0]!.end], [30, 50]);
  }
  const spike = noise("spike", 60);
  spike[20] = 1e300;
  spike[40] = -1e300;
  const { result } = await run({ spike }, { min_window: 1 });
  assert.ok(result.metrics.windows_tested as number >= 1);
});

Deno.test("a duplicated column has the same segment, and ties are ordered by name", async () => {
  const { result } = await run({ b: planted("twice"), a: planted("twice") });
  assert.deepEqual(result.findings.map((one) => one.column), ["a", "b"]);
  assert.equal(result.findings[0]!.score, result.findings[1]!.score);
});

Deno.test("only the asked direction is looked for", async () => {
  const fall = planted("fall", -4);
  const high = await run({ fall }, { direction: "high" });
  assert.equal(high.result.findings.some((one) => one.start === 30), false);
  const low = await run({ fall }, { direction: "low" });
  assert.deepEqual(
    [low.result.findings[0]!.start, low.result.findings[0]!.direction],
    [30, "low"],
  );
});

Deno.test("findings are capped after ranking and the true total is a metric", async () => {
  const table = { weak: planted("weak", 2), strong: planted("strong", 6) };
  const { result } = await run(table, { max_findings: 1 });
  assert.equal(result.findings.length, 1);
  assert.equal(result.findings[0]!.column, "strong");
  assert.equal(result.metrics.clusters_total, 2);
});

Deno.test("a long column is scanned in blocks, and the result says so", async () => {
  const x = noise("long", 1003).map((value, row) => row >= 400 && row < 600 ? value + 2 : value);
  const { result } = await run({ x }, { max_rows: 100 });
  assert.deepEqual(result.budget, {
    row_limit: 100,
    sampled: true,
    columns_in_blocks: [{ column: "x", block: 11, left_out: 2 }],
  });
  assert.match(result.summary, /blocks of up to 11/);
  const [found] = result.findings;
  assert.equal(Number(found!.start) % 11, 0);
  assert.ok(Math.abs(Number(found!.start) - 400) <= 11);
  assert.ok(Math.abs(Number(found!.end) - 600) <= 11);
});

Deno.test("another seed gives other permutations", async () => {
  const table = { x: noise("bytes", 80) };
  const again = async (seed: string) => (await run(table, { alpha: 1 }, { seed })).result_json;
  assert.notEqual(await again("11".repeat(32)), await again("12".repeat(32)));
});

Deno.test("the Nile's flow is high up to 1898 and not segmented further", async () => {
  const lines = Deno.readTextFileSync(`${HERE}/../../fixtures/nile.csv`).trim().split("\n");
  const cells = lines.slice(1).map((line) => line.split(",").map(Number));
  const { result } = await run({
    year: { type: "int64", values: cells.map(([year]) => year!) },
    flow: { type: "int64", values: cells.map(([, flow]) => flow!) },
  });
  assert.equal(result.findings.length, 1);
  const [found] = result.findings;
  assert.deepEqual([found!.column, found!.start, found!.end], ["flow", 0, 28]);
  assert.equal(found!.mean_inside, 1097.75);
  assert.equal(cells[27]![0], 1898);
});

Deno.test("every tested window is in the artifact, significant or not", async () => {
  const { result, artifacts } = await run({ calm: noise("calm", 120), raised: planted("raised") });
  const { windows } = JSON.parse(artifacts.get("windows.json")!.text());
  assert.equal(windows.length, result.metrics.windows_tested);
  assert.ok(windows.some((one: { column: string }) => one.column === "calm"));
});

Deno.test("columns with segments are drawn, and no others", async () => {
  const { artifacts } = await run({ calm: noise("calm", 120), raised: planted("raised") });
  const text = artifacts.get("charts.json")!.text();
  assert.ok(text.includes("raised") && !text.includes("calm"));
  const still = await run({ calm: noise("calm", 120) });
  assert.equal(still.artifacts.has("charts.json"), false);
});

/** Noise in which a value and the next correlate. */
function chained(purpose: string, rows: number, correlation: number): number[] {
  let last = 0;
  const rest = Math.sqrt(1 - correlation ** 2);
  return noise(purpose, rows).map((x) => last = correlation * last + rest * x);
}

Deno.test("slight likeness of neighbours is said where rows are many, and unlikeness never", async () => {
  const raise = (x: number, row: number) => row >= 30 && row < 50 ? x + 6 : x;
  const few = await run({ unlike: chained("unlike", 120, -0.5).map(raise) });
  const [unlike] = few.result.findings;
  assert.ok(Number(unlike!.residual_autocorrelation) < -0.3);
  assert.doesNotMatch(unlike!.assumption!, /still alike/);
  assert.doesNotMatch(few.result.summary, /alike/);
  const many = await run({ slight: chained("slight", 2000, 0.13).map(raise) });
  const [slight] = many.result.findings;
  const left = Number(slight!.residual_autocorrelation);
  assert.ok(left > 0.07 && left < 0.2, `${left}`);
  assert.match(slight!.assumption!, /still alike/);
});

Deno.test("a column in which no window leans the asked way counts among the tests", async () => {
  const flat = [1, -1, 0, 0, 0, 0, 0, 0, 0, -1, 1];
  const settings = { min_window: 5, max_window: 5, direction: "high", max_clusters: 1 };
  const high = planted("one of two", 9).slice(25, 55);
  const pad = new Array(19).fill(null);
  const { result } = await run({ flat: [...flat, ...pad], high }, settings);
  const [found] = result.findings;
  assert.equal(found!.q_value, 2 * Number(found!.p_value));
});

Deno.test("a column whose neighbours are alike says so, in the finding and in the summary", async () => {
  let level = 0;
  const walk = noise("walk", 200).map((x) => level += x);
  const { result } = await run({ walk });
  assert.match(result.findings[0]!.assumption!, /neighbours are still alike .* too small/);
  assert.match(result.summary, /In all of them neighbouring rows stay alike/);
  const still = await run({ raised: planted("raised") });
  assert.doesNotMatch(still.result.findings[0]!.assumption!, /still alike/);
  assert.doesNotMatch(still.result.summary, /alike/);
});
