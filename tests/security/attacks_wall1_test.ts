// Needs: deno test --allow-read --allow-write --allow-run --allow-net=127.0.0.1
// --allow-env=HARNESS_TEST_SECRET (the attacked processes get none of these); with a bare
// --allow-net a unix socket is listened on too.
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import { checkAttacks } from "./check_attacks.ts";

checkAttacks(await detectWalls("flags"));
