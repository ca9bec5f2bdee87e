import assert from "node:assert/strict";
import {
  CHARTS_MEDIA_TYPE,
  createRng,
  drawChart,
  type PluginFinding,
  readCharts,
} from "harness/sdk";
import { type TestColumns, type TestOutcome, validatedPlugin } from "../_sdk/testing/mod.ts";
import type { ColumnStatistics } from "./column_statistics.ts";
import plugin from "./plugin.ts";

const profile = validatedPlugin(import.meta.dirname!, plugin);

function columnsOf({ artifacts }: TestOutcome): Record<string, ColumnStatistics> {
  const columns: ColumnStatistics[] = JSON.parse(artifacts.get("columns.json")!.text());
  return Object.fromEntries(columns.map((column) => [column.name, column]));
}

async function findingsOf(
  table: TestColumns,
  settings: Record<string, unknown> = {},
): Promise<readonly PluginFinding[]> {
  return (await profile.run({ table, settings })).result.findings;
}

Deno.test("the profile has every statistic of a small column, as worked by hand", async () => {
  const outcome = await profile.run({ table: { x: [2, null, 4, 4, -6, 0] } });
  const { x } = columnsOf(outcome);
  assert.equal(x!.missing, 1);
  assert.equal(x!.distinct, 4);
  assert.deepEqual([x!.min, x!.max], [-6, 4]);
  const { mean, sd, skewness, kurtosis, zeros, negatives } = x!.numeric!;
  // Deviations from 0.8: 1.2, 3.2, 3.2, −6.8, −0.8; squares sum to 68.8.
  assert.ok(Math.abs(mean! - 0.8) < 1e-15);
  assert.ok(Math.abs(sd! - Math.sqrt(17.2)) < 1e-14);
  const deviations = [1.2, 3.2, 3.2, -6.8, -0.8];
  const moment = (k: number) => deviations.reduce((sum, d) => sum + d ** k, 0) / 5;
  assert.ok(Math.abs(skewness! - moment(3) / moment(2) ** 1.5) < 1e-14);
  assert.ok(Math.abs(kurtosis! - (moment(4) / moment(2) ** 2 - 3)) < 1e-14);
  assert.deepEqual([zeros, negatives], [1, 1]);
  assert.deepEqual(Object.keys(x!.quantiles!), [
    "0.01",
    "0.05",
    "0.25",
    "0.5",
    "0.75",
    "0.95",
    "0.99",
  ]);
  assert.deepEqual([x!.quantiles!["0.25"], x!.quantiles!["0.5"], x!.quantiles!["0.75"]], [0, 2, 4]);
  assert.deepEqual(x!.top_values[0], { value: 4, count: 2 });
});

Deno.test("the profile shows integers beyond 2^53, dates and moments exactly", async () => {
  const big = [2n ** 60n, 2n ** 60n + 1n, 2n ** 60n + 1n, null];
  const outcome = await profile.run({
    table: {
      big: { type: "int64", values: big },
      day: { type: "date", values: [0, 1, 1, 31] },
      at: { type: "timestamp", values: [0n, 1n, 1500000n, null] },
    },
  });
  const { big: b, day, at } = columnsOf(outcome);
  assert.equal(b!.distinct, 2);
  assert.deepEqual([b!.min, b!.max], ["1152921504606846976", "1152921504606846977"]);
  assert.deepEqual(b!.top_values[0], { value: "1152921504606846977", count: 2 });
  assert.deepEqual([day!.min, day!.max, day!.quantiles!["0.5"]], [
    "1970-01-01",
    "1970-02-01",
    "1970-01-02",
  ]);
  assert.equal(day!.numeric, null);
  assert.deepEqual([at!.min, at!.max], ["1970-01-01T00:00:00Z", "1970-01-01T00:00:01.5Z"]);
});

for (const encoding of ["dictionary", "plain"] as const) {
  Deno.test(`the profile counts ${encoding} text by characters and values`, async () => {
    const values = ["zwölf", "", "𝒳𝒴", "zwölf", null, "x".repeat(300)];
    const outcome = await profile.run({ table: { s: { type: "text", encoding, values } } });
    const { s } = columnsOf(outcome);
    assert.equal(s!.distinct, 4);
    assert.deepEqual(s!.text, { min_length: 0, max_length: 300, mean_length: 312 / 5, empty: 1 });
    assert.deepEqual(s!.top_values[0], { value: "zwölf", count: 2 });
    assert.ok(s!.top_values.every(({ value }) => String(value).length <= 201));
  });
}

