import assert from "node:assert/strict";
import { findingIdentity } from "./finding_identity.ts";
import { exampleFiles } from "./testing/write_example_plugin.ts";

// deno-lint-ignore no-explicit-any
type Loose = any;

function changed(change: (schema: Loose) => void): string[] {
  const schema = JSON.parse(exampleFiles("x")["output.schema.json"]!);
  change(schema);
  return findingIdentity(schema).problems.map(({ pointer, message }) => `${pointer} ${message}`);
}

Deno.test("findingIdentity() reads the identifying fields of every kind", () => {
  const schema = JSON.parse(exampleFiles("x")["output.schema.json"]!);
  assert.deepEqual(findingIdentity(schema), {
    identity: { peak: ["column", "row_index"] },
    problems: [],
  });
  schema.properties.findings = { type: "array", maxItems: 0 };
  assert.deepEqual(findingIdentity(schema), { identity: {}, problems: [] });
});

Deno.test("findingIdentity() refuses findings that cannot be told apart or named", () => {
  const cases: readonly (readonly [(schema: Loose) => void, RegExp])[] = [
    [(s) => delete s.properties.findings, /must describe findings as a list/],
    [(s) => s.properties.findings.items = { type: "object" }, /tell findings apart by kind/],
    [(s) => delete s.properties.findings.items.discriminator, /tell findings apart by kind/],
    [(s) => s.properties.findings.items.oneOf = [{ type: "object" }], /oneOf\/0 must be/],
    [(s) => s.$defs.peak.properties.kind.const = "top", /must have properties.kind.const = "peak"/],
    [(s) => delete s.$defs.peak["x-identity"], /needs "x-identity"/],
    [(s) => s.$defs.peak["x-identity"] = ["score"], /"score" does not identify a finding/],
    [(s) => s.$defs.peak["x-identity"] = ["row"], /"row" must be among the required fields/],
    [
      (s) => s.$defs.peak.required.push("row") && (s.$defs.peak["x-identity"] = ["row"]),
      /"row" is not a property/,
    ],
    [(s) => s.$defs = {}, /must have properties.kind.const/],
  ];
  for (const [change, expected] of cases) {
    const found = changed(change);
    assert.ok(found.some((message) => expected.test(message)), JSON.stringify(found));
  }
});
