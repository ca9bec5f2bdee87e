/** At run time nothing needs, tries or can reach a network. */
import assert from "node:assert/strict";
import { PROJECT, runJson } from "./run_harness.ts";

const DEMO = `${PROJECT}/fixtures/demo.csv`;
const NO_NETWORK = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--"];

async function canUnshare(): Promise<boolean> {
  try {
    const args = [...NO_NETWORK.slice(1), "true"];
    return (await new Deno.Command(NO_NETWORK[0]!, { args }).output()).success;
  } catch {
    return false;
  }
}

const here = await canUnshare();

Deno.test({
  name: "a run completes in a namespace that has no network" +
    (here ? "" : " (SKIPPED: bubblewrap does not work here)"),
  ignore: !here,
  async fn() {
    const appdata = await Deno.makeTempDir({ prefix: "harness_offline_" });
    try {
      const { code, json, stderr } = await runJson([DEMO, "--appdata", appdata], {
        prefix: NO_NETWORK,
      });
      assert.equal(code, 0, stderr);
      assert.equal(json.status, "completed");
    } finally {
      await Deno.remove(appdata, { recursive: true });
    }
  },
});
