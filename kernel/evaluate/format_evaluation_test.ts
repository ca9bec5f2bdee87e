import assert from "node:assert/strict";
import { evaluate } from "./evaluate.ts";
import { evaluationToJson } from "./evaluation_json.ts";
import { evaluationToJUnit } from "./evaluation_junit.ts";
import { formatEvaluation } from "./format_evaluation.ts";
import { loadTruth } from "./load_truth.ts";
import { finding, reportOf, step } from "./test_report.ts";

const HOSTILE = "\x1b[31mflow\u202e</failure>&\"'\u0007\ud800";

function sample(column = "flow") {
  const found = { ...finding({ kind: "cluster", column, start: 12, end: 33 }), id: "3f2a" };
  const report = reportOf({ scan: step({ findings: [found], metrics: { rows: 100 } }) });
  const truth = loadTruth(
    [
      "expected_findings:",
      `  - plugin_id: scan`,
      "    kind: cluster",
      `    where: { column: ${JSON.stringify(column)}, start: { equals: 0, margin: 5 } }`,
      "expected_metrics:",
      "  scan.rows: 100",
    ].join("\n"),
    "fixtures/nile.truth.yaml",
  );
  return evaluate(truth, report);
}

Deno.test("formatEvaluation() is a table a person can scan", () => {
  assert.equal(
    formatEvaluation(sample(), { color: false, width: 80 }),
    [
      "expected_findings",
      '  FAIL  cluster of scan, column "flow", start 0 ± 5 rows',
      "        fixtures/nile.truth.yaml:2:5",
      "        wanted  at least 1",
      "        found   0 found",
      "        near    finding 3f2a of scan (cluster, flow)",
      "                  start  wanted 0 ± 5 rows  found 12, off by 12",
      "",
      "expected_metrics",
      "  ok    scan.rows" + " ".repeat(60) + "100",
      "",
      "2 checks: 1 passed, 1 failed",
    ].join("\n"),
  );
});

Deno.test("formatEvaluation() keeps to the width, and colours only when asked", () => {
  for (const width of [60, 80, 120]) {
    const plain = formatEvaluation(sample("x".repeat(300)), { color: false, width });
    for (const line of plain.split("\n")) assert.ok([...line].length <= width, line);
    assert.equal(plain.includes("\x1b"), false);
    const coloured = formatEvaluation(sample("x".repeat(300)), { color: true, width });
    assert.ok(coloured.includes("\x1b[31mFAIL\x1b[0m"));
    // deno-lint-ignore no-control-regex
    assert.equal(coloured.replace(/\x1b\[\d+m/g, ""), plain);
  }
});

Deno.test("formatEvaluation() prints nothing of a report that a terminal would obey", () => {
  const printed = formatEvaluation(sample(HOSTILE), { color: false, width: 120 });
  // deno-lint-ignore no-control-regex
  assert.equal(/[\x00-\x09\x0b-\x1f\x7f\u202e]/.test(printed), false);
});

Deno.test("evaluationToJUnit() is well-formed whatever a report says", () => {
  const xml = evaluationToJUnit(sample(HOSTILE));
  assert.match(
    xml,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="2" failures="1"/,
  );
  assert.equal(xml.match(/<testcase /g)!.length, 2);
  assert.equal(xml.match(/<failure /g)!.length, 1);
  assert.equal(xml.match(/<\/failure>/g)!.length, 1);
  // deno-lint-ignore no-control-regex
  assert.equal(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/.test(xml), false);
  assert.equal(xml.isWellFormed(), true);
  const unescaped = xml.replace(/&(amp|lt|gt|quot|apos|#\d+);/g, "");
  assert.equal(unescaped.includes("&"), false);
  assertBalanced(xml);
});

Deno.test("evaluationToJUnit() fails a truth file that checks nothing", () => {
  const xml = evaluationToJUnit(evaluate(loadTruth("seed: 1", "t.yaml"), reportOf({})));
  assert.match(xml, /tests="1" failures="1"/);
});

Deno.test("evaluationToJson() gives the evaluation back", () => {
  const evaluation = sample();
  assert.deepEqual(
    JSON.parse(evaluationToJson(evaluation)),
    JSON.parse(JSON.stringify(evaluation)),
  );
  assert.equal(evaluationToJson(sample()), evaluationToJson(sample()));
});

/** Every tag that opens closes, in order. */
function assertBalanced(xml: string): void {
  const open: string[] = [];
  for (const [, close, name, self] of xml.matchAll(/<(\/?)([a-z]+)(?:"[^"]*"|[^">])*?(\/?)>/g)) {
    if (close === "/") assert.equal(open.pop(), name);
    else if (self !== "/") open.push(name!);
  }
  assert.deepEqual(open, []);
}
