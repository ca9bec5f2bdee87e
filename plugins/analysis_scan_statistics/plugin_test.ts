import assert from "node:assert/strict";
import { createRng } from "harness/sdk";
import { runPlugin, type TestColumns, type TestStep } from "../_sdk/testing/mod.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import plugin from "./plugin.ts";

const HERE = import.meta.dirname!;
const DEFAULTS = parse(Deno.readTextFileSync(`${HERE}/plugin.yaml`)).settings.defaults;
const ajv = new Ajv2020({ strict: true, strictTypes: false, discriminator: false });
ajv.addKeyword("x-identity");
ajv.addKeyword("discriminator");
const validSettings = ajv.compile(readJson("config.schema.json"));
const validResult = ajv.compile(readJson("output.schema.json"));

function readJson(name: string) {
  return JSON.parse(Deno.readTextFileSync(`${HERE}/${name}`));
}

/** Runs the plugin and holds settings and result to its own schemas. */
async function run(
  table: TestColumns,
  settings: Record<string, unknown> = {},
  step: TestStep = {},
) {
  const merged: Record<string, unknown> = { ...DEFAULTS, ...settings };
  assert.ok(validSettings(merged), JSON.stringify(validSettings.errors));
  const outcome = await runPlugin(plugin, { ...step, table, settings: merged });
  assert.ok(validResult(outcome.result), JSON.stringify(validResult.errors));
  return outcome;
}

function noise(purpose: string, rows: number): number[] {
  const rng = createRng("3e".repeat(32), "plugin_test", purpose);
  return Array.from({ length: rows }, () => rng.normal());
}

/** Noise that is `by` higher in rows 30 to 49. */
function planted(purpose: string, by = 4): number[] {
  return noise(purpose, 120).map((x, row) => row >= 30 && row < 50 ? x + by : x);
}

Deno.test("the manifest's defaults fit config.schema.json", () => {
  assert.ok(validSettings(DEFAULTS), JSON.stringify(validSettings.errors));
});

Deno.test("a planted segment is found with its rows, its means and its evidence", async () => {
  const { result } = await run({ calm: noise("calm", 120), raised: planted("raised") });
  assert.equal(result.findings.length, 1);
  const [found] = result.findings;
  assert.equal(found!.column, "raised");
  assert.deepEqual([found!.start, found!.end, found!.direction], [30, 50, "high"]);
  assert.deepEqual(found!.evidence, { row_ranges: [{ start: 30, end: 50 }] });
  assert.equal(found!.p_value, 0.001);
  const inside = planted("raised").slice(30, 50).reduce((sum, x) => sum + x) / 20;
  assert.ok(Math.abs(Number(found!.mean_inside) - inside) < 1e-12);
  assert.equal(result.metrics.clusters_total, 1);
  assert.match(result.summary, /raised, rows 30 to 49/);
});

Deno.test("rows keep their numbers in the dataset when cells are missing", async () => {
  const column: (number | null)[] = planted("gaps");
  for (const row of [0, 1, 7, 35, 41, 42, 100]) column[row] = null;
  const { result } = await run({ column });
  const [found] = result.findings;
  assert.deepEqual([found!.start, found!.end], [30, 50]);
  assert.deepEqual(found!.evidence!.row_ranges, [
    { start: 30, end: 35 },
    { start: 36, end: 41 },
    { start: 43, end: 50 },
  ]);
  assert.equal(found!.values_inside, 17);
  assert.equal(found!.values_outside, 96);
});

Deno.test("evidence with too many gaps is one range around them", async () => {
  const high = (row: number) => row >= 1000 && row < 3000;
  const column = noise("sieve", 6000).map((x, row) => row % 2 ? null : high(row) ? x + 3 : x);
  const { result } = await run({ column }, { n_permutations: 99 });
  assert.deepEqual(result.findings[0]!.evidence, {
    row_ranges: [{ start: result.findings[0]!.start, end: result.findings[0]!.end }],
  });
});

Deno.test("columns with nothing to scan are not applicable, with the reason", async () => {
  const { result } = await run({
    constant: new Array(40).fill(7),
    empty: new Array(40).fill(null),
    few: Array.from({ length: 40 }, (_, row) => row < 9 ? row / 3 : null),
    good: noise("good", 40),
  });
  assert.deepEqual(
    result.findings.map((one) => [one.kind, one.columns, one.reason]),
    [
      ["not_applicable", ["constant"], "all values are equal"],
      ["not_applicable", ["empty"], "0 values are too few: windows of 5 need 10"],
      ["not_applicable", ["few"], "9 values are too few: windows of 5 need 10"],
    ],
  );
  assert.equal(result.status, "ok");
  assert.equal(result.metrics.columns_scanned, 1);
  assert.equal(result.metrics.not_applicable_total, 3);
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

Deno.test("windows that cannot be are refused", async () => {
  const settings = { min_window: 8, max_window: 7 };
  await assert.rejects(run({ x: noise("x", 40) }, settings), { code: "E_SCAN_WINDOW" });
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

Deno.test("the same request gives the same bytes, another seed another stream", async () => {
  const table = { x: noise("bytes", 80) };
  const again = async (seed: string) => (await run(table, { alpha: 1 }, { seed })).result_json;
  assert.equal(await again("11".repeat(32)), await again("11".repeat(32)));
  assert.notEqual(await again("11".repeat(32)), await again("12".repeat(32)));
});

Deno.test("over many columns of noise the false discovery rate stays at alpha", async () => {
  let tables = 0;
  for (let i = 0; i < 200; i++) {
    const columns = Object.fromEntries(
      Array.from({ length: 5 }, (_, c) => [`c${c}`, noise(`null ${i} ${c}`, 40)]),
    );
    const seed = i.toString(16).padStart(64, "0");
    const { result } = await run(columns, { n_permutations: 199 }, { seed });
    if (result.findings.length > 0) tables++;
  }
  // 10 of 200 expected; at most 20 with probability 0.999.
  assert.ok(tables <= 20, `${tables} of 200 tables of noise had a finding`);
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
