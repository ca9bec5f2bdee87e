import assert from "node:assert/strict";
import { effectiveSettings, settingsLayer } from "./settings_layers.ts";

Deno.test("effectiveSettings() lays later layers over earlier ones, key by key", () => {
  const layers = [
    { source: "the planner", settings: { a: { x: 2, y: 2 } } },
    { source: "settings.yaml", settings: { a: { y: 3 }, b: { x: 9 } } },
  ];
  assert.deepEqual(effectiveSettings("a", { x: 1, y: 1, z: 1 }, layers), { x: 2, y: 3, z: 1 });
  assert.deepEqual(effectiveSettings("toString", { x: 1 }, layers), { x: 1 });
});

Deno.test("settingsLayer() names an unknown plugin, the file and the nearest known id", () => {
  assert.throws(() => settingsLayer({ ingest_tabula: {} }, "s.yaml", ["ingest_tabular"]), {
    code: "E_PLUGIN_UNKNOWN",
    next: /did you mean ingest_tabular/,
    message: /s\.yaml/,
  });
});

Deno.test("settingsLayer() refuses what is not a mapping of mappings", () => {
  for (const value of [null, [], 3, { a: [] }, { a: 1 }, { a: null }]) {
    assert.throws(() => settingsLayer(value, "s.yaml", ["a"]), { code: "E_SETTINGS_INVALID" });
  }
});
