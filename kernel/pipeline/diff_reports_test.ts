import assert from "node:assert/strict";
import type { Report } from "../contract/report.ts";
import { diffReports, isSame, valueChanges } from "./diff_reports.ts";

function report(findings: readonly Record<string, unknown>[], status = "ok"): Report {
  return {
    inputs: [{ filename: "a.csv", sha256: "1" }],
    datasets: [{ version_id: "2" }],
    plugins: {
      p: { status, version: "1.0.0", code_hash: "c", settings: { alpha: 0.05 }, findings },
    },
  } as unknown as Report;
}

const FINDING = { id: "f1", kind: "k", columns: ["x"], score: 2, p_value: 0.01 };
const LONE = { id: "f1", plugin_id: "p", kind: "k", columns: ["x"], score: 2 };

Deno.test("diffReports() of a report with itself finds nothing", () => {
  const diff = diffReports(report([FINDING]), report([{ ...FINDING }]));
  assert.ok(isSame(diff));
  assert.equal(diff.same, 1);
});

Deno.test("diffReports() tells a finding that came from one that went", () => {
  assert.deepEqual(diffReports(report([]), report([FINDING])).added, [LONE]);
  assert.deepEqual(diffReports(report([FINDING]), report([])).gone, [LONE]);
  assert.ok(!isSame(diffReports(report([FINDING]), report([]))));
});

Deno.test("diffReports() gives the values of a finding that changed, with the difference", () => {
  const after = { ...FINDING, score: 3.5, evidence: { row_ids: [1] } };
  const { changed, added, gone, same } = diffReports(report([FINDING]), report([after]));
  assert.deepEqual([added, gone, same], [[], [], 0]);
  assert.deepEqual(changed, [{
    ...LONE,
    score: 3.5,
    changes: [
      { pointer: "/score", before: 2, after: 3.5, delta: 1.5 },
      { pointer: "/evidence", before: null, after: { row_ids: [1] }, delta: null },
    ],
  }]);
});

Deno.test("diffReports() names plugins whose status changed or that only one report has", () => {
  const { plugins } = diffReports(report([]), report([], "timeout"));
  assert.deepEqual(plugins, [{
    plugin_id: "p",
    changes: [{ pointer: "/status", before: "ok", after: "timeout", delta: null }],
  }]);
  const without = { ...report([]), plugins: {} } as Report;
  assert.equal(diffReports(without, report([])).plugins.length, 1);
});

Deno.test("valueChanges() escapes pointers and tells a list from an object", () => {
  assert.deepEqual(valueChanges({ "a/b~": 1 }, { "a/b~": 2 })[0]!.pointer, "/a~1b~0");
  assert.equal(valueChanges([1], { 0: 1 }).length, 1);
  assert.deepEqual(valueChanges({ a: [1, 2] }, { a: [1, 2] }), []);
});
