import assert from "node:assert/strict";
import { validatePluginSchema } from "../contract/validators.ts";
import { checkPluginSchema } from "./check_plugin_schema.ts";
import type { PluginSchema } from "./measure_schema.ts";

function config(properties: Record<string, unknown>, rest = {}): PluginSchema {
  return { type: "object", additionalProperties: false, properties, ...rest };
}

function described(schema: Record<string, unknown>): Record<string, unknown> {
  return { description: "d", ...schema };
}

async function messages(schema: PluginSchema): Promise<string[]> {
  assert.deepEqual(await validatePluginSchema(schema), [], "the meta-schema alone must accept it");
  return checkPluginSchema(schema, "config").map(({ pointer, message }) => `${pointer} ${message}`);
}

Deno.test("checkPluginSchema() accepts settings with types, bounds and shared definitions", async () => {
  const schema = config({
    columns: described({
      type: ["array", "null"],
      maxItems: 1000,
      uniqueItems: true,
      items: { type: "string", $ref: "#/$defs/name" },
    }),
    other: described({ $ref: "#/$defs/name" }),
  }, { $defs: { name: { type: "string", maxLength: 100 } } });
  assert.deepEqual(await messages(schema), []);
});

Deno.test("checkPluginSchema() refuses what could keep a validator busy", async () => {
  const doubling: Record<string, unknown> = { d0: { type: "number" } };
  for (let i = 1; i <= 40; i++) {
    const $ref = `#/$defs/d${i - 1}`;
    doubling[`d${i}`] = { allOf: [{ $ref }, { $ref }] };
  }
  let deep: Record<string, unknown> = {};
  for (let i = 0; i < 40; i++) deep = { not: deep };
  const cases: readonly (readonly [PluginSchema, RegExp])[] = [
    [
      config({ a: described({ $ref: "#/$defs/a" }) }, {
        $defs: { a: { items: { $ref: "#/$defs/a" } } },
      }),
      /^\/\$defs\/a\/items\/\$ref makes "a" contain itself/,
    ],
    [
      config({}, {
        $defs: { a: { not: { $ref: "#/$defs/b" } }, b: { not: { $ref: "#/$defs/a" } } },
      }),
      /contain itself/,
    ],
    [
      config({ a: described({ $ref: "#/$defs/nowhere" }) }),
      /^\/properties\/a\/\$ref points to "nowhere"/,
    ],
    [
      config({ a: described({ $ref: "#/$defs/d40" }) }, { $defs: doubling }),
      /expands to [0-9]+ sub-schemas/,
    ],
    [config({ a: described({ uniqueItems: true }) }), /uniqueItems needs maxItems/],
    [config({ a: described({ uniqueItems: true, maxItems: 5000 }) }), /uniqueItems needs maxItems/],
    [
      config({ a: described({ uniqueItems: true, maxItems: 9, items: { enum: [1] } }) }),
      /uniqueItems needs items with a "type"/,
    ],
    [config({ a: described({ $defs: { b: {} } }) }), /\/properties\/a\/\$defs belongs at the top/],
    [config({ a: described(deep) }), /nested deeper than 32/],
  ];
  for (const [schema, expected] of cases) {
    const found = await messages(schema);
    assert.ok(
      found.some((message) => expected.test(message)),
      JSON.stringify([found, expected.source]),
    );
  }
});

Deno.test("checkPluginSchema() wants settings closed and described", async () => {
  assert.deepEqual(await messages({ type: "object", properties: { a: { type: "number" } } }), [
    " must have additionalProperties: false, or a mistyped setting would be ignored",
    '/properties/a the setting "a" has no description',
  ]);
});
