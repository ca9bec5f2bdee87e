import assert from "node:assert/strict";
import { runOptions } from "./run_options.ts";

Deno.test("runOptions() fills in what was not given", () => {
  assert.deepEqual(runOptions({ appdata: "/a" }), {
    appdata: "/a",
    choice: "auto",
    seed: 0,
    jobs: null,
    walls: "auto",
    plugin_folders: [],
    network_allowed: false,
    reuse: true,
  });
});

Deno.test("runOptions() takes lists of ids, numbers and modes", () => {
  const options = runOptions({
    appdata: "/a",
    plugins: "b, a,b",
    seed: "9007199254740991",
    jobs: "2",
    walls: "strict",
    pluginsDir: ["/p"],
    allowNetworkDev: true,
  });
  assert.deepEqual(options.choice, ["b", "a"]);
  assert.equal(options.seed, Number.MAX_SAFE_INTEGER);
  assert.equal(options.jobs, 2);
  assert.equal(options.walls, "strict");
  assert.deepEqual(options.plugin_folders, ["/p"]);
  assert.equal(options.network_allowed, true);
});

Deno.test("runOptions() refuses what an option does not take", () => {
  const bad: Record<string, string>[] = [
    { seed: "-1" },
    { seed: "1.5" },
    { seed: "9007199254740992" },
    { seed: "" },
    { seed: "NaN" },
    { jobs: "0" },
    { jobs: "1e3" },
    { walls: "none" },
    { plugins: "a,,b" },
    { plugins: "../x" },
    { plugins: "" },
  ];
  for (const options of bad) {
    assert.throws(() => runOptions({ appdata: "/a", ...options }), { code: "E_USAGE_OPTION" });
  }
});
