import assert from "node:assert/strict";
import type { StepKeyParts } from "../canonical/keys.ts";
import { compareKeys } from "./compare_keys.ts";

const PARTS: StepKeyParts = {
  protocol: 1,
  runtime: "deno 2.9.6 x86_64",
  plugin_id: "p",
  code_hash: "c".repeat(64),
  settings_hash: "5".repeat(64),
  inputs: ["1".repeat(64)],
  upstream: { profile: "2".repeat(64), gone: "3".repeat(64) },
  seed: "4".repeat(64),
  extra: null,
};
const BEFORE = { key_parts: PARTS, settings: { alpha: 0.05, columns: null } };

Deno.test("compareKeys() says nothing of equal keys", () => {
  assert.deepEqual(compareKeys(BEFORE, structuredClone(BEFORE)), []);
});

const CASES: readonly [change: Partial<StepKeyParts>, part: string, detail: RegExp][] = [
  [{ code_hash: "d".repeat(64) }, "code", /cccccccccccc → dddddddddddd/],
  [{ inputs: ["9".repeat(64)] }, "input", /111111111111 → 999999999999/],
  [{ seed: "0".repeat(64) }, "seed", /--seed/],
  [{ runtime: "deno 3.0.0 aarch64" }, "runtime", /deno 2\.9\.6 x86_64 → deno 3/],
  [{ protocol: 2 }, "protocol", /1 → 2/],
  [{ extra: "e".repeat(64) }, "extra", /catalogue/],
];

for (const [change, part, detail] of CASES) {
  Deno.test(`compareKeys() names the ${part} and nothing else when it changed`, () => {
    const changes = compareKeys(BEFORE, { ...BEFORE, key_parts: { ...PARTS, ...change } });
    assert.deepEqual(changes.map((each) => each.part), [part]);
    assert.match(changes[0]!.detail, detail);
  });
}

Deno.test("compareKeys() names each setting that changed with both values", () => {
  const settings = { alpha: 0.01, columns: null, extra: "x".repeat(100) };
  const key_parts = { ...PARTS, settings_hash: "6".repeat(64) };
  assert.deepEqual(compareKeys(BEFORE, { key_parts, settings }), [
    { part: "settings", detail: "alpha: 0.05 → 0.01" },
    { part: "settings", detail: `extra: not set → "${"x".repeat(58)}…` },
  ]);
});

Deno.test("compareKeys() names which upstream results changed, came or went", () => {
  const upstream = { profile: "7".repeat(64), late: "8".repeat(64) };
  const changes = compareKeys(BEFORE, { ...BEFORE, key_parts: { ...PARTS, upstream } });
  assert.deepEqual(changes, [
    { part: "upstream", detail: "the result of gone is no longer there" },
    { part: "upstream", detail: "the result of late is new" },
    { part: "upstream", detail: "the result of profile: 222222222222 → 777777777777" },
  ]);
});
