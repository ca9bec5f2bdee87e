/**
 * Writes docs/attacks.md, and the table of attacks in README.md, from the suite in fixtures/attacks.
 *
 *   deno run -A scripts/write_attacks.ts            writes them
 *   deno run -A scripts/write_attacks.ts --check    says whether they are stale, exit 1 if so
 */
import { attacksPage, readAttacks, readmeWithAttacks } from "./attacks/attack_tables.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");
const attacks = readAttacks(PROJECT);
const readme = `${PROJECT}/README.md`;
const wanted = new Map([
  [`${PROJECT}/docs/attacks.md`, attacksPage(attacks)],
  [readme, readmeWithAttacks(Deno.readTextFileSync(readme), attacks)],
]);

let stale = false;
for (const [path, text] of wanted) {
  if (!Deno.args.includes("--check")) {
    Deno.writeTextFileSync(path, text);
  } else if (Deno.readTextFileSync(path) !== text) {
    console.error(`stale: ${path}; run deno run -A scripts/write_attacks.ts`);
    stale = true;
  }
}
if (stale) Deno.exit(1);
