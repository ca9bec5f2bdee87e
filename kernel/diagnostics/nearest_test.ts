import assert from "node:assert/strict";
import { nearest } from "./nearest.ts";

const KEYS = ["id", "name", "version", "type", "entrypoint", "depends_on", "capabilities"];

Deno.test("nearest() finds a mistyped word and stays silent when nothing is near", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["verison", "version"],
    ["Version", "version"],
    ["depend_on", "depends_on"],
    ["capabilites", "capabilities"],
    ["entry_point", "entrypoint"],
    ["tpye", "type"],
    ["colour", undefined],
    ["xy", undefined],
    ["", undefined],
    ["v".repeat(10_000), undefined],
  ];
  for (const [word, expected] of cases) assert.equal(nearest(word, KEYS), expected, word);
});

Deno.test("nearest() prefers the earlier of two equally near candidates", () => {
  assert.equal(nearest("cat", ["bat", "rat"]), "bat");
  assert.equal(nearest("cat", ["rat", "bat"]), "rat");
});
