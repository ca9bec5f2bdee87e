import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { truthJsonSchema, truthSchema } from "./truth_schema.ts";

const PUBLISHED = new URL("../../schemas/ground_truth.schema.json", import.meta.url);
const FIXTURES = new URL("../../fixtures/", import.meta.url);

Deno.test("schemas/ground_truth.schema.json is what truth files are checked with", () => {
  const fresh = `${JSON.stringify(truthJsonSchema(), null, 2)}\n`;
  assert.equal(
    Deno.readTextFileSync(PUBLISHED),
    fresh,
    "run `deno run -A scripts/write_truth_schema.ts`",
  );
});

Deno.test("every truth fixture fits the published schema and the one in code", () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false });
  const valid = ajv.compile(JSON.parse(Deno.readTextFileSync(PUBLISHED)));
  const names = [...Deno.readDirSync(FIXTURES)].map(({ name }) => name)
    .filter((name) => name.endsWith(".truth.yaml"));
  assert.ok(names.length >= 2);
  for (const name of names) {
    const value = parse(Deno.readTextFileSync(new URL(name, FIXTURES)));
    assert.ok(valid(value), `${name}: ${JSON.stringify(valid.errors)}`);
    assert.equal(truthSchema.safeParse(value).success, true, name);
  }
});

Deno.test("every key of a truth file has a description", () => {
  const bare: string[] = [];
  // deno-lint-ignore no-explicit-any
  const walk = (node: any, path: string) => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, member] of Object.entries<typeof node>(node.properties ?? {})) {
      const target = member.$ref === undefined ? member : schema.$defs[member.$ref.slice(8)];
      if ((member.description ?? target.description) === undefined) bare.push(`${path}/${key}`);
      walk(target, `${path}/${key}`);
    }
    for (const key of ["items", "additionalProperties"]) walk(node[key], path);
    for (const branch of [...node.anyOf ?? [], ...node.oneOf ?? []]) walk(branch, path);
  };
  // deno-lint-ignore no-explicit-any
  const schema: any = truthJsonSchema();
  walk(schema, "");
  assert.deepEqual(bare, []);
});
