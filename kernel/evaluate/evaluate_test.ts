import assert from "node:assert/strict";
import type { Report } from "../contract/report.ts";
import { evaluate } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import { loadTruth } from "./load_truth.ts";
import { finding, type OwnFields, reportOf, step } from "./test_report.ts";
import { truthJsonSchema } from "./truth_schema.ts";

/** A truth that one report meets and another, changed in one thing, does not. */
interface Mutation {
  /** Parts of the schema that fail in `broken` alone: `expected_findings.kind`, `operators.above`. */
  readonly covers: readonly string[];
  readonly truth: string;
  readonly good: Report;
  readonly broken: Report;
}

/** One plugin `p` with these findings. */
function found(...findings: OwnFields[]): Report {
  return reportOf({ p: step({ findings: findings.map(finding) }) });
}

/** One plugin `p` with these metrics. */
function metrics(values: Record<string, unknown>): Report {
  return reportOf({ p: step({ metrics: values }) });
}

function failedStep(report: Report): Report {
  const error = { code: "E_STEP_TIMEOUT", message: "took too long" };
  const { p } = report.plugins;
  return { ...report, plugins: { ...report.plugins, p: { ...p!, status: "timeout", error } } };
}

function change(index: number, column = "flow"): OwnFields {
  return { kind: "changepoint", column, index };
}

function anomaly(row_index: number, column = "flow"): OwnFields {
  return { kind: "anomaly", column, row_index };
}

function feature(name: string, target = "y", selected = true): OwnFields {
  return { kind: "feature_discovery", target, feature: name, selected, columns: [target, name] };
}

function shift(a: string, b: string, q_value = 0.01): OwnFields {
  return { kind: "dependence_shift", pair: [a, b], columns: [a, b], q_value };
}

function cites(...rows: [start: number, end: number][]): OwnFields {
  return {
    kind: "cluster",
    column: "flow",
    evidence: {
      dataset_version_id: "0".repeat(16),
      row_ranges: rows.map(([start, end]) => ({ start, end })),
      columns: ["flow"],
      query: "SELECT 1",
    },
  };
}

function operator(name: string, condition: string, good: unknown, broken: unknown): Mutation {
  return {
    covers: [`operators.${name}`],
    truth: `expected_metrics: { p.m: ${condition} }`,
    good: metrics(good === undefined ? {} : { m: good }),
    broken: metrics(broken === undefined ? {} : { m: broken }),
  };
}

