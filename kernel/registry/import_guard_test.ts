import assert from "node:assert/strict";
import { type ImportTarget, resolveImport } from "./import_guard.ts";

const WORLD = {
  plugin: new Set(["plugin.ts", "maths/fit.ts", "data.json"]),
  harness: new Set([
    "plugins/_sdk/mod.ts",
    "plugins/_sdk/stats/rng.ts",
    "kernel/contract/frame.ts",
  ]),
  npm: new Map([["ml-matrix", "ml-matrix"], ["short", "@scope/long"]]),
};
const PLUGIN = { space: "plugin", path: "maths/fit.ts" } as const;
const SDK = { space: "harness", path: "plugins/_sdk/mod.ts" } as const;

function show(target: ImportTarget): string {
  if ("refused" in target) return "refused";
  return "npm" in target ? `npm ${target.npm}` : `${target.module.space} ${target.module.path}`;
}

Deno.test("resolveImport() allows the own folder, the SDK and named packages, and nothing else", () => {
  const cases: readonly (readonly [typeof PLUGIN | typeof SDK, string, string])[] = [
    [PLUGIN, "harness/sdk", "harness plugins/_sdk/mod.ts"],
    [PLUGIN, "../plugin.ts", "plugin plugin.ts"],
    [PLUGIN, "./../data.json", "plugin data.json"],
    [PLUGIN, "../maths/./fit.ts", "plugin maths/fit.ts"],
    [PLUGIN, "ml-matrix", "npm ml-matrix"],
    [PLUGIN, "short/sub/path.js", "npm @scope/long/sub/path.js"],
    [PLUGIN, "../../plugin.ts", "refused"],
    [PLUGIN, "../../maths/fit.ts", "refused"],
    [PLUGIN, "../../../plugins/_sdk/mod.ts", "refused"],
    [PLUGIN, "./fit", "refused"],
    [PLUGIN, "/plugin.ts", "refused"],
    [PLUGIN, "file:///plugin.ts", "refused"],
    [PLUGIN, "FILE:///plugin.ts", "refused"],
    [PLUGIN, "node:fs", "refused"],
    [PLUGIN, "fs", "refused"],
    [PLUGIN, "harness/sdk/stats", "refused"],
    [PLUGIN, "short/../../secret", "refused"],
    [PLUGIN, "@scope/long", "refused"],
    [PLUGIN, "", "refused"],
    [PLUGIN, ".", "refused"],
    [PLUGIN, "..", "refused"],
    [PLUGIN, "constructor", "refused"],
    [PLUGIN, "#internal", "refused"],
    [PLUGIN, "C:\\windows\\x.ts", "refused"],
    [SDK, "./stats/rng.ts", "harness plugins/_sdk/stats/rng.ts"],
    [SDK, "../../kernel/contract/frame.ts", "harness kernel/contract/frame.ts"],
    [SDK, "../../kernel/store/pack_reader.ts", "refused"],
    [SDK, "../../kernel/contract/validators.ts", "refused"],
    [SDK, "../ingest_tabular/plugin.ts", "refused"],
    [SDK, "../../../etc/passwd", "refused"],
  ];
  for (const [importer, specifier, expected] of cases) {
    assert.equal(show(resolveImport(importer, specifier, WORLD)), expected, specifier);
  }
});

Deno.test("resolveImport() says what to write when only the extension is missing", () => {
  const target = resolveImport({ space: "plugin", path: "plugin.ts" }, "./maths/fit", WORLD);
  assert.ok("refused" in target);
  assert.equal(target.fix, 'write "maths/fit.ts"');
});
