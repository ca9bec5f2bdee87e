/**
 * The bundler's process, with the checks of its imports taken away: what esbuild itself would read
 * for a stranger's source is not there.
 */
import assert from "node:assert/strict";
import { detectWalls, type WallsMode } from "../../kernel/sandbox/walls.ts";
import { BUNDLER_SOURCES, readHarnessSources } from "../../kernel/registry/harness_sources.ts";
import { bundlerWalls } from "../../kernel/registry/bundler_walls.ts";
import { runBundler } from "../../kernel/registry/run_bundler.ts";
import { inTempFolder } from "../../kernel/registry/testing/write_example_plugin.ts";
import { PROJECT } from "../run_harness.ts";

const GUARD =
  'plugins: [{ name: "import guard", setup: (build) => guard(build, plugin, job, world) }],';
/** The plugin's one source is handed over; every import of it is esbuild's own affair. */
const NO_GUARD = `plugins: [{
  name: "no guard",
  setup(build) {
    void [guard, world];
    build.onResolve({ filter: /^plugin\\.ts$/ }, () => ({ namespace: "plugin", path: "plugin.ts" }));
    build.onLoad({ filter: /.*/, namespace: "plugin" }, () => ({
      contents: plugin.sources["plugin.ts"]!,
      loader: "ts",
      resolveDir: "/",
    }));
  },
}],`;

/** A project whose bundler checks no import. */
function unguardedProject(folder: string): string {
  Deno.mkdirSync(`${folder}/kernel/registry`, { recursive: true });
  for (const path of ["deno.json", "deno.lock", ...BUNDLER_SOURCES]) {
    const text = Deno.readTextFileSync(`${PROJECT}/${path}`);
    if (path.endsWith("bundle_plugin.ts")) assert.ok(text.includes(GUARD), "the guard is there");
    Deno.writeTextFileSync(`${folder}/${path}`, text.replace(GUARD, () => NO_GUARD));
  }
  Deno.symlinkSync(`${PROJECT}/node_modules`, `${folder}/node_modules`);
  return folder;
}

async function bundleUnguarded(project_dir: string, sources: readonly string[], mode: WallsMode) {
  const { esbuild_version } = readHarnessSources(PROJECT);
  const plugins = sources.map((source, i) => ({
    id: `x${i}`,
    entrypoint: "plugin.ts",
    sources: { "plugin.ts": source },
    config_schema: { type: "object" },
    output_schema: { type: "object" },
    defaults: {},
  }));
  const walls = await detectWalls(mode);
  const job = { project_dir, npm: {}, harness: {}, plugins };
  return (await runBundler(job, { project_dir, walls, esbuild_version })).plugins;
}

const both = (await detectWalls("auto")).bubblewrap !== null;

Deno.test({
  name: "with its checks of imports taken away, the bundler still finds no file of the user's",
  ignore: !both,
  fn: () =>
    inTempFolder(async (folder) => {
      const project = unguardedProject(`${folder}/project`);
      const secret = `${folder}/secret.txt`;
      const token = crypto.randomUUID();
      Deno.writeTextFileSync(secret, token);
      Deno.writeTextFileSync(`${folder}/secret.json`, JSON.stringify(token));
      Deno.writeTextFileSync(`${project}/plugins.lock`, token);
      const text = 'with { type: "text" }';
      const sources = [
        `import s from "${secret}" ${text};\nexport default s;\n`,
        `import s from "${folder}/secret.json";\nexport default s;\n`,
        `import s from "..${secret}" ${text};\nexport default s;\n`,
        `import s from "${project}/plugins.lock" ${text};\nexport default s;\n`,
        "import s from `" + folder + "/${globalThis.x}.json`;\nexport default s;\n",
        `export default await import(\`${folder}/sec\${globalThis.x}.json\`);\n`,
        `export default require(\`${folder}/sec\${globalThis.x}.json\`);\n`,
        `import s from "/proc/1/root${secret}" ${text};\nexport default s;\n`,
        `import s from "/proc/self/cwd/../${secret}" ${text};\nexport default s;\n`,
        `import s from "/etc/passwd" ${text};\nexport default s;\n`,
        `import s from "/harness/project/plugins.lock" ${text};\nexport default s;\n`,
      ];
      // Without the second wall it does, so this test could fail.
      const [open] = await bundleUnguarded(project, sources.slice(0, 1), "flags");
      assert.ok(open!.bundle.includes(token));
      // What it may see it does see: the wall, and not a bundler that does not work, keeps it out.
      const visible = `import s from "/harness/project/deno.json" ${text};\nexport default s;\n`;
      const made = [...await bundleUnguarded(project, [...sources, visible], "strict")];
      assert.match(made.pop()!.bundle, /nodeModulesDir/);
      made.forEach(({ bundle, problems }, i) => {
        assert.ok(!JSON.stringify([bundle, problems]).includes(token), sources[i]);
        assert.doesNotMatch(bundle, /root:/, sources[i]);
      });
    }),
});

Deno.test("bundlerWalls() says what is open on a machine without the second wall", async () => {
  const flags = bundlerWalls(await detectWalls("flags"));
  assert.match(flags.open!, /the user's own rights/);
  assert.equal(flags.standing[0], "checked imports");
  if (both) assert.equal(bundlerWalls(await detectWalls("strict")).open, null);
});
