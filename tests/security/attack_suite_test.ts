/** The attacks themselves: enough of them, all of one form, none twice. */
import assert from "node:assert/strict";
import { type Attack, attackNames, ATTACKS, readAttack } from "./run_attack.ts";

const KEYS: readonly (keyof Attack)[] = [
  ...["attack", "stopped_by", "expect", "wall1", "residual", "type", "limits", "runs"] as const,
  ...["input", "cases"] as const,
];
const STATUSES = ["ok", "error", "timeout", "oom", "killed", "refused", "not started"];

Deno.test("there are at least a hundred attacks, and no sentence describes two", async () => {
  const names = attackNames();
  assert.ok(names.length >= 100, `${names.length}`);
  const sentences = await Promise.all(names.map(async (name) => (await readAttack(name)).attack));
  assert.equal(new Set(sentences).size, names.length);
});

for (const name of attackNames()) {
  Deno.test(`attack ${name} has a plugin and a whole expectation`, async () => {
    assert.match(name, /^[a-z][a-z0-9_]*$/);
    const files = [...Deno.readDirSync(new URL(name, ATTACKS))].map((entry) => entry.name).sort();
    assert.deepEqual(files, ["expect.json", "plugin.js"]);
    const attack = await readAttack(name);
    const unknown = Object.keys(attack).filter((key) => !KEYS.includes(key as keyof Attack));
    assert.deepEqual(unknown, []);
    assert.ok(attack.attack.length > 12 && attack.stopped_by.length > 8);
    const outcomes = attack.cases === undefined
      ? [attack.expect]
      : Object.values(attack.cases).map(({ expect }) => expect);
    assert.ok(outcomes.length > 0);
    for (const { status, code, attempts } of outcomes) {
      assert.ok(STATUSES.includes(status), status);
      assert.equal(code === null, status === "ok", "every failure has a code");
      assert.equal(attempts === null, status !== "ok", "every answer says what it got");
    }
  });
}
