import type { Report } from "../contract/report.ts";
import { finding, type OwnFields, reportOf, step } from "./test_report.ts";

/** A truth that one report meets and another, changed in one thing, does not. */
export interface Mutation {
  /** Parts of the schema that fail in `broken` alone: `expected_findings.kind`, `operators.above`. */
  readonly covers: readonly string[];
  readonly truth: string;
  readonly good: Report;
  readonly broken: Report;
}

/** One plugin `p` with these findings. */
export function found(...findings: OwnFields[]): Report {
  return reportOf({ p: step({ findings: findings.map(finding) }) });
}

/** One plugin `p` with these metrics. */
export function metrics(values: Record<string, unknown>): Report {
  return reportOf({ p: step({ metrics: values }) });
}

/** A report whose step p did not end well. */
export function failedStep(report: Report): Report {
  const error = { code: "E_STEP_TIMEOUT", message: "took too long" };
  const { p } = report.plugins;
  return { ...report, plugins: { ...report.plugins, p: { ...p!, status: "timeout", error } } };
}

/** A changepoint. */
export function change(index: number, column = "flow"): OwnFields {
  return { kind: "changepoint", column, index };
}

/** An anomalous cell. */
export function anomaly(row_index: number, column = "flow"): OwnFields {
  return { kind: "anomaly", column, row_index };
}

/** A feature looked at for a target. */
export function feature(name: string, target = "y", selected = true): OwnFields {
  return { kind: "feature_discovery", target, feature: name, selected, columns: [target, name] };
}

/** A pair whose dependence changed. */
export function shift(a: string, b: string, q_value = 0.01): OwnFields {
  return { kind: "dependence_shift", pair: [a, b], columns: [a, b], q_value };
}

/** A cluster that cites these half-open ranges. */
export function cites(...rows: [start: number, end: number][]): OwnFields {
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

/** An operator on a metric. */
export function operator(
  name: string,
  condition: string,
  good: unknown,
  broken: unknown,
): Mutation {
  return {
    covers: [`operators.${name}`],
    truth: `expected_metrics: { p.m: ${condition} }`,
    good: metrics(good === undefined ? {} : { m: good }),
    broken: metrics(broken === undefined ? {} : { m: broken }),
  };
}

/** Mutations of findings, metrics and operators. */
export const FINDING_MUTATIONS: readonly Mutation[] = [
  {
    covers: ["expected_findings.max_count"],
    truth: "expected_findings: [{ plugin_id: p, kind: cluster, min_count: 0, max_count: 2 }]",
    good: found(),
    // Nothing found by a plugin that failed is no sign that there is nothing.
    broken: failedStep(found()),
  },
  {
    covers: ["expected_findings.kind"],
    truth: "expected_findings: [{ kind: cluster }]",
    good: found({ kind: "cluster", measurement_type: "modeled" }),
    broken: found({ kind: "cluster", measurement_type: "not_applicable" }),
  },
  {
    covers: ["expected_findings.where"],
    truth: "expected_findings: [{ where: { measurement_type: not_applicable } }]",
    good: found({ kind: "cluster", measurement_type: "not_applicable" }),
    broken: found({ kind: "cluster", measurement_type: "measured" }),
  },
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
];
