import assert from "node:assert/strict";
import { exampleFinding } from "../testing/example_report.ts";
import { strengthText } from "./evidence_words.ts";

function finding(about: Record<string, unknown>) {
  return exampleFinding({ kind: "cluster", ...about });
}

Deno.test("strengthText() says when a p-value was not corrected", () => {
  assert.equal(strengthText(finding({ q_value: 0.0123, p_value: 0.001 })), "q = 0.012");
  assert.equal(strengthText(finding({ p_value: 0.03 })), "p = 0.03, not corrected");
  assert.equal(strengthText(finding({ q_value: null })), null);
});
