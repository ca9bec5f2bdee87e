/** A kernel killed at every change of what is on the disk: N = 1, 2, 3, … until a run ends. */
import assert from "node:assert/strict";
import { killAndResume, undisturbedRun } from "../crash_kernel.ts";

const NILE = `${import.meta.dirname}/../../fixtures/nile.csv`;
const MOST = 400;

Deno.test("a kernel killed at any transition leaves nothing false, half or running", async (test) => {
  const folder = await Deno.makeTempDir({ prefix: "harness_crash_all_" });
  try {
    const undisturbed = await undisturbedRun(folder, NILE);
    let n = 1;
    for (let name: string | undefined = ""; name !== undefined; n++) {
      assert.ok(n < MOST, "the run ends at last");
      await test.step(`transition ${n}`, async () => {
        name = await killAndResume(folder, undisturbed, n);
      });
    }
    assert.ok(n > 30, `only ${n} transitions`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