const MUTATIONS: readonly Mutation[] = [
  // expected_findings
  {
    covers: ["expected_findings.plugin_id"],
    truth: "expected_findings: [{ plugin_id: p }]",
    good: found(change(1)),
    broken: reportOf({ p: step(), q: step({ findings: [finding(change(1))] }) }),
  },
  {
    covers: ["expected_findings.kind"],
    truth: "expected_findings: [{ kind: changepoint }]",
    good: found(change(1)),
    broken: found(anomaly(1)),
  },
  {
    covers: ["expected_findings.where"],
    truth: "expected_findings: [{ where: { column: flow, evidence.row_ranges.0.end: 100 } }]",
    good: found(change(1, "flow")),
    broken: found(change(1, "flood")),
  },
  {
    covers: ["expected_findings.contains"],
    truth: "expected_findings: [{ contains: { columns: flow } }]",
    good: found({ kind: "x", columns: ["year", "flow"] }),
    broken: found({ kind: "x", columns: ["year"] }),
  },
  {
    covers: ["expected_findings.min_count"],
    truth: "expected_findings: [{ kind: changepoint, min_count: 2 }]",
    good: found(change(1), change(2)),
    broken: found(change(1)),
  },
  {
    covers: ["expected_findings.max_count"],
    truth: "expected_findings: [{ kind: changepoint, max_count: 1 }]",
    good: found(change(1)),
    broken: found(change(1), change(2)),
  },
  // forbidden_findings
  {
    covers: ["forbidden_findings.plugin_id"],
    truth: "forbidden_findings: [{ plugin_id: p }]",
    good: reportOf({ p: step(), q: step({ findings: [finding(change(1))] }) }),
    broken: found(change(1)),
  },
  {
    covers: ["forbidden_findings.kind"],
    truth: "forbidden_findings: [{ kind: changepoint }]",
    good: found(anomaly(1)),
    broken: found(change(1)),
  },
  {
    covers: ["forbidden_findings.where"],
    truth: "forbidden_findings: [{ kind: x, where: { q_value: { at_most: 0.01 } } }]",
    good: found({ kind: "x", q_value: 0.011 }),
    broken: found({ kind: "x", q_value: 0.01 }),
  },
  {
    covers: ["forbidden_findings.contains"],
    truth: "forbidden_findings: [{ contains: { reason: equal } }]",
    good: found({ kind: "x", reason: "too few values" }),
    broken: found({ kind: "x", reason: "all values are equal" }),
  },
  {
    covers: ["forbidden_findings.plugin_id"],
    truth: "forbidden_findings: [{ plugin_id: p, kind: changepoint }]",
    good: found(),
    broken: failedStep(found()),
  },
  {
    covers: ["forbidden_findings.kind"],
    truth: "forbidden_findings: [{ kind: changepoint }]",
    good: found(),
    broken: failedStep(found()),
  },
  {
    covers: ["forbidden_findings.plugin_id"],
    truth: "forbidden_findings: [{ plugin_id: p, kind: changepoint }]",
    // A plugin that skipped the data has looked; one skipped for a failure before it has not.
    good: reportOf({ p: step({ status: "skipped" }) }),
    broken: reportOf({
      p: step({ status: "skipped", error: { code: "E_UPSTREAM", message: "upstream failed: q" } }),
    }),
  },
  // expected_metrics
  {
    covers: ["expected_metrics"],
    truth: "expected_metrics: { p.rows: 100, p.sizes.1: 7, p.sizes.length: 2 }",
    good: metrics({ rows: 100, sizes: [9, 7] }),
    broken: metrics({ rows: 100, sizes: [9, 8] }),
  },
  {
    covers: ["expected_metrics"],
    truth: "expected_metrics: { p.rows: 100 }",
    good: metrics({ rows: 100 }),
    broken: failedStep(metrics({ rows: 100 })),
  },
  // operators
  operator("equals", "{ equals: 3 }", 3, 3.0000001),
  operator("equals", "{ equals: [1, a] }", [1, "a"], [1, "b"]),
  operator("equals", "null", null, undefined),
  operator("equals", "true", true, "true"),
  operator("not_equals", "{ not_equals: 3 }", 4, 3),
  operator("not_equals", "{ not_equals: 3 }", 4, undefined),
  operator("not_equals", "{ not_equals: 3 }", null, NaN),
  operator("at_least", "{ at_least: 3 }", 3, 2.9),
  operator("at_least", "{ at_least: 3 }", 3, NaN),
  operator("at_least", "{ at_least: 3 }", 3, "4"),
  operator("at_most", "{ at_most: 3 }", 3, 3.1),
  operator("at_most", "{ at_most: 3 }", 3, null),
  operator("above", "{ above: 3 }", 3.1, 3),
  operator("above", "{ above: 3 }", 3.1, Infinity),
  operator("below", "{ below: 3 }", 2.9, 3),
  operator("between", "{ between: [2, 3] }", 3, 3.1),
  operator("between", "{ between: [2, 3] }", 2, 1.9),
  operator("between", "{ between: [2, 3] }", 2, NaN),
  operator("one_of", "{ one_of: [high, 2] }", "high", "low"),
  operator("one_of", "{ one_of: [high, 2] }", 2, NaN),
  operator("none_of", "{ none_of: [high, 2] }", "low", 2),
  operator("none_of", "{ none_of: [high, 2] }", "low", NaN),
  operator("none_of", "{ none_of: [high, 2] }", "low", undefined),
  operator("contains", "{ contains: rain }", "a rainy day", "a dry day"),
  operator("contains", "{ contains: [1, 2] }", [3, 2, 1], [3, 2]),
  operator("contains", "{ contains: 1 }", [1], 1),
  operator("exists", "{ exists: true }", null, undefined),
  operator("exists", "{ exists: false }", undefined, 0),
  operator("absolute", "{ equals: 1, absolute: 0.1 }", 1.1, 1.11),
  operator("absolute", "{ equals: 1, absolute: 0.1 }", 0.9, NaN),
  operator("absolute", "{ equals: [1, 2], absolute: 0.1 }", [1.1, 1.9], [1.1, 1.8]),
  // Relative is relative to what is expected: 110 is 10 % off 100, and 100 is 9 % off 110.
  operator("relative", "{ equals: 100, relative: 0.095 }", 109.5, 110),
  operator("relative", "{ equals: 110, relative: 0.095 }", 100, 99),
  operator("relative", "{ equals: 0, relative: 0.5 }", 0, 1e-9),
  operator("relative", "{ equals: -100, relative: 0.1 }", -110, 100),
  operator("significant_digits", "{ equals: 3.14159, significant_digits: 3 }", 3.146, 3.147),
  operator("significant_digits", "{ equals: 1000, significant_digits: 2 }", 1049, 1051),
  operator("significant_digits", "{ equals: 0.001, significant_digits: 2 }", 0.00105, 0.00106),
  operator("margin", "{ equals: 28, margin: 2 }", 30, 31),
  operator("margin", "{ equals: 28, margin: 2 }", 26, 26.5),
  operator("margin", "{ equals: 28, margin: 2 }", 28, null),
  // the four lists
  {
    covers: ["changepoints.at"],
    truth: "changepoints: [{ at: [20, 60] }]",
    good: found(change(20), change(60)),
    broken: found(change(20), change(61)),
  },
  {
    covers: ["changepoints.plugin_id"],
    truth: "changepoints: [{ at: [20], plugin_id: p }]",
    good: found(change(20)),
    broken: reportOf({ p: step(), q: step({ findings: [finding(change(20))] }) }),
  },
  {
    covers: ["changepoints.where"],
    truth: "changepoints: [{ at: [20], where: { prob: { above: 0.5 } } }]",
    good: found({ ...change(20), prob: 0.9 }),
    broken: found({ ...change(20), prob: 0.5 }),
  },
  {
    covers: ["changepoints.column"],
    truth: "changepoints: [{ at: [20], column: flow }]",
    good: found(change(20, "flow")),
    broken: found(change(20, "year")),
  },
  {
    covers: ["changepoints.margin"],
    truth: "changepoints: [{ at: [20], margin: 3 }]",
    good: found(change(23)),
    broken: found(change(24)),
  },
  {
    covers: ["changepoints.margin"],
    truth: "changepoints: [{ at: [20, 22], margin: 3 }]",
    good: found(change(21), change(23)),
    // One change found does not count for two.
    broken: found(change(21)),
  },
  {
    covers: ["changepoints.min_hits"],
    truth: "changepoints: [{ at: [20, 40, 60], min_hits: 2 }]",
    good: found(change(20), change(60)),
    broken: found(change(20)),
  },
  {
    covers: ["changepoints.max_extra"],
    truth: "changepoints: [{ at: [20], max_extra: 1 }]",
    good: found(change(20), change(30)),
    broken: found(change(20), change(30), change(40)),
  },
  {
    covers: ["changepoints.max_extra"],
    truth: "changepoints: [{ at: [], plugin_id: p, max_extra: 0 }]",
    good: found(),
    broken: failedStep(found()),
  },
  {
    covers: ["anomalies.rows", "anomalies.min_hits"],
    truth: "anomalies: [{ rows: [3, 5, 8], min_hits: 2 }]",
    good: found(anomaly(3), anomaly(8)),
    broken: found(anomaly(3), anomaly(9)),
  },
  {
    covers: ["anomalies.column"],
    truth: "anomalies: [{ rows: [3], column: flow }]",
    good: found(anomaly(3)),
    broken: found(anomaly(3, "year")),
  },
  {
    covers: ["anomalies.margin"],
    truth: "anomalies: [{ rows: [3], margin: 1 }]",
    good: found(anomaly(4)),
    broken: found(anomaly(5)),
  },
  {
    covers: ["anomalies.max_extra"],
    truth: "anomalies: [{ rows: [3], max_extra: 0 }]",
    good: found(anomaly(3)),
    broken: found(anomaly(3), anomaly(4)),
  },
  {
    covers: ["anomalies.plugin_id"],
    truth: "anomalies: [{ rows: [3], plugin_id: q }]",
    good: reportOf({ q: step({ findings: [finding(anomaly(3))] }) }),
    broken: found(anomaly(3)),
  },
  {
    covers: ["anomalies.where"],
    truth: "anomalies: [{ rows: [3], where: { q_value: { at_most: 0.1 } } }]",
    good: found({ ...anomaly(3), q_value: 0.1 }),
    broken: found({ ...anomaly(3), q_value: 0.2 }),
  },
  {
    covers: ["features.names", "features.min_hits"],
    truth: "features: [{ names: [a, b, c], min_hits: 2 }]",
    good: found(feature("a"), feature("c")),
    broken: found(feature("a"), feature("d")),
  },
  {
    covers: ["features.names"],
    truth: "features: [{ names: [a] }]",
    good: found(feature("a")),
    // A feature that was looked at and not selected is none.
    broken: found(feature("a", "y", false)),
  },
  {
    covers: ["features.target"],
    truth: "features: [{ names: [a], target: y }]",
    good: found(feature("a", "y")),
    broken: found(feature("a", "z")),
  },
  {
    covers: ["features.max_extra"],
    truth: "features: [{ names: [a], max_extra: 0 }]",
    good: found(feature("a"), feature("b", "y", false)),
    broken: found(feature("a"), feature("b")),
  },
  {
    covers: ["features.plugin_id"],
    truth: "features: [{ names: [a], plugin_id: q }]",
    good: reportOf({ q: step({ findings: [finding(feature("a"))] }) }),
    broken: found(feature("a")),
  },
  {
    covers: ["features.where"],
    truth: "features: [{ names: [a], where: { score: { above: 0 } } }]",
    good: found({ ...feature("a"), score: 1 }),
    broken: found({ ...feature("a"), score: null }),
  },
  {
    covers: ["dependence_shift_pairs.pairs"],
    truth: "dependence_shift_pairs: [{ pairs: [[a, b]] }]",
    good: found(shift("b", "a")),
    broken: found(shift("a", "c")),
  },
  {
    covers: ["dependence_shift_pairs.min_hits"],
    truth: "dependence_shift_pairs: [{ pairs: [[a, b], [c, d]], min_hits: 1 }]",
    good: found(shift("c", "d")),
    broken: found(shift("c", "b")),
  },
  {
    covers: ["dependence_shift_pairs.max_extra"],
    truth: "dependence_shift_pairs: [{ pairs: [[a, b]], max_extra: 0 }]",
    good: found(shift("a", "b")),
    broken: found(shift("a", "b"), shift("a", "c")),
  },
  {
    covers: ["dependence_shift_pairs.plugin_id"],
    truth: "dependence_shift_pairs: [{ pairs: [[a, b]], plugin_id: q }]",
    good: reportOf({ q: step({ findings: [finding(shift("a", "b"))] }) }),
    broken: found(shift("a", "b")),
  },
  {
    covers: ["dependence_shift_pairs.where"],
    truth: "dependence_shift_pairs: [{ pairs: [[a, b]], where: { q_value: { at_most: 0.05 } } }]",
    good: found(shift("a", "b", 0.05)),
    broken: found(shift("a", "b", 0.06)),
  },
  // scores
  {
    covers: ["scores.of", "scores.at", "scores.precision"],
    truth: "scores: [{ of: changepoints, plugin_id: p, at: [20, 60], precision: 0.5 }]",
    good: found(change(20), change(30)),
    broken: found(change(20), change(30), change(40)),
  },
  {
    covers: ["scores.precision"],
    truth: "scores: [{ of: changepoints, plugin_id: p, at: [20], precision: 0.1 }]",
    good: found(change(20)),
    // Nothing found is no precision at all.
    broken: found(),
  },
  {
    covers: ["scores.of", "scores.rows", "scores.recall"],
    truth: "scores: [{ of: anomalies, plugin_id: p, rows: [1, 2, 3, 4], recall: 0.75 }]",
    good: found(anomaly(1), anomaly(2), anomaly(4), anomaly(9)),
    broken: found(anomaly(1), anomaly(2), anomaly(9)),
  },
  {
    covers: ["scores.of", "scores.names", "scores.f1"],
    // Two of three right, two of three found: precision, recall and F1 are 2/3.
    truth: "scores: [{ of: features, plugin_id: p, names: [a, b, c], f1: 0.6666 }]",
    good: found(feature("a"), feature("b"), feature("d")),
    broken: found(feature("a"), feature("b"), feature("d"), feature("e")),
  },
  {
    covers: ["scores.of", "scores.pairs"],
    truth: "scores: [{ of: dependence_shift_pairs, plugin_id: p, pairs: [[a, b]], f1: 1 }]",
    good: found(shift("a", "b")),
    broken: found(shift("a", "b"), shift("a", "c")),
  },
  {
    covers: ["scores.covering"],
    // Of 100 rows cut at 50: found at 40 covers 50·40/50 + 50·50/60 = 81.7.
    truth: "scores: [{ of: changepoints, plugin_id: p, at: [50], covering: 0.81 }]",
    good: found(change(40)),
    broken: found(change(39)),
  },
  {
    covers: ["scores.margin"],
    truth: "scores: [{ of: changepoints, plugin_id: p, at: [20], margin: 2, recall: 1 }]",
    good: found(change(18)),
    broken: found(change(17)),
  },
  {
    covers: ["scores.column"],
    truth: "scores: [{ of: anomalies, plugin_id: p, column: flow, rows: [1], precision: 1 }]",
    good: found(anomaly(1), anomaly(5, "year")),
    broken: found(anomaly(1), anomaly(5, "flow")),
  },
  {
    covers: ["scores.target"],
    truth: "scores: [{ of: features, plugin_id: p, target: y, names: [a], precision: 1 }]",
    good: found(feature("a"), feature("b", "z")),
    broken: found(feature("a"), feature("b", "y")),
  },
  {
    covers: ["scores.where"],
    truth:
      "scores: [{ of: anomalies, plugin_id: p, rows: [1], where: { q_value: { below: 0.1 } }, " +
      "precision: 1 }]",
    good: found({ ...anomaly(1), q_value: 0.01 }, { ...anomaly(2), q_value: 0.1 }),
    broken: found({ ...anomaly(1), q_value: 0.01 }, { ...anomaly(2), q_value: 0.09 }),
  },
  {
    covers: ["scores.plugin_id"],
    truth: "scores: [{ of: anomalies, plugin_id: p, rows: [], precision: 1 }]",
    good: found(),
    broken: failedStep(found()),
  },
  // evidence
  {
    covers: ["evidence.must_cite", "evidence.kind"],
    truth: "evidence: [{ kind: cluster, must_cite: [3, { start: 10, end: 20 }] }]",
    good: found(cites([3, 4], [10, 15]), cites([15, 20])),
    broken: found(cites([3, 4], [10, 15]), cites([16, 20])),
  },
  {
    covers: ["evidence.must_not_cite"],
    truth: "evidence: [{ kind: cluster, must_not_cite: [{ start: 10, end: 20 }] }]",
    good: found(cites([3, 10], [20, 30])),
    broken: found(cites([3, 11])),
  },
  {
    covers: ["evidence.kind"],
    truth: "evidence: [{ kind: cluster, must_not_cite: [5] }]",
    good: found(cites([6, 7])),
    // That nothing was found is no proof that nothing was cited.
    broken: found(change(1)),
  },
  {
    covers: ["evidence.plugin_id"],
    truth: "evidence: [{ plugin_id: p, must_cite: [5] }]",
    good: found(cites([5, 6])),
    broken: reportOf({
      p: step({ findings: [finding(cites([6, 7]))] }),
      q: step({ findings: [finding(cites([5, 6]))] }),
    }),
  },
  {
    covers: ["evidence.where"],
    truth: "evidence: [{ where: { order: 1 }, must_cite: [5] }]",
    good: found({ ...cites([5, 6]), order: 1 }),
    broken: found({ ...cites([5, 6]), order: 2 }, { ...cites([7, 8]), order: 1 }),
  },
  {
    covers: ["evidence.contains"],
    truth: "evidence: [{ contains: { columns: flow }, must_cite: [5] }]",
    good: found(cites([5, 6])),
    broken: found({ ...cites([5, 6]), columns: ["year"] }),
  },
  // budgets
  {
    covers: ["budgets.where"],
    truth: "budgets: [{ plugin_id: p, where: { sampled: false } }]",
    good: reportOf({ p: step({ budget: { sampled: false, row_limit: null } }) }),
    broken: reportOf({ p: step({ budget: { sampled: true, row_limit: 100 } }) }),
  },
  {
    covers: ["budgets.plugin_id"],
    truth: "budgets: [{ plugin_id: p, where: { sampled: { exists: false } } }]",
    good: reportOf({ p: step({ budget: { row_limit: 0 } as never }) }),
    broken: reportOf({ p: step({ budget: null }) }),
  },
  // strict
  {
    covers: ["strict"],
    truth: "strict: true\nexpected_findings: [{ kind: cluster }]",
    good: found({ kind: "cluster" }),
    broken: found({ kind: "cluster" }, change(3)),
  },
  {
    covers: ["strict"],
    truth: "strict: true\nchangepoints: [{ at: [20], margin: 5 }]",
    good: found(change(22)),
    broken: found(change(22), change(40)),
  },
  {
    covers: ["strict"],
    truth: "strict: true\nexpected_metrics: { p.m: 1 }",
    good: reportOf({
      p: step({ type: "profile", metrics: { m: 1 } }),
      q: step({ type: "profile", findings: [finding(change(1))] }),
    }),
    // A profile's findings count once the file names it.
    broken: reportOf({
      p: step({ type: "profile", metrics: { m: 1 }, findings: [finding(change(1))] }),
    }),
  },
  {
    covers: ["strict"],
    truth: "strict: true\nexpected_findings: [{ kind: cluster }]",
    good: found({ kind: "cluster" }, { kind: "none", measurement_type: "not_applicable" }),
    broken: {
      ...found({ kind: "cluster" }),
      status: "partial",
      errors: [{ plugin_id: "q", code: "E_STEP_OOM", message: "out of memory" }],
    },
  },
];

