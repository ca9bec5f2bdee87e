import assert from "node:assert/strict";
import { loadTruth } from "./load_truth.ts";
import { truthJsonSchema } from "./truth_schema.ts";

const README = Deno.readTextFileSync(new URL("README.md", import.meta.url));

Deno.test("every example of the README is a truth file", () => {
  const examples = [...README.matchAll(/```yaml\n([\s\S]*?)```/g)];
  assert.ok(examples.length >= 3);
  for (const [, text] of examples) loadTruth(text!, "README.md");
});

Deno.test("every key of a truth file is in the README", () => {
  const keys = new Set<string>();
  const walk = (node: unknown) => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, member] of Object.entries(node)) {
      if (key === "properties") Object.keys(member).forEach((name) => keys.add(name));
      walk(member);
    }
  };
  walk(truthJsonSchema());
  const missing = [...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(README));
  assert.deepEqual(missing, []);
});
