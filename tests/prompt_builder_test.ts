/** The prompt builder runs when it is named, and only then; the planner's choice stands beside. */
import assert from "node:assert/strict";
import { PROJECT, runJson } from "./run_harness.ts";

Deno.test("auto runs no prompt builder, auto,llm_prompt_builder adds it to the same report", async () => {
  const appdata = await Deno.makeTempDir({ prefix: "harness_prompt_" });
  try {
    const words = [`${PROJECT}/fixtures/demo.csv`, "--appdata", appdata];
    const auto = await runJson(words);
    const steps = (run: typeof auto) => run.json.steps.map(({ plugin_id }) => plugin_id);
    assert.equal(auto.code, 0, auto.stderr);
    assert.ok(!steps(auto).includes("llm_prompt_builder"));
    const both = await runJson([...words, "--plugins", "auto,llm_prompt_builder"]);
    assert.equal(both.code, 0, both.stderr);
    assert.deepEqual(steps(both).filter((id) => id !== "llm_prompt_builder"), steps(auto));
    assert.equal(both.json.run_key, auto.json.run_key);
    assert.equal(
      await Deno.readTextFile(both.json.report_json),
      await Deno.readTextFile(auto.json.report_json),
    );
    const folder = both.json.report_json.replace(/report\.json$/, "artifacts/llm_prompt_builder");
    for (const name of ["prompt.md", "brief.md"]) {
      const text = await Deno.readTextFile(`${folder}/${name}`);
      assert.match(text, /"plugin":"analysis_scan_statistics"/);
      // operator_email is tagged by the profile: no address of it is told.
      assert.ok(!/@example/i.test(text));
    }
    const alone = await runJson([...words, "--plugins", "llm_prompt_builder"]);
    assert.ok(steps(alone).includes("llm_prompt_builder"));
    assert.ok(!steps(alone).includes("analysis_scan_statistics"));
  } finally {
    await Deno.remove(appdata, { recursive: true });
  }
});
