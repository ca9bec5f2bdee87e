import assert from "node:assert/strict";
import { DIAGNOSTICS_ERRORS } from "../diagnostics/errors.ts";
import { pluginChanged, REGISTRY_ERRORS } from "./errors.ts";

Deno.test("every error code that this area uses is explained, and every explained code is used", () => {
  const used = new Set<string>();
  for (const folder of [".", "../diagnostics"]) {
    const url = new URL(`${folder}/`, import.meta.url);
    for (const { name } of Deno.readDirSync(url)) {
      if (!name.endsWith(".ts") || name.endsWith("_test.ts")) continue;
      const text = Deno.readTextFileSync(new URL(name, url));
      for (const [, code] of text.matchAll(/"(E_[A-Z_]+)"/g)) used.add(code!);
    }
  }
  const explained = [...Object.keys(REGISTRY_ERRORS), ...Object.keys(DIAGNOSTICS_ERRORS)];
  assert.deepEqual([...used].sort(), explained.sort());
});

Deno.test("pluginChanged() lists a few changes and counts the rest", () => {
  const changes = Array.from({ length: 20 }, (_, i) => `changed f${i}.ts`);
  const { message } = pluginChanged("x1", changes, "external");
  assert.ok(message.endsWith("changed f5.ts; and 14 more"));
});
