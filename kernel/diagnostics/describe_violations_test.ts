import assert from "node:assert/strict";
import { describeViolations, shortValue, type Violation } from "./describe_violations.ts";

function violation(change: Partial<Violation>): Violation {
  return { instancePath: "", schemaPath: "#/x", keyword: "type", params: {}, ...change };
}

Deno.test("describeViolations() folds the branches of anyOf into what would have been right", () => {
  const schema = { properties: { a: { anyOf: [{ type: "integer" }, { const: "auto" }] } } };
  const problems = describeViolations(
    [
      violation({
        instancePath: "/a",
        schemaPath: "#/properties/a/anyOf/0/type",
        params: { type: "integer" },
      }),
      violation({
        instancePath: "/a",
        schemaPath: "#/properties/a/anyOf/1/const",
        keyword: "const",
        params: { allowedValue: "auto" },
      }),
      violation({ instancePath: "/a", schemaPath: "#/properties/a/anyOf", keyword: "anyOf" }),
    ],
    schema,
    { a: "many" },
  );
  assert.deepEqual(problems.map((p) => [p.pointer, p.message, p.value]), [
    ["/a", 'must be a whole number or "auto"', '"many"'],
  ]);
});

Deno.test("describeViolations() names the kinds a discriminator knows", () => {
  const schema = {
    items: {
      discriminator: { propertyName: "kind" },
      oneOf: [{ $ref: "#/$defs/cluster" }, { $ref: "#/$defs/anomaly" }],
    },
    $defs: {
      cluster: { properties: { kind: { const: "cluster" } } },
      anomaly: { properties: { kind: { const: "anomaly" } } },
    },
  };
  const [problem] = describeViolations(
    [violation({
      instancePath: "/0",
      schemaPath: "#/items/discriminator",
      keyword: "discriminator",
      params: { error: "mapping", tag: "kind", tagValue: "clusters" },
    })],
    schema,
    [{ kind: "clusters" }],
  );
  assert.equal(problem?.pointer, "/0/kind");
  assert.equal(problem?.message, 'must be one of "cluster", "anomaly", not "clusters"');
  assert.equal(problem?.fix, 'write "cluster"');
});

Deno.test("describeViolations() stops at fifty problems", () => {
  const many = Array.from(
    { length: 1000 },
    (_, i) => violation({ instancePath: `/${i}`, params: { type: "string" } }),
  );
  assert.equal(describeViolations(many, {}, []).length, 50);
});

Deno.test("shortValue() writes at most eighty characters without building more", () => {
  const wide: unknown[] = [];
  for (let i = 0; i < 50; i++) wide.push({ a: Array(50).fill("x".repeat(1000)) });
  for (const value of ["x".repeat(1e6), Array(1e6).fill(0), wide, { deep: { er: { est: [1] } } }]) {
    assert.ok(shortValue(value).length <= 80);
  }
  assert.equal(shortValue({ a: [1, null] }), '{"a":[1,null]}');
  assert.equal(shortValue(undefined), "nothing");
});

Deno.test("describeViolations() shows the beginning of a key of megabytes", () => {
  const key = "k".repeat(3_000_000);
  const [unknown] = describeViolations(
    [violation({ keyword: "additionalProperties", params: { additionalProperty: key } })],
    {},
    { [key]: 1 },
  );
  const [inside] = describeViolations(
    [violation({ instancePath: `/${key}`, params: { type: "string" } })],
    {},
    { [key]: 1 },
  );
  for (const problem of [unknown!, inside!]) {
    assert.ok(JSON.stringify(problem).length < 3000);
    assert.match(problem.pointer, /^\/k{900}/);
    assert.equal(problem.value, "1", "what is there is found all the same");
  }
});
