/** The tables of attacks follow from the suite, and SECURITY.md names exactly its residuals. */
import assert from "node:assert/strict";
import { ATTACK_CLASSES, attackClass } from "./attacks/attack_class.ts";
import { attacksPage, readAttacks, readmeWithAttacks } from "./attacks/attack_tables.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");
const ATTACKS = readAttacks(PROJECT);
const STALE = "stale: run deno run -A scripts/write_attacks.ts";

Deno.test("docs/attacks.md and README.md's table of attacks follow from the suite", () => {
  assert.equal(Deno.readTextFileSync(`${PROJECT}/docs/attacks.md`), attacksPage(ATTACKS), STALE);
  const readme = Deno.readTextFileSync(`${PROJECT}/README.md`);
  assert.equal(readme, readmeWithAttacks(readme, ATTACKS), STALE);
});

Deno.test("every attack has a kind, no kind is empty, and each is counted once", () => {
  const counts = ATTACK_CLASSES.map((each) =>
    ATTACKS.filter(({ name }) => attackClass(name) === each).length
  );
  for (const [i, count] of counts.entries()) assert.ok(count > 0, ATTACK_CLASSES[i]!.title);
  assert.equal(counts.reduce((sum, count) => sum + count, 0), ATTACKS.length);
  assert.throws(() => attackClass("unheard_of"), /no kind/);
});

Deno.test("SECURITY.md names every residual of wall 1 in the suite, and no other", () => {
  const text = Deno.readTextFileSync(`${PROJECT}/SECURITY.md`);
  const section = /## What wall 1 alone leaves open\n([^]*?)\n## /.exec(text)?.[1] ?? "";
  const named = [...section.matchAll(/\[`([a-z0-9_]+)`\]\(fixtures\/attacks\/\1\)/g)]
    .map((match) => match[1]!).sort();
  const marked = ATTACKS.filter(({ residual }) => residual === "wall1").map(({ name }) => name);
  assert.ok(marked.length > 0);
  assert.deepEqual(named, marked);
});

Deno.test("every attack and every file that SECURITY.md names is there", () => {
  const text = Deno.readTextFileSync(`${PROJECT}/SECURITY.md`);
  const paths = [...text.matchAll(/\]\(([a-z][^)#:]*)\)/g)].map((match) => match[1]!);
  assert.ok(paths.length > 20);
  for (const path of paths) assert.ok(Deno.statSync(`${PROJECT}/${path}`), path);
});
