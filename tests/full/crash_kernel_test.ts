/** A few of the deaths that tests/full/crash_every_transition_test.ts goes through one by one. */
import assert from "node:assert/strict";
import { killAndResume, undisturbedRun } from "../crash_kernel.ts";

const NILE = `${import.meta.dirname}/../../fixtures/nile.csv`;

Deno.test("a kernel that dies leaves true statuses, and the run is finished with its bytes", async () => {
  const folder = await Deno.makeTempDir({ prefix: "harness_crash_" });
  try {
    const undisturbed = await undisturbedRun(folder, NILE);
    for (const n of [2, 6, 9, 19, 40]) {
      const name = await killAndResume(folder, undisturbed, n);
      assert.ok(name !== undefined, `there is a transition ${n}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
