import assert from "node:assert/strict";
import { exceedsWork } from "./exceeds_work.ts";
import { exampleFiles } from "./testing/write_example_plugin.ts";

const LIMIT = 10_000_000;

Deno.test("exceedsWork() lets a large honest result through", () => {
  const schema = JSON.parse(exampleFiles("x")["output.schema.json"]!);
  const finding = {
    kind: "peak",
    measurement_type: "measured",
    score: 1,
    columns: ["a", "b"],
    column: "a",
    row_index: 1,
    evidence: { row_ids: Array(100).fill(1) },
  };
  const value = {
    status: "ok",
    summary: "",
    metrics: {},
    findings: Array.from({ length: 10_000 }, () => finding),
  };
  assert.equal(exceedsWork(schema, value, LIMIT), false);
  assert.equal(exceedsWork(schema, value, 10_000), true);
});

Deno.test("exceedsWork() stops schemas and values made to be slow together", () => {
  const many = <T>(count: number, make: (i: number) => T) =>
    Array.from({ length: count }, (_, i) => make(i));
  const items = (schema: unknown) => ({ type: "array", items: schema });
  const objects = many(200_000, () => ({}));
  const cases: readonly (readonly [Record<string, unknown>, unknown])[] = [
    [items({ allOf: many(190, (i) => ({ not: { required: [`k${i}`] } })) }), objects],
    [items({ $ref: "#/$defs/a", not: { $ref: "#/$defs/a" } }), objects],
    [items({ oneOf: many(190, () => ({ type: "object" })) }), objects],
    [items({ required: many(500, (i) => `k${i}`) }), objects],
    [items({ enum: many(1000, (i) => i) }), many(200_000, () => -1)],
    [items({ properties: Object.fromEntries(many(500, (i) => [`k${i}`, true])) }), objects],
    [items({ contains: { enum: many(100, (i) => i) } }), many(2000, () => many(100, () => -1))],
    [{ allOf: many(190, () => ({ maxLength: 1e9 })) }, "x".repeat(16_000_000)],
    [
      { propertyNames: { enum: many(500, String) } },
      Object.fromEntries(many(100_000, (i) => [`k${i}`, 0])),
    ],
    [
      { additionalProperties: { anyOf: many(190, () => ({ const: 1 })) } },
      Object.fromEntries(many(100_000, (i) => [`k${i}`, 0])),
    ],
  ];
  const $defs = { a: { anyOf: many(150, () => ({ type: "string" })) } };
  for (const [schema, value] of cases) {
    const started = performance.now();
    assert.equal(
      exceedsWork({ ...schema, $defs }, value, LIMIT / 10),
      true,
      JSON.stringify(schema).slice(0, 60),
    );
    assert.ok(performance.now() - started < 10_000);
  }
});

Deno.test("exceedsWork() charges a discriminated finding for its own kind only", () => {
  const kinds = Array.from({ length: 100 }, (_, i) => `k${i}`);
  const schema = {
    type: "array",
    items: {
      discriminator: { propertyName: "kind" },
      oneOf: kinds.map((kind) => ({ $ref: `#/$defs/${kind}` })),
    },
    $defs: Object.fromEntries(kinds.map((kind) => [kind, {
      properties: { kind: { const: kind } },
      required: Array(50).fill("x"),
    }])),
  };
  const value = Array.from({ length: 1000 }, () => ({ kind: "k7" }));
  assert.equal(exceedsWork(schema, value, 1000 * 200), false);
  assert.equal(
    exceedsWork({ ...schema, items: { oneOf: schema.items.oneOf } }, value, 1000 * 200),
    true,
  );
});

Deno.test("exceedsWork() charges for comparing with large allowed values, whole", () => {
  // A thousand rows against fifty lists that differ only at the end that is compared last.
  const list = (first: number): number[] => [first, ...Array(400).fill(0)];
  const allowed = Array.from({ length: 50 }, (_, i) => list(i + 1));
  const value = Array.from({ length: 1000 }, () => list(50));
  for (const items of [{ enum: allowed }, { anyOf: allowed.map((each) => ({ const: each })) }]) {
    assert.equal(exceedsWork({ type: "array", items }, value, 10_000_000), true);
    assert.equal(exceedsWork({ type: "array", items }, value.slice(0, 100), 10_000_000), false);
    assert.equal(exceedsWork({ type: "array", items }, Array(1000).fill("x"), 1_000_000), false);
  }
});
