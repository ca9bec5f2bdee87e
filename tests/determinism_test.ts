/** The same file, plugins, settings and seed give the same bytes, wherever and whenever. */
import assert from "node:assert/strict";
import { hashFolder, PROJECT, runJson } from "./run_harness.ts";

const DEMO = `${PROJECT}/fixtures/demo.csv`;
const NILE = `${PROJECT}/fixtures/nile.csv`;

/** Hashes of what a run's report is: the three reports and every artifact. */
async function reportHashes(
  words: readonly string[],
  env: Record<string, string>,
  file = NILE,
) {
  const appdata = await Deno.makeTempDir({ prefix: "harness_determinism_" });
  try {
    const { code, json, stderr } = await runJson([file, "--appdata", appdata, ...words], { env });
    assert.equal(code, 0, stderr);
    const folder = json.report_json.slice(0, json.report_json.lastIndexOf("/"));
    const hashes = await hashFolder(folder);
    for (const name of ["owner.lock", "run.json", "run.log.jsonl"]) delete hashes[name];
    return { hashes, run_key: json.run_key, report: await Deno.readTextFile(json.report_json) };
  } finally {
    await Deno.remove(appdata, { recursive: true });
  }
}

Deno.test("two runs under different zones, languages and jobs give identical bytes", async () => {
  const first = await reportHashes(["--jobs", "1"], {
    TZ: "Pacific/Kiritimati",
    LANG: "tr_TR.UTF-8",
    LC_ALL: "tr_TR.UTF-8",
  }, DEMO);
  const second = await reportHashes(["--jobs", "4"], {
    TZ: "America/St_Johns",
    LANG: "de_DE.UTF-8",
    LC_ALL: "C",
  }, DEMO);
  assert.ok("report.json" in first.hashes && "report.md" in first.hashes);
  assert.ok("report.html" in first.hashes);
  assert.ok(Object.keys(first.hashes).length > 4, "the run has artifacts to compare");
  assert.deepEqual(second.hashes, first.hashes);
  assert.equal(second.run_key, first.run_key);
});

Deno.test("another seed is another run key, and one wall gives the bytes of two", async () => {
  const plain = await reportHashes([], {});
  const flags = await reportHashes(["--walls", "flags"], {});
  const seeded = await reportHashes(["--seed", "7"], {});
  assert.deepEqual(flags.hashes, plain.hashes);
  assert.notEqual(seeded.run_key, plain.run_key);
});

Deno.test("report.json holds no time, host, path or random id", async () => {
  const { report } = await reportHashes([], {});
  const host = (await new Deno.Command("uname", { args: ["-n"] }).output()).stdout;
  const name = new TextDecoder().decode(host).trim();
  for (
    const forbidden of [
      DEMO,
      "/tmp",
      Deno.cwd(),
      `"${name}"`,
      new Date().toISOString().slice(0, 10),
    ]
  ) {
    assert.ok(!report.includes(forbidden), forbidden);
  }
});
