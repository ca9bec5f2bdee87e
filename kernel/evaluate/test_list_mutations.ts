import {
  anomaly,
  change,
  cites,
  failedStep,
  feature,
  found,
  type Mutation,
  shift,
} from "./test_mutations.ts";
import { finding, reportOf, step } from "./test_report.ts";

/** Mutations of the four lists, scores, evidence, budgets and strict. */
export const LIST_MUTATIONS: readonly Mutation[] = [
  // the four lists
  {
    covers: ["changepoints.at"],
    truth: "changepoints: [{ at: [20] }]",
    good: found(change(20)),
    broken: found({ ...change(20), measurement_type: "error" }),
  },
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
    covers: ["scores.f1"],
    // Precision 3/5 and recall 1: F1 is 3/4 exactly, whatever doubles make of the two shares.
    truth: "scores: [{ of: features, plugin_id: p, names: [a, b, c], f1: 0.75 }]",
    good: found(..."abcde".split("").map((name) => feature(name))),
    broken: found(..."abcdef".split("").map((name) => feature(name))),
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
