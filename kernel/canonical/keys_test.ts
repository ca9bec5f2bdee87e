import assert from "node:assert/strict";
import { hashOf, sha256Hex } from "./hash.ts";
import { findingId, pluginSeed, stepKey } from "./keys.ts";

Deno.test("sha256Hex() gives the published digests of FIPS 180-4", () => {
  assert.equal(
    sha256Hex(""),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  assert.equal(
    sha256Hex("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("hashOf() depends on the value, not on the order of its keys", () => {
  assert.equal(hashOf({ a: 1, b: 2 }), hashOf({ b: 2, a: 1 }));
  assert.notEqual(hashOf({ a: 1, b: 2 }), hashOf({ a: 2, b: 1 }));
});

Deno.test("pluginSeed() differs by seed and by plugin, and stays what it was", () => {
  assert.notEqual(pluginSeed(0, "a"), pluginSeed(1, "a"));
  assert.notEqual(pluginSeed(0, "a"), pluginSeed(0, "b"));
  assert.equal(pluginSeed(0, "a"), sha256Hex('["seed",0,"a"]'));
});

Deno.test("stepKey() changes with every part", () => {
  const parts = {
    protocol: 1,
    runtime: "r",
    plugin_id: "p",
    code_hash: "c",
    settings_hash: "s",
    inputs: ["i"],
    upstream: { u: "h" },
    seed: "d",
    extra: null,
  };
  const changed = [
    { protocol: 2 },
    { runtime: "x" },
    { plugin_id: "q" },
    { code_hash: "x" },
    { settings_hash: "x" },
    { inputs: ["i", "j"] },
    { upstream: { u: "x" } },
    { seed: "x" },
    { extra: "x" },
  ].map((change) => stepKey({ ...parts, ...change }));
  assert.equal(new Set([stepKey(parts), ...changed]).size, changed.length + 1);
});

Deno.test("findingId() is 16 hex digits of what the finding is about", () => {
  const id = findingId("p", "cluster", "d", { column: "x", start: 1 });
  assert.match(id, /^[0-9a-f]{16}$/);
  assert.equal(id, findingId("p", "cluster", "d", { start: 1, column: "x" }));
  assert.notEqual(id, findingId("p", "cluster", "d", { start: 2, column: "x" }));
});
