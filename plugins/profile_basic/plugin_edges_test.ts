import assert from "node:assert/strict";
import { createRng } from "harness/sdk";
import { type TestColumns, validatedPlugin } from "../_sdk/testing/mod.ts";
import plugin from "./plugin.ts";

const profile = validatedPlugin(import.meta.dirname!, plugin);

const EDGES: Record<string, TestColumns> = {
  "no rows": { x: [], s: { type: "text", values: [] } },
  "one row": { x: [1], s: ["a"], b: [true], d: { type: "date", values: [0] } },
  "two rows": { x: [1, 2], s: ["a", "a"], n: { type: "int64", values: [5, 5] } },
  "nothing but gaps": { x: [null, null, null], s: { type: "text", values: [null, null, null] } },
  "±1e300": { x: [1e300, -1e300, 1e300, 5], y: [-1e300, 1e300, 0, 1e-300] },
  "the largest doubles": { x: [1.7e308, -1.7e308, 1.7e308], y: [5e-324, 0, 1e-310] },
  "equal rows": { x: [1, 1, 1], y: [2, 2, 2], s: ["a", "a", "a"] },
};
for (const [what, table] of Object.entries(EDGES)) {
  Deno.test(`the profile of a table with ${what} is valid and says nothing that is not so`, async () => {
    const { result, artifacts } = await profile.run({ table });
    assert.equal(result.columns!.length, Object.keys(table).length);
    assert.equal(result.metrics.columns, Object.keys(table).length);
    for (const column of JSON.parse(artifacts.get("columns.json")!.text())) {
      if (column.numeric === null) continue;
      const { mean, sd, histogram } = column.numeric;
      const counted = histogram.counts.reduce((sum: number, n: number) => sum + n, 0);
      assert.equal(counted, column.rows - column.missing);
      if (counted > 0) assert.ok(column.min <= mean && mean <= column.max);
      if (counted < 2) assert.equal(sd, null);
    }
  });
}

Deno.test("a table without rows says so as a finding", async () => {
  const { result } = await profile.run({ table: EDGES["no rows"]! });
  assert.deepEqual(result.findings.map((one) => [one.kind, one.reason]), [[
    "not_applicable",
    "the dataset has no rows",
  ]]);
});

Deno.test("the profile of the same data and seed has the same bytes", async () => {
  const rng = createRng("44".repeat(32), "twice");
  const x = Array.from({ length: 500 }, () => rng.normal());
  const table = { x, y: x.map((v) => v + rng.normal()), s: x.map((v) => `t${Math.round(v)}`) };
  const [first, second] = await Promise.all([profile.run({ table }), profile.run({ table })]);
  assert.equal(first.result_json, second.result_json);
  for (const [name, { content }] of first.artifacts) {
    assert.deepEqual(content, second.artifacts.get(name)!.content);
  }
});
