import assert from "node:assert/strict";
import { draftTruth } from "./draft_truth.ts";
import { evaluate } from "./evaluate.ts";
import { loadTruth } from "./load_truth.ts";
import { finding, reportOf, step } from "./test_report.ts";

const KINDS = [
  { kind: "cluster", column: "flow", start: 0, end: 28, p_value: 0.001 },
  { kind: "changepoint", column: "flow", index: 28, prob: 0.9 },
  { kind: "anomaly", column: "flow", row_index: 42 },
  { kind: "feature_discovery", columns: ["y", "x"], target: "y", feature: "x", selected: true },
  { kind: "dependence_shift", columns: ["a", "b"], pair: ["a", "b"] },
  { kind: "graph_edge", columns: ["a", "b"], source: "a", target: "b" },
  { kind: "something_new", columns: ["a.b: c", "yes", "#1", "\u2028\u0085", "- x"] },
  { kind: "hidden", columns: ["a\u202eb\u{e0001}\u200b", "\ufffe\x1b"] },
];

Deno.test("draftTruth() writes a truth file that its own report satisfies", () => {
  const report = reportOf({
    scan: step({
      findings: KINDS.map(finding),
      metrics: { clusters_total: 3, "odd.name": 1, ratio: 0.25, sizes: [1] },
    }),
    failed: step({ status: "error", findings: [] }),
  });
  const text = draftTruth(report);
  const truth = loadTruth(text, "draft.yaml");
  const evaluation = evaluate(truth, report);
  assert.equal(evaluation.passed, true, `${text}\n${JSON.stringify(evaluation.checks, null, 1)}`);
  assert.equal(evaluation.checks.length, KINDS.length + 2);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\p{Cf}\u2028\x00-\x09\x0b-\x1f\x7f-\x9f]/u);
  assert.equal(truth.spec.input, "series.csv");
  assert.equal(/p_value|score|prob/.test(text), false);
});

Deno.test("draftTruth() notices when any of its findings is gone", () => {
  const findings = KINDS.map(finding);
  const truth = loadTruth(draftTruth(reportOf({ scan: step({ findings }) })), "draft.yaml");
  for (let gone = 0; gone < findings.length; gone++) {
    const left = reportOf({ scan: step({ findings: findings.filter((_, i) => i !== gone) }) });
    assert.equal(evaluate(truth, left).failed_count, 1, KINDS[gone]!.kind);
  }
});

Deno.test("draftTruth() names plugins that the user chose, and says what it left out", () => {
  const many = Array.from({ length: 12 }, (_, i) => finding({ kind: "x", columns: [`c${i}`] }));
  const text = draftTruth({
    ...reportOf({ scan: step({ findings: many }) }),
    seed: 5,
    plan: [{ plugin_id: "scan", selected: true, reason: "", decided_by: "user" }],
  });
  assert.deepEqual(loadTruth(text, "draft.yaml").spec.plugins, ["scan"]);
  assert.match(text, /# and 2 more of scan/);
  assert.match(text, /^seed: 5$/m);
});
