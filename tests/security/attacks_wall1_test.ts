// Needs: deno test --allow-read --allow-write --allow-run --allow-net --allow-env=HARNESS_TEST_SECRET
// (the attacked processes get none of these; listeners are on 127.0.0.1 and unix sockets).
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import { checkAttacks } from "./check_attacks.ts";

checkAttacks(await detectWalls("flags"));
