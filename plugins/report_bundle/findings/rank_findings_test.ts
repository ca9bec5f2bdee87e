import assert from "node:assert/strict";
import { exampleFinding, examplePlugin, exampleReport } from "../testing/example_report.ts";
import { evidenceClass, rankFindings, rankReport } from "../../../kernel/contract/rank_findings.ts";

function finding(about: Record<string, unknown>) {
  return exampleFinding({ kind: "cluster", ...about });
}

const CLASSES: readonly (readonly [string, Record<string, unknown>, string | null])[] = [
  ["q = 0.01 is strong", { q_value: 0.01 }, "strong"],
  ["q = 0.011 is clear", { q_value: 0.011 }, "clear"],
  ["q = 0.05 is clear", { q_value: 0.05 }, "clear"],
  ["q = 0.1 is weak", { q_value: 0.1 }, "weak"],
  ["q = 0.11 is none", { q_value: 0.11 }, "none"],
  ["a q-value counts, not the p-value beside it", { q_value: 0.2, p_value: 0.001 }, "none"],
  ["an uncorrected p = 0.001 is only clear", { p_value: 0.001 }, "clear"],
  ["an uncorrected p = 0.05 is only weak", { p_value: 0.05 }, "weak"],
  ["an uncorrected p = 0.06 is none", { p_value: 0.06 }, "none"],
  [
    "a doubted assumption leaves weak evidence",
    { q_value: 0.001, assumption_doubted: true },
    "weak",
  ],
  ["doubt lifts nothing", { q_value: 0.2, assumption_doubted: true }, "none"],
  ["a doubted model is weak", { measurement_type: "modeled", assumption_doubted: true }, "weak"],
  ["an assumption that is not doubted", { q_value: 0.001, assumption_doubted: false }, "strong"],
  ["a null p-value is no test", { p_value: null }, "measured"],
  ["no test is measured", {}, "measured"],
  ["no test of a model is modeled", { measurement_type: "modeled" }, "modeled"],
  ["what the method did not select is none", { selected: false, q_value: 0.001 }, "none"],
  ["what was not analysed has no class", { measurement_type: "not_applicable" }, null],
  ["what failed has no class", { measurement_type: "error" }, null],
];

for (const [what, about, expected] of CLASSES) {
  Deno.test(`evidenceClass(): ${what}`, () => {
    assert.equal(evidenceClass(finding(about)), expected);
  });
}

Deno.test("rankFindings() puts class before place, every plugin's best first, then smaller q", () => {
  const plugins = {
    analysis_b: examplePlugin({
      findings: [
        finding({ id: "b1", q_value: 0.004 }),
        finding({ id: "b2", q_value: 0.001 }),
        finding({ id: "b3", q_value: 0.04 }),
        finding({ id: "b4", measurement_type: "not_applicable", score: null }),
      ],
    }),
    analysis_a: examplePlugin({
      findings: [finding({ id: "a1", q_value: 0.002 }), finding({ id: "a2", q_value: 0.5 })],
    }),
    analysis_c: examplePlugin({ findings: [finding({ id: "c1" })] }),
  };
  const order = rankFindings(plugins).map((ranked) => ranked.finding.id);
  assert.deepEqual(order, ["a1", "b1", "b2", "b3", "c1", "a2"]);
});

Deno.test("rankFindings() does not depend on the order of the report's keys", () => {
  const plugin = (id: string) => examplePlugin({ findings: [finding({ id, q_value: 0.01 })] });
  const forth = rankFindings({ a: plugin("1"), b: plugin("2") });
  const back = rankFindings({ b: plugin("2"), a: plugin("1") });
  assert.deepEqual(forth, back);
});

Deno.test("rankReport() tells what was found before what is said of the data", () => {
  const { found, quality } = rankReport(exampleReport());
  assert.deepEqual(found.map(({ finding }) => finding.kind), ["cluster", "cluster", "changepoint"]);
  assert.deepEqual(quality.map(({ finding }) => finding.kind), ["constant_column"]);
});
