import assert from "node:assert/strict";
import {
  isDeeperThan,
  validateManifest,
  validatePluginSchema,
  validateReport,
  validateResult,
} from "./validators.ts";

function manifest(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "demo",
    name: "Demo",
    version: "1.0.0",
    type: "analysis",
    entrypoint: "plugin.ts",
    depends_on: [],
    capabilities: ["needs_numeric"],
    config_schema: "config.schema.json",
    output_schema: "output.schema.json",
    settings: { description: "d", defaults: {} },
    references: [{ authors: "A", year: 2009, title: "T", doi: "10.1186/1476-072X-8-58" }],
    sandbox: {
      no_network: true,
      fs_allowlist: ["run_dir", "plugins"],
      limits: {
        memory_mb: 256,
        wall_ms: 60000,
        cpu_ms: 60000,
        output_mb: 16,
        artifacts_mb: 16,
      },
    },
    ...change,
  };
}

Deno.test("validateManifest() accepts a manifest with exactly the contract's keys", async () => {
  assert.deepEqual(await validateManifest(manifest()), []);
});

Deno.test("validateManifest() says of every wrong key and value what to write", async () => {
  const cases: readonly (readonly [Record<string, unknown>, string, RegExp, RegExp])[] = [
    [{ type: "analysys" }, "/type", /^must be one of "ingest", .*not "analysys"$/, /"analysis"/],
    [{ verison: "1.0.0" }, "/verison", /^unknown key "verison"$/, /^write "version"$/],
    [{ version: "1.0" }, "/version", /^must look like .* not "1.0"$/, /^$/],
    [{ version: 1 }, "/version", /^must be text, not 1$/, /^$/],
    [{ id: "Demo" }, "/id", /^must look like/, /^$/],
    [{ entrypoint: "../plugin.ts" }, "/entrypoint", /^must look like/, /^$/],
    [{ entrypoint: "/etc/plugin.ts" }, "/entrypoint", /^must look like/, /^$/],
    [{ config_schema: "../x.json" }, "/config_schema", /^must look like/, /^$/],
    [{ capabilities: ["needs_number"] }, "/capabilities/0", /must be one of/, /"needs_numeric"/],
    [{ depends_on: ["a", "a"] }, "/depends_on", /must not repeat/, /^$/],
    [{ name: "a\u202eb" }, "/name", /must look like/, /^$/],
    [
      { references: [{ authors: "A", year: 2009, title: "T" }] },
      "/references/0",
      /^must be with "doi" or with "arxiv" or with "url"$/,
      /^$/,
    ],
    [
      { sandbox: { no_network: true, fs_allowlist: ["home"], limits: {} } },
      "/sandbox/fs_allowlist/0",
      /must be one of "run_dir", "plugins"/,
      /^$/,
    ],
  ];
  for (const [change, pointer, message, fix] of cases) {
    const problem = (await validateManifest(manifest(change))).find((p) => p.pointer === pointer);
    assert.ok(problem !== undefined, JSON.stringify(change));
    assert.match(problem.message, message);
    assert.match(problem.fix, fix);
  }
});

Deno.test("validateManifest() reports all missing keys at once, and does not take inherited ones", async () => {
  const problems = await validateManifest({ constructor: 1 });
  assert.equal(problems.filter((p) => p.message.startsWith("lacks the key")).length, 12);
  assert.ok(problems.some((p) => p.message === 'unknown key "constructor"'));
});

Deno.test("validatePluginSchema() refuses what could run, reach out or rename", async () => {
  const schema = (properties: unknown) => ({
    type: "object",
    additionalProperties: false,
    properties,
  });
  assert.deepEqual(
    await validatePluginSchema(schema({ alpha: { type: "number", exclusiveMinimum: 0 } })),
    [],
  );
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [schema({ a: { type: "string", pattern: "^(a+)+$" } }), /unknown key "pattern"/],
    [schema({ a: { patternProperties: {} } }), /unknown key "patternProperties"/],
    [schema({ a: { format: "uri" } }), /unknown key "format"/],
    [schema({ a: { $dynamicRef: "#x" } }), /unknown key "\$dynamicRef"/],
    [schema({ a: { $id: "urn:x" } }), /unknown key "\$id"/],
    [schema({ a: { $anchor: "x" } }), /unknown key "\$anchor"/],
    [schema({ a: { default: 1 } }), /unknown key "default"/],
    [schema({ a: { unevaluatedProperties: false } }), /unknown key "unevaluatedProperties"/],
    [schema({ a: { $ref: "https://example.org/x.json" } }), /must look like/],
    [schema({ a: { $ref: "#" } }), /must look like/],
    [JSON.parse('{"type":"object","properties":{"__proto__":{}}}'), /must be|does not|not/],
    [{ type: "array" }, /must be "object"/],
    [true, /must be a mapping/],
  ];
  for (const [value, message] of refused) {
    const problems = await validatePluginSchema(value);
    assert.ok(problems.some((p) => message.test(p.message)), JSON.stringify([value, problems]));
  }
});

function result(finding: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    status: "ok",
    summary: "",
    metrics: {},
    findings: [{
      kind: "cluster",
      measurement_type: "measured",
      score: 1,
      columns: ["x"],
      evidence: { row_ids: [0, 5], row_ranges: [{ start: 0, end: 1 }] },
      ...finding,
    }],
  };
}

Deno.test("validateResult() accepts own fields and refuses what no plugin may say", async () => {
  assert.deepEqual(await validateResult(result({ start: 3, mean_inside: 1.5 })), []);
  const refused: readonly (readonly [unknown, string])[] = [
    [result({ id: "mine" }), "/findings/0/id"],
    [result({ score: "high" }), "/findings/0/score"],
    [result({ p_value: 1.5 }), "/findings/0/p_value"],
    [result({ measurement_type: "modeled" }), "/findings/0"],
    [result({ measurement_type: "not_applicable" }), "/findings/0"],
    [result({ evidence: { row_ids: [-1] } }), "/findings/0/evidence/row_ids/0"],
    [result({ evidence: { row_ids: [0.5] } }), "/findings/0/evidence/row_ids/0"],
    [result({ evidence: { row_ids: [2 ** 31] } }), "/findings/0/evidence/row_ids/0"],
    [
      result({ evidence: { row_ranges: [{ start: 5, end: 5 }] } }),
      "/findings/0/evidence/row_ranges/0",
    ],
    [result({ evidence: { query: "SELECT 1" } }), "/findings/0/evidence/query"],
    [{ ...result(), findings: Array(10_001).fill(result().findings) }, "/findings"],
    [{ ...result(), status: "timeout" }, "/status"],
    [{ ...result(), report: {} }, "/report"],
    [null, ""],
    ["text", ""],
    [undefined, ""],
  ];
  for (const [value, pointer] of refused) {
    const [problem] = await validateResult(value);
    assert.equal(problem?.pointer, pointer, JSON.stringify(problem));
  }
});

Deno.test("validateResult() refuses a value nested so deeply that a validator would overflow", async () => {
  const deep = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
  const [problem] = await validateResult({ ...result(), metrics: { deep } });
  assert.match(problem?.message ?? "", /nested deeper than 64/);
  assert.equal(isDeeperThan([[1]], 2), false);
  assert.equal(isDeeperThan([[[]]], 2), true);
});

Deno.test("validateReport() has a schema to check against", async () => {
  const [problem] = await validateReport({});
  assert.match(problem?.message ?? "", /lacks the key/);
});