Deno.test("the profile estimates the different values of long plain text, and says how well", async () => {
  const values = Array.from({ length: 150_000 }, (_, i) => `value ${i % 140_000}`);
  const outcome = await profile.run({
    table: { s: { type: "text", encoding: "plain", values } },
    settings: { find_duplicate_rows: false },
  });
  const { s } = columnsOf(outcome);
  assert.ok(s!.distinct_error > 0.008 && s!.distinct_error < 0.0082);
  assert.ok(Math.abs(s!.distinct / 140_000 - 1) < 3 * s!.distinct_error, String(s!.distinct));
});

Deno.test("a constant column, a nearly empty one and one that is both are found", async () => {
  const found = await findingsOf({
    flat: [7, 7, null, 7],
    sparse: [null, 1, null, 2],
    both: [null, null, 3, 3],
    one: [null, null, null, 3],
  });
  const of = (kind: string) => found.filter((one) => one.kind === kind).map((one) => one.column);
  assert.deepEqual(of("constant_column").sort(), ["both", "flat"]);
  assert.deepEqual(of("high_missingness").sort(), ["both", "flat", "one", "sparse"]);
  assert.equal(
    found.find((one) => one.column === "flat" && one.kind === "constant_column")!.value,
    7,
  );
});

Deno.test("repeated rows are one finding whose evidence is the rows that repeat", async () => {
  const found = await findingsOf({ a: [1, 2, 1, 3, 1], b: ["x", "y", "x", "x", "x"] });
  const repeated = found.find((one) => one.kind === "duplicate_rows")!;
  assert.deepEqual(repeated.evidence, { row_ids: [2, 4] });
  assert.deepEqual(repeated.columns, ["a", "b"]);
  assert.deepEqual([repeated.rows_repeated, repeated.groups, repeated.largest_group], [2, 1, 3]);
  assert.deepEqual(
    (await findingsOf({ a: [1, 1] }, { find_duplicate_rows: false })).map((one) => one.kind),
    ["constant_column"],
  );
});

Deno.test("equal columns are one finding, whatever they are called", async () => {
  const found = await findingsOf({ a: [1, 2, 3], b: [3, 2, 1], c: [1, 2, 3], d: [1, 2, 3] });
  assert.deepEqual(found.map((one) => [one.kind, one.columns]), [["duplicate_columns", [
    "a",
    "c",
    "d",
  ]]]);
});

Deno.test("text that reads as numbers or dates is suspicious, with the rows that do not", async () => {
  const numbers = ["1,200", "3,400", "12.5", "44", "n/k", "9", "8", "7", "6", null];
  const dates = [
    "2024-05-01",
    "2024-05-02",
    "1/5/2024",
    "5 May 2024",
    "",
    "2024-05-03",
    "2024-05-04",
    "2024-05-05",
    "2024-05-06",
    "2024-05-07",
  ];
  const found = await findingsOf({ numbers, dates, words: dates.map((_, i) => `w${i % 3}`) });
  const suspicious = found.filter((one) => one.kind === "suspicious_type");
  assert.deepEqual(suspicious.map((one) => [one.column, one.looks_like, one.evidence]), [
    ["dates", "date", undefined],
    ["numbers", "number", { row_ids: [4] }],
  ]);
});

Deno.test("integers that are days as yyyymmdd are suspicious; other integers are not", async () => {
  const days = Array.from({ length: 20 }, (_, i) => 20240501 + i);
  const counts = Array.from({ length: 20 }, (_, i) => 20190000 + i * 137);
  const found = await findingsOf({
    days: { type: "int64", values: days },
    counts: { type: "int64", values: counts },
  });
  assert.deepEqual(found.map((one) => [one.kind, one.column, one.looks_like]), [
    ["suspicious_type", "days", "date"],
  ]);
});

Deno.test("personal data is found by content, tagged, and cited by its rows", async () => {
  const rng = createRng("11".repeat(32), "pii");
  const rows = 40;
  const at = <T>(make: (i: number) => T) => Array.from({ length: rows }, (_, i) => make(i));
  const outcome = await profile.run({
    table: {
      contact: at((i) => (i % 2 === 0 ? `Mail to u${i}@example.org, please` : "none given")),
      phone: at((i) => `+49 30 ${1_000_000 + i}`),
      card: {
        type: "int64",
        values: at((i) => [4111111111111111, 5500000000000004, 4012888888881881][i % 3]!),
      },
      account: at(() => "DE89 3704 0044 0532 0130 00"),
      host: at((i) => `10.0.0.${i}`),
      person: at((i) => `${String(100 + i)}-45-67${10 + i}`),
      free: at(() => `note ${rng.int(1000)}`),
      few: at((i) => (i < 2 ? `u${i}@example.org` : `note ${i}`)),
      random: { type: "int64", values: at(() => 1e15 + rng.int(1e15)) },
    },
  });
  const tags = Object.fromEntries(
    outcome.result.columns!.map(({ name, tags }) => [
      name,
      tags.filter((tag) => tag.startsWith("pii:")),
    ]),
  );
  assert.deepEqual(tags, {
    contact: ["pii:email"],
    phone: ["pii:phone"],
    card: ["pii:card"],
    account: ["pii:iban"],
    host: ["pii:ip"],
    person: ["pii:national_id"],
    free: [],
    few: [],
    random: [],
  });
  const contact = outcome.result.findings.find((one) => one.pii_type === "email")!;
  assert.equal(contact.share, 0.5);
  assert.deepEqual(contact.evidence!.row_ids!.slice(0, 3), [0, 2, 4]);
  assert.equal(outcome.result.metrics.pii_total, 6);
});