function judge(truth: string, report: Report): Evaluation {
  return evaluate(loadTruth(truth, "truth.yaml"), report);
}

Deno.test("every clause passes on the report it describes and fails on one that differs", () => {
  for (const { truth, good, broken } of MUTATIONS) {
    const passing = judge(truth, good);
    assert.equal(passing.passed, true, `${truth}\n${JSON.stringify(passing.checks, null, 1)}`);
    const failing = judge(truth, broken);
    assert.equal(failing.passed, false, truth);
    assert.ok(failing.failed_count > 0, truth);
  }
});

Deno.test("every key of the schema that checks something has a report that makes it fail", () => {
  const schema = truthJsonSchema();
  const covered = new Set(MUTATIONS.flatMap(({ covers }) => covers));
  const uncovered = checkingKeys(schema).filter((key) => !covered.has(key));
  assert.deepEqual(uncovered, []);
  const unknown = [...covered].filter((key) => !checkingKeys(schema).includes(key));
  assert.deepEqual(unknown, []);
});

/** `clause.key` for every key of every clause's entries, and `operators.key`. */
// deno-lint-ignore no-explicit-any
function checkingKeys(schema: any): string[] {
  const runs = ["input", "plugins", "settings", "seed"];
  const keys: string[] = [];
  for (const [clause, node] of Object.entries<typeof schema>(schema.properties)) {
    if (runs.includes(clause)) continue;
    if (node.items === undefined) {
      keys.push(clause);
      continue;
    }
    const forms = node.items.oneOf ?? node.items.anyOf ?? [node.items];
    for (const form of forms) {
      keys.push(...Object.keys(form.properties).map((key) => `${clause}.${key}`));
    }
  }
  keys.push(...Object.keys(schema.$defs.operators.properties).map((key) => `operators.${key}`));
  return [...new Set(keys)].filter((key) => !key.endsWith(".note"));
}

