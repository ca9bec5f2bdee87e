import assert from "node:assert/strict";
import type { Walls } from "../../kernel/sandbox/walls.ts";
import { attackNames, type Outcome, readAttack, runAttack } from "./run_attack.ts";

/**
 * One test for each attack (and each case of it): it must end exactly as its expect.json says, and
 * whatever it says, no planted secret may turn up, no listener be reached, no file differ, no
 * process be left.
 * @param walls what the attacks run behind
 */
export function checkAttacks(walls: Walls): void {
  const wall1 = walls.bubblewrap === null;
  const behind = wall1 ? "wall 1 alone" : "both walls";
  for (const name of attackNames()) {
    const check = async (outcome: Outcome, settings: Record<string, unknown>) => {
      const { status, code, attempts, ...observed } = await runAttack(name, walls, settings);
      assert.deepEqual({ status, code, attempts }, outcome, observed.message || observed.stderr);
      assert.deepEqual(observed.leaks, [], "the planted secret turned up");
      assert.deepEqual(observed.contacts, [], "a listener was reached");
      assert.deepEqual(observed.changed, [], "planted files differ");
      assert.deepEqual(observed.unescaped, [], "control characters got through");
      assert.deepEqual(observed.orphans, [], "processes were left");
    };
    Deno.test(`${name} gets nothing past ${behind}`, async (test) => {
      const attack = await readAttack(name);
      const expect = wall1 ? { ...attack.expect, ...attack.wall1 } : attack.expect;
      if (attack.cases === undefined) return await check(expect, {});
      for (const [title, { settings, expect }] of Object.entries(attack.cases)) {
        await test.step(title, () => check(expect, settings));
      }
    });
  }
}
