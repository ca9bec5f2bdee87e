/** Sources that are small, and that a bundler makes huge or never ends with. */
import assert from "node:assert/strict";
import { discoverPlugins } from "../../kernel/registry/discover.ts";
import { PluginProblemsError } from "../../kernel/registry/errors.ts";
import { prepareBundles } from "../../kernel/registry/prepare_bundles.ts";
import {
  inTempFolder,
  writeExamplePlugin,
} from "../../kernel/registry/testing/write_example_plugin.ts";
import { PROJECT } from "../run_harness.ts";

const doubled = Array.from({ length: 40 }, (_, i) => `b${i + 1} = b${i} + b${i},`).join(" ");
const long = "x".repeat(500_000);

const BOMBS: Readonly<Record<string, string>> = {
  doubled: `const enum A { b0 = "x", ${doubled} }\nexport default A.b40;\n`,
  repeated: `const enum E { a = "${long}" }\nexport default [${"E.a,".repeat(40_000)}];\n`,
  nested: `export default ${"(".repeat(900_000)}1${")".repeat(900_000)};\n`,
  negated: `export default ${"!".repeat(1_900_000)}1;\n`,
  long: `const enum E { a = "${long}" }\nexport default [${"E.a,".repeat(30)}];\n`,
};

for (const [name, source] of Object.entries(BOMBS)) {
  Deno.test(`the bundler's limits hold against a source that is ${name}`, () =>
    inTempFolder(async (folder) => {
      writeExamplePlugin(`${folder}/plugins`, "bomb", { "plugin.ts": source });
      const { plugins } = await discoverPlugins([{
        path: `${folder}/plugins`,
        origin: "external",
      }]);
      const error = await prepareBundles(plugins, {
        cache_dir: `${folder}/cache`,
        project_dir: PROJECT,
        deno_path: Deno.execPath(),
      }).catch((thrown) => thrown);
      assert.ok(error instanceof PluginProblemsError, String(error));
      assert.deepEqual(error.problems.map(({ code }) => code), ["E_BUNDLE_LIMIT"]);
    }));
}