Deno.test("correlation.csv has every pair of measures, and its names cannot be formulas", async () => {
  const rng = createRng("22".repeat(32), "pairs");
  const x = Array.from({ length: 50 }, () => rng.normal());
  const outcome = await profile.run({
    table: {
      id: { type: "int64", values: x.map((_, i) => i) },
      "=cmd()": x,
      "a,b": x.map((v) => -2 * v + 1),
      flat: x.map(() => 1),
      noise: x.map(() => rng.normal()),
    },
  });
  const lines = outcome.artifacts.get("correlation.csv")!.text().trimEnd().split("\r\n");
  assert.deepEqual(lines.slice(0, 2), [
    "column_a,column_b,rows,pearson,spearman",
    `'=cmd(),"a,b",50,-1,-1`,
  ]);
  assert.equal(lines.length, 4);
  const [best] = outcome.result.metrics.strongest_correlations as { a: string; b: string }[];
  assert.deepEqual([best!.a, best!.b], ["=cmd()", "a,b"]);
});

Deno.test("the charts can be drawn, and show what columns.json and correlation.csv hold", async () => {
  const rng = createRng("55".repeat(32), "charts");
  const x = Array.from({ length: 60 }, () => rng.normal());
  const outcome = await profile.run({
    table: { "<b>": x, y: x.map((v) => -v), flat: x.map(() => 1), s: x.map(() => "t") },
  });
  const { media_type } = outcome.artifacts.get("charts.json")!;
  assert.equal(media_type, CHARTS_MEDIA_TYPE);
  const { charts, problems } = readCharts(outcome.artifacts.get("charts.json")!.text());
  assert.deepEqual(problems, []);
  assert.deepEqual(charts.map((chart) => [chart.kind, chart.columns]), [
    ["heat_map", ["<b>", "y"]],
    ["histogram", ["<b>"]],
    ["histogram", ["y"]],
  ]);
  assert.deepEqual(charts[0]!.kind === "heat_map" && charts[0]!.values, [[1, -1], [-1, 1]]);
  for (const chart of charts) assert.ok(!drawChart(chart, "c").svg.includes("<b>"));
});

Deno.test("the map of missing values shows in which stretches of rows each column has gaps", async () => {
  const rows = Array.from({ length: 480 }, (_, i) => i);
  const outcome = await profile.run({
    table: {
      whole: rows.map((i) => i + 0.5),
      late: rows.map((i) => i >= 470 ? null : i * 1.5),
      half: rows.map((i) => i % 2 === 0 ? null : "t"),
    },
  });
  const { charts } = readCharts(outcome.artifacts.get("charts.json")!.text());
  const [map] = charts;
  assert.ok(map?.kind === "heat_map");
  assert.deepEqual([map.rows, map.across.slice(0, 3)], [["half", "late"], ["0", "20", "40"]]);
  assert.deepEqual(map.values[0], new Array(24).fill(0.5));
  assert.deepEqual(map.values[1], [...new Array(23).fill(0), 0.5]);
  assert.ok(drawChart(map, "c").svg.includes("late"));
});

Deno.test("the cap on correlated columns is kept and counted", async () => {
  const rng = createRng("33".repeat(32), "wide");
  const names = Array.from({ length: 30 }, (_, i) => `m${i}`);
  const table = Object.fromEntries(names.map((name) => [name, names.map(() => rng.normal())]));
  const { result } = await profile.run({ table, settings: { max_correlation_columns: 4 } });
  assert.deepEqual(
    [
      result.metrics.correlated_columns,
      result.metrics.correlated_columns_left_out,
      result.metrics.correlated_pairs,
    ],
    [4, 26, 6],
  );
  assert.match(result.summary, /Correlations are of the first 4 of 30 numeric columns\.$/);
});

Deno.test("findings are ranked and capped, and the totals are not", async () => {
  const table = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`c${i}`, [i, i, null, null]]),
  );
  const { result } = await profile.run({ table, settings: { max_findings: 10 } });
  assert.equal(result.findings.length, 10);
  assert.equal(result.metrics.constant_column_total, 60);
  assert.equal(result.metrics.high_missingness_total, 60);
  const scores = result.findings.map((one) => one.score!);
  assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
});
