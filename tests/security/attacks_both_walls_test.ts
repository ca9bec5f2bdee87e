// Needs what attacks_wall1_test.ts needs, and bubblewrap; without it this says so and the attacks
// run behind wall 1 in the other file only.
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import { checkAttacks } from "./check_attacks.ts";

const walls = await detectWalls("auto");
if (walls.bubblewrap !== null) {
  checkAttacks(walls);
} else {
  const why = walls.missing.map((part) => `${part.name}: ${part.why}`).join("; ");
  Deno.test(`BOTH WALLS WERE NOT TESTED on this machine, only wall 1 (${why})`, () => {});
}
