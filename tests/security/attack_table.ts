/**
 * Prints the table of attacks as Markdown: what is tried, what stops it, and the folder that shows
 * it. `deno run --allow-read tests/security/attack_table.ts`
 */
import { attackNames, readAttack } from "./run_attack.ts";

const cell = (text: string) => text.replaceAll("|", "\\|");

console.log("| attack | stopped by | evidence |\n|---|---|---|");
for (const name of attackNames()) {
  const { attack, stopped_by, residual } = await readAttack(name);
  const note = residual === undefined ? "" : " (limit of wall 1)";
  console.log(`| ${cell(attack)} | ${cell(stopped_by)}${note} | \`fixtures/attacks/${name}\` |`);
}
