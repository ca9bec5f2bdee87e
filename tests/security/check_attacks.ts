import assert from "node:assert/strict";
import type { Walls } from "../../kernel/sandbox/standing_walls.ts";
import { type Attack, attackNames, type Outcome, readAttack, runAttack } from "./run_attack.ts";

/** Attacks at a time: most of the slow ones only wait for a limit. */
const AT_ONCE = 4;

/**
 * Runs every attack (and each case of it): it must end exactly as its expect.json says, and
 * whatever it says, no planted secret may turn up, no listener be reached, no file differ, no
 * process be left.
 * @param walls what the attacks run behind
 */
export function checkAttacks(walls: Walls): void {
  const behind = walls.bubblewrap === null ? "wall 1 alone" : "both walls";
  Deno.test(`nothing gets past ${behind}`, async (test) => {
    const waiting = [...attackNames()];
    const work = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        await test.step({
          name,
          fn: () => checkAttack(name, walls),
          // Steps overlap, so only the whole test can tell what was left open.
          sanitizeOps: false,
          sanitizeResources: false,
          sanitizeExit: false,
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });
}

async function checkAttack(name: string, walls: Walls): Promise<void> {
  const attack = await readAttack(name);
  const wall1 = walls.bubblewrap === null;
  const cases = attack.cases ?? { "": { settings: {}, expect: attack.expect } };
  for (const [title, { settings, expect }] of Object.entries(cases)) {
    const outcome = wall1 ? { ...expect, ...attack.wall1 } : expect;
    checkExpectation(attack, outcome, wall1);
    const observed = await runAttack(name, walls, settings);
    const { status, code, attempts } = observed;
    const why = `${title} ${observed.message || observed.stderr}`;
    const refused = outcome.refused === undefined ? undefined : observed.refused;
    const { refused: expected, ...rest } = outcome;
    assert.deepEqual({ status, code, attempts }, rest, why);
    assert.deepEqual(refused, expected, `${title}: the ledger differs`);
    assert.deepEqual(observed.leaks, [], `${title}: the planted secret turned up`);
    assert.deepEqual(observed.contacts, [], `${title}: a listener was reached`);
    assert.deepEqual(observed.changed, [], `${title}: planted files differ`);
    assert.deepEqual(observed.unescaped, [], `${title}: control characters got through`);
    assert.deepEqual(observed.orphans, [], `${title}: processes were left`);
  }
}

/** An expectation may not call a success harmless, unless it is a named limit of wall 1. */
function checkExpectation(attack: Attack, outcome: Outcome, wall1: boolean): void {
  const attempts = Object.values(outcome.attempts ?? {});
  const got = attempts.filter((attempt) => attempt.startsWith("GOT"));
  if (!(wall1 && attack.residual === "wall1")) assert.deepEqual(got, []);
  if (attack.residual !== undefined) assert.ok(attack.wall1, "a residual says what it gets");
}
