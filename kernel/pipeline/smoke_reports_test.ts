import assert from "node:assert/strict";
import { sha256Hex } from "../canonical/hash.ts";
import { validateReport } from "../contract/validators.ts";
import { SMOKE_REPORTS } from "./smoke_reports.ts";

for (const { name, report, artifacts } of SMOKE_REPORTS) {
  Deno.test(`the smoke report of ${name} is a report, with the artifacts it names`, async () => {
    assert.deepEqual(await validateReport(report), []);
    const named = Object.entries(report.plugins).flatMap(([id, plugin]) =>
      plugin.artifacts.map((one) => [`${id}/${one.name}`, one] as const)
    );
    assert.deepEqual(named.map(([path]) => path), Object.keys(artifacts));
    for (const [path, { bytes, sha256 }] of named) {
      assert.equal(bytes, artifacts[path]!.length);
      assert.equal(sha256, sha256Hex(artifacts[path]!));
    }
  });
}