Deno.test("one entry's tolerance does not reach the next", () => {
  const report = metrics({ a: 1.5, b: 1.5 });
  const { checks } = judge(
    "expected_metrics: { p.a: { equals: 1, absolute: 1 }, p.b: { equals: 1 } }",
    report,
  );
  assert.deepEqual(checks.map(({ passed }) => passed), [true, false]);
  const lists = judge(
    "changepoints: [{ at: [20], margin: 5 }, { at: [40] }]",
    found(change(22), change(42)),
  );
  assert.deepEqual(lists.checks.map(({ passed }) => passed), [true, false]);
});

Deno.test("a truth file that checks nothing does not pass", () => {
  assert.equal(judge("input: demo.csv", found()).passed, false);
  assert.equal(judge("strict: false", found()).passed, false);
});

Deno.test("a missed finding is told with the finding that came nearest", () => {
  const report = found(
    { kind: "cluster", column: "flow", start: 900, end: 960 },
    { kind: "cluster", column: "flow", start: 12, end: 33 },
    { kind: "cluster", column: "year", start: 12, end: 33 },
  );
  const { checks } = judge(
    "expected_findings:\n" +
      "  - kind: cluster\n" +
      "    where: { column: flow, start: { equals: 0, margin: 5 }, end: { equals: 28, margin: 5 } }",
    report,
  );
  const [check] = checks;
  assert.equal(check!.passed, false);
  assert.equal(check!.line, 2);
  assert.match(check!.near_misses[0]!.what, /cluster, flow/);
  assert.deepEqual(check!.near_misses[0]!.differences, [
    { path: "start", wanted: "0 ± 5 rows", found: "12", off_by: 12 },
  ]);
  assert.equal(check!.near_misses[1]!.differences.length, 2);
});

Deno.test("a missed finding of a step that failed is told with the step's error", () => {
  const [check] = judge("expected_findings: [{ plugin_id: p }]", failedStep(found())).checks;
  assert.match(check!.found, /p ended as timeout: E_STEP_TIMEOUT took too long/);
  const [absent] = judge("expected_findings: [{ plugin_id: r }]", found()).checks;
  assert.match(absent!.found, /the report has no step r/);
});

Deno.test("a misspelt metric is told with the one that is there", () => {
  const [check] = judge("expected_metrics: { p.row: 100 }", metrics({ rows: 100 })).checks;
  assert.deepEqual(check!.near_misses[0]!.what, "there is a metric rows");
});

Deno.test("evaluate() is a function of truth and report", () => {
  const truth = "expected_findings: [{ kind: changepoint }, { kind: anomaly }]";
  const report = found(change(1));
  assert.deepEqual(judge(truth, report), judge(truth, report));
});
