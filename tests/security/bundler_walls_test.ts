/**
 * The bundler's process, with the checks of its imports taken away: what esbuild itself would read
 * for a stranger's source is not there.
 */
import assert from "node:assert/strict";
import { walledProgram } from "../../kernel/sandbox/walled_program.ts";
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import type { WallsMode } from "../../kernel/sandbox/standing_walls.ts";
import { BUNDLER_SOURCES, readHarnessSources } from "../../kernel/registry/harness_sources.ts";
import { bundlerWalls } from "../../kernel/registry/bundler_walls.ts";
import { bundlerProgram, runBundler } from "../../kernel/registry/run_bundler.ts";
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

/** Started with every permission Deno has, in the bundler's place: what is left of the machine? */
const TAKEN_OVER = `
const seen = {};
const attempt = async (name, work) => {
  try {
    seen[name] = "GOT " + JSON.stringify(await work());
  } catch (error) {
    seen[name] = "held";
  }
};
const { secret, port, token } = JSON.parse(Deno.args[0]);
await attempt("the file", () => Deno.readTextFile(secret));
await attempt("the file through /proc", () => Deno.readTextFile("/proc/1/root" + secret));
await attempt("passwd", () => Deno.readTextFile("/etc/passwd"));
await attempt("a file beside it", () => Deno.writeTextFile(secret + ".new", token));
for (const folder of ["/", "/tmp", "/dev", "/harness/project", "/harness/project/node_modules"]) {
  await attempt("writing to " + folder, () => Deno.writeTextFile(folder + "/new", token));
}
await attempt("the network", () => Deno.connect({ hostname: "127.0.0.1", port }));
await attempt("a shell", () => new Deno.Command("/bin/sh", { args: ["-c", "true"] }).outputSync().code);
await attempt("the environment", () => {
  if (Deno.env.get("HARNESS_SECRET") === undefined) throw new Error("none");
  return true;
});
const processes = [...Deno.readDirSync("/proc")].filter(({ name }) => /^[0-9]+$/.test(name)).length;
await attempt("another process", () => {
  if (processes <= 2) throw new Error("only itself and the first");
  return processes;
});
seen.root = [...Deno.readDirSync("/")].map(({ name }) => name).sort().join(" ");
seen.project = [...Deno.readDirSync("/harness/project")].map(({ name }) => name).sort().join(" ");
console.log(JSON.stringify(seen));
`;

Deno.test({
  name: "a bundler that has been taken over finds nothing, reaches nothing and leaves nothing",
  ignore: !both,
  fn: () =>
    inTempFolder(async (folder) => {
      const project = unguardedProject(`${folder}/project`);
      Deno.writeTextFileSync(`${project}/kernel/registry/bundler_main.ts`, TAKEN_OVER);
      const secret = `${folder}/secret.txt`;
      Deno.writeTextFileSync(secret, "TOKEN");
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      try {
        const walls = await detectWalls("strict");
        const { esbuild_version } = readHarnessSources(PROJECT);
        const spec = bundlerProgram({ project_dir: project, walls, esbuild_version }, 10_000);
        const told = JSON.stringify({ secret, port: listener.addr.port, token: "TOKEN" });
        const { program, args } = walledProgram({
          ...spec,
          args: (inside) => ["run", "-A", "--no-check", spec.args(inside).at(-1)!, told],
        });
        const { stdout, stderr } = await new Deno.Command(program, {
          args: [...args],
          env: { HARNESS_SECRET: "TOKEN" },
        }).output();
        const said = new TextDecoder().decode(stdout);
        assert.ok(said.startsWith("{"), new TextDecoder().decode(stderr));
        const { root, project: shown, ...seen } = JSON.parse(said);
        assert.deepEqual(Object.entries(seen).filter(([, end]) => end !== "held"), []);
        assert.ok(Object.keys(seen).length >= 12);
        assert.match(root, /^(?:dev|harness|input|lib\w*|proc|usr| )+$/);
        assert.equal(shown, "deno.json deno.lock kernel node_modules");
      } finally {
        listener.close();
      }
      assert.deepEqual(
        [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
        ["project", "secret.txt"],
      );
    }),
});

Deno.test("a bundler that says too much, or something else than an answer, is a failure", () =>
  inTempFolder(async (folder) => {
    const project = unguardedProject(`${folder}/project`);
    const main = `${project}/kernel/registry/bundler_main.ts`;
    const cases: readonly (readonly [string, RegExp])[] = [
      ['console.log("{");', /not JSON/],
      ['console.log(\'{"plugins": [{"id": 1}]}\');', /another form/],
      ['throw new Error("broken");', /broken/],
      ["Deno.exit(7);", /exit code 7/],
      ["const a = 'x'.repeat(1e6); for (;;) console.log(a);", /more than \d+ bytes/],
    ];
    for (const [source, reason] of cases) {
      Deno.writeTextFileSync(main, source);
      await assert.rejects(bundleUnguarded(project, ["export default 1;\n"], "auto"), {
        code: "E_BUNDLER_FAILED",
        message: reason,
      });
    }
  }));

Deno.test("bundlerWalls() says what is open on a machine without the second wall", async () => {
  const flags = bundlerWalls(await detectWalls("flags"));
  assert.match(flags.open!, /the user's own rights/);
  assert.equal(flags.standing[0], "checked imports");
  if (both) assert.equal(bundlerWalls(await detectWalls("strict")).open, null);
});
