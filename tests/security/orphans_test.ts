/** A plugin does not outlive the kernel, however the kernel ends. */
import assert from "node:assert/strict";

const SCRIPT = `${import.meta.dirname}/run_flood.ts`;
const CONFIG = `${import.meta.dirname}/../../deno.json`;

async function processesWith(mark: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "stat,pid,args"] }).output();
  return new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes(mark) && !line.startsWith("Z"));
}

async function until(done: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < seconds * 1000;) {
    if (await done()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

for (const mode of ["flags", "auto"]) {
  Deno.test(`a plugin ends when the kernel is killed, walls ${mode}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "orphans_" });
    const code = `const ended = new Promise((resolve) => setTimeout(resolve, 60_000));
      export default { async execute() {
        for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) Deno.addSignalListener(signal, () => {});
        await ended;
      } };`;
    const kernel = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-check", "--config", CONFIG, "--allow-read", "--allow-write"]
        .concat(["--allow-run", SCRIPT, code, mode, "analysis"]),
      env: { TMPDIR: folder },
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      // The paths of the plugin's own processes hold the folder; the kernel's do not.
      const running = async () => (await processesWith(folder)).length > 0;
      assert.ok(await until(running, 20), "the plugin was started");
      kernel.kill("SIGKILL");
      await kernel.status;
      const gone = await until(async () => !await running(), 5);
      assert.ok(gone, `left: ${await processesWith(folder)}`);
    } finally {
      await kernel.status;
      await Deno.remove(folder, { recursive: true });
    }
  });
}
