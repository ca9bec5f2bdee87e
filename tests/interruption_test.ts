/** Ctrl-C ends the plugins first, then the run, which is then interrupted and no other thing. */
import assert from "node:assert/strict";
import { PROJECT, runTask, taskArguments } from "./run_harness.ts";
import { writePlugin } from "./write_plugin.ts";

const MARK = `harness_interruption_${Deno.pid}_`;

async function processesWith(text: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) =>
    line.includes(text) && line.includes("deno")
  );
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} leaves an interrupted run, exit code 130 and no process`, async () => {
    const folder = await Deno.makeTempDir({ prefix: MARK });
    try {
      const words = ["--plugins-dir", `${folder}/plugins`, "--appdata", `${folder}/appdata`];
      const table = `${folder}/table.csv`;
      await Deno.writeTextFile(table, "x,y\n1,2\n3,4\n5,7\n");
      await writePlugin(`${folder}/plugins`, {
        id: "never_ends",
        run: `ctx.log("warning", "begun"); while (true);`,
      });
      assert.equal(
        (await runTask("harness", ["plugins", "trust", "never_ends", ...words])).code,
        0,
      );
      const child = new Deno.Command(Deno.execPath(), {
        args: [...taskArguments("run"), table, "--plugins", "never_ends", ...words],
        cwd: PROJECT,
        env: { INIT_CWD: PROJECT, NO_COLOR: "1" },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const output = child.output();
      await begun(`${folder}/appdata/runs`);
      assert.ok(
        (await processesWith("never_ends")).length + (await processesWith(folder)).length > 0,
      );
      child.kill(signal);
      const { code, stderr } = await output;
      assert.equal(code, 130, new TextDecoder().decode(stderr));
      assert.match(new TextDecoder().decode(stderr), /E_RUN_INTERRUPTED/);
      assert.deepEqual(await processesWith(folder), []);

      const list = await runTask("harness", [
        "runs",
        "list",
        "--appdata",
        `${folder}/appdata`,
        "--json",
      ]);
      const { runs } = JSON.parse(list.stdout);
      assert.deepEqual(runs.map(({ status }: { status: string }) => status), ["interrupted"]);
      const again = await runTask("run", [table, "--appdata", `${folder}/appdata`]);
      assert.equal(again.code, 0, again.stderr);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** Waits until the plugin has said that it runs. */
async function begun(runs: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    try {
      for (const { name } of Deno.readDirSync(runs)) {
        if (Deno.readTextFileSync(`${runs}/${name}/run.log.jsonl`).includes("begun")) return;
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error("the plugin did not begin within 30 s");
}
