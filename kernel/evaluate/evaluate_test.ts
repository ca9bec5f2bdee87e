import assert from "node:assert/strict";
import type { Report } from "../contract/report.ts";
import { evaluate } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import { loadTruth } from "./load_truth.ts";
import { LIST_MUTATIONS } from "./test_list_mutations.ts";
import { change, failedStep, FINDING_MUTATIONS, found, metrics } from "./test_mutations.ts";
import { truthJsonSchema } from "./truth_schema.ts";

const MUTATIONS = [...FINDING_MUTATIONS, ...LIST_MUTATIONS];

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
