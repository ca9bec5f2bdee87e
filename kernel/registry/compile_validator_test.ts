import assert from "node:assert/strict";
import * as esbuild from "esbuild";
import { compileValidator } from "./compile_validator.ts";

const PROJECT = Deno.realPathSync(`${import.meta.dirname}/../..`);

async function load(schema: Record<string, unknown>) {
  const code = await compileValidator(schema, { all_errors: true, project_dir: PROJECT });
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  return { code, validate: (await import(url)).default, schema: (await import(url)).schema };
}

Deno.test({
  name: "names and constants of a hostile schema stay data in the generated code",
  // esbuild's service is one process for all builds.
  sanitizeResources: false,
  sanitizeOps: false,
  fn: async () => {
    const nasty = [
      '"+(globalThis.escaped=1)+"',
      "'+(globalThis.escaped=1)+'",
      "`${globalThis.escaped=1}`",
      "\\u0022;globalThis.escaped=1;//",
      "*/globalThis.escaped=1;/*",
      "\u2028globalThis.escaped=1",
      "</script>",
      "a]b.c-d/e~f",
      "constructor",
      "toString",
      "hasOwnProperty",
    ];
    const schema = {
      type: "object",
      additionalProperties: false,
      required: nasty,
      properties: Object.fromEntries(nasty.map((name) => [name, { enum: [name] }])),
      dependentRequired: Object.fromEntries(nasty.map((name) => [name, nasty])),
      description: nasty.join("\n"),
    };
    const { validate, schema: kept } = await load(schema);
    const right = Object.fromEntries(nasty.map((name) => [name, name]));
    assert.equal(validate(right), true);
    assert.equal(validate({ ...right, constructor: "x" }), false);
    const { toString: _, ...lacking } = right;
    assert.equal(validate(lacking), false, "an inherited member is not data");
    assert.equal(validate({}), false);
    assert.equal("escaped" in globalThis, false);
    assert.deepEqual(kept, schema);
    await esbuild.stop();
  },
});

Deno.test({
  name: "compileValidator() gives the same self-contained bytes every time",
  sanitizeResources: false,
  sanitizeOps: false,
  fn: async () => {
    const schema = {
      type: "object",
      properties: {
        name: { type: "string", maxLength: 3 },
        list: { type: "array", uniqueItems: true, maxItems: 9, items: { type: "object" } },
      },
    };
    const { code, validate } = await load(schema);
    assert.equal((await load(schema)).code, code);
    assert.doesNotMatch(code, /\bimport\b|node_modules|\/home\/|file:/);
    assert.equal(validate({ name: "😀😀😀" }), true, "length counts characters");
    assert.equal(validate({ list: [{ a: 1 }, { a: 1 }] }), false);
    await esbuild.stop();
  },
});
