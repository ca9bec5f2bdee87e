import assert from "node:assert/strict";
import type { PluginFinding } from "../contract/result.ts";
import { attachEvidence } from "./attach_evidence.ts";

const DATASET = { version_id: "v", sha256: "d".repeat(64), rows: 10, columns: ["x", "y", "X"] };
const IDENTITY = { jump: ["column", "index"] };

function jump(over: Partial<PluginFinding>): PluginFinding {
  return {
    kind: "jump",
    measurement_type: "measured",
    score: 1,
    columns: ["x"],
    column: "x",
    index: 3,
    evidence: { row_ids: [3] },
    ...over,
  };
}

function attach(findings: PluginFinding[]) {
  return attachEvidence("p", findings, [DATASET], IDENTITY);
}

Deno.test("attachEvidence() gives id, dataset and a query, and keeps own fields", () => {
  const [finding] = attach([jump({ columns: ["X"], evidence: { row_ids: [5, 3, 4, 3] } })]);
  assert.match(finding!.id, /^[0-9a-f]{16}$/);
  assert.equal(finding!.index, 3);
  assert.deepEqual(finding!.evidence, {
    dataset_version_id: "v",
    row_ids: [3, 4, 5],
    columns: ["X"],
    query: 'SELECT row_index, "X_2" FROM data WHERE row_index >= 3 AND row_index < 6 ' +
      "ORDER BY row_index",
  });
});

Deno.test("attachEvidence() gives equal ids for equal identities, whatever the scores", () => {
  const [a] = attach([jump({ score: 1 })]);
  const [b] = attach([jump({ score: 9, p_value: 0.5, evidence: { row_ids: [4] } })]);
  const [c] = attach([jump({ index: 4 })]);
  assert.equal(a!.id, b!.id);
  assert.notEqual(a!.id, c!.id);
});

Deno.test("attachEvidence() lets a finding without rows cite every row", () => {
  const { evidence: _, ...whole } = jump({});
  assert.deepEqual(attach([whole])[0]!.evidence.row_ranges, [{ start: 0, end: 10 }]);
});

Deno.test("attachEvidence() ranks by score, then columns, then row; unranked last", () => {
  const order = attach([
    jump({ index: 1, score: null }),
    jump({ index: 2, score: 1, columns: ["y"] }),
    jump({ index: 3, score: 1, evidence: { row_ids: [8] } }),
    jump({ index: 4, score: 1, evidence: { row_ids: [2] } }),
    jump({ index: 5, score: 7 }),
  ]).map(({ index }) => index);
  assert.deepEqual(order, [5, 4, 3, 2, 1]);
});

Deno.test("attachEvidence() refuses rows, ranges, columns and datasets that do not exist", () => {
  const cases: [Partial<PluginFinding>, RegExp][] = [
    [{ evidence: { row_ids: [10] } }, /row_ids\/0 is 10, of 10 rows/],
    [{ evidence: { row_ids: [-1] } }, /row_ids\/0/],
    [{ evidence: { row_ranges: [{ start: 4, end: 4 }] } }, /row_ranges\/0 is 4 to 4/],
    [{ evidence: { row_ranges: [{ start: 4, end: 11 }] } }, /row_ranges\/0/],
    [{ evidence: { row_ids: [1], row_ranges: [] } }, /both/],
    [{ evidence: { dataset: 1 } }, /dataset is 1, of 1 datasets/],
    [{ columns: ["z"] }, /columns\/0 is "z", not a column/],
    [{ columns: ["__proto__"] }, /not a column/],
  ];
  for (const [over, message] of cases) {
    assert.throws(() => attach([jump(over)]), (error: Error & { code?: string }) => {
      assert.equal(error.code, "E_RESULT_EVIDENCE");
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("attachEvidence() refuses two findings of one identity, and unknown kinds", () => {
  assert.throws(() => attach([jump({}), jump({ score: 2 })]), { code: "E_RESULT_DUPLICATE" });
  assert.throws(() => attach([jump({ kind: "toString" })]), { code: "E_RESULT_KIND" });
});
