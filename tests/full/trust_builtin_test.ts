/** Built-in plugins that somebody changed, in a whole project of its own. */
import assert from "node:assert/strict";
import { PROJECT, taskArguments } from "../run_harness.ts";

const PLUGIN = "plugins/planner_basic";

Deno.test("changed built-in plugins are refused, shown with their permissions, and trusted again", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "harness_builtin_" }));
  const project = `${folder}/project`;
  Deno.mkdirSync(project);
  const parts = ["deno.json", "deno.lock", "plugins.lock", "kernel", "plugins", "node_modules"];
  for (const part of [...parts, "ui", "schemas"]) await copy(`${PROJECT}/${part}`, project);
  const harness = async (...words: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...taskArguments("harness"), ...words, "--appdata", `${folder}/appdata`],
      cwd: project,
      env: { INIT_CWD: folder, NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  try {
    const before = await harness("plugins", "trust", "--builtin");
    assert.equal(before.code, 0, before.stderr);
    assert.doesNotMatch((await harness("plugins", "list")).stdout, /E_PLUGIN/);
    const lock = Deno.readTextFileSync(`${project}/plugins.lock`);

    const manifest = `${project}/${PLUGIN}/plugin.yaml`;
    const text = Deno.readTextFileSync(manifest);
    const memory = /memory_mb: (\d+)/.exec(text)![1]!;
    Deno.writeTextFileSync(manifest, text.replace(`memory_mb: ${memory}`, "memory_mb: 2048"));
    await Deno.writeTextFile(`${project}/${PLUGIN}/README.md`, "\nMore.\n", { append: true });
    const listed = await harness("plugins", "list");
    const lines = listed.stdout.split("\n").filter((line) => line.includes("E_PLUGIN_CHANGED"));
    assert.deepEqual(lines.map((line) => line.split(" ")[0]), ["planner_basic"]);
    assert.equal(Deno.readTextFileSync(`${project}/plugins.lock`), lock);

    const trusted = await harness("plugins", "trust", "--builtin");
    assert.equal(
      trusted.stdout.split("\n").slice(0, 4).join("\n"),
      `planner_basic:\n  memory_mb: ${memory} → 2048\n  changed README.md\n  changed plugin.yaml`,
    );
    assert.doesNotMatch((await harness("plugins", "list")).stdout, /E_PLUGIN/);

    Deno.writeTextFileSync(`${project}/plugins.lock`, lock.replace('"folder"', '"folders"'));
    const damaged = await harness("plugins", "list");
    assert.equal(damaged.code, 3);
    assert.match(damaged.stderr, /E_TRUST_FILE/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function copy(from: string, into: string): Promise<void> {
  const { success } = await new Deno.Command("cp", { args: ["-r", from, into] }).output();
  assert.ok(success, from);
}
