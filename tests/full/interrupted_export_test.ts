/** Ctrl-C in the middle of an export leaves neither a part of the file nor a process. */
import assert from "node:assert/strict";
import { PROJECT, runTask, taskArguments } from "../run_harness.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_interrupted_export_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const appdata = ["--appdata", `${folder}/appdata`];
const table = `${folder}/table.csv`;
let text = "n,x,name\n";
for (let row = 0; row < 600_000; row++) text += `${row},${Math.sqrt(row)},name ${row}\n`;
await Deno.writeTextFile(table, text);
const planned = await runTask("run", [table, "--dry-run", ...appdata]);
assert.equal(planned.code, 0, planned.stderr);
const listed = await runTask("harness", ["dataset", "list", "--json", ...appdata]);
const { version_id } = JSON.parse(listed.stdout).datasets[0];

for (const format of ["csv", "json", "arrow", "parquet"]) {
  Deno.test(`an interrupted export as ${format} leaves what was there and nothing else`, async () => {
    const place = await Deno.makeTempDir({ dir: folder });
    const out = `${place}/out`;
    await Deno.writeTextFile(out, "what was there");
    const words = ["dataset", "export", version_id, "--format", format, "--output", out];
    const child = new Deno.Command(Deno.execPath(), {
      args: [...taskArguments("harness"), ...words, ...appdata],
      cwd: PROJECT,
      env: { INIT_CWD: PROJECT, NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const output = child.output();
    await begun(`${out}.part`);
    child.kill("SIGINT");
    const { code, stderr } = await output;
    assert.equal(code, 130, new TextDecoder().decode(stderr));
    assert.match(new TextDecoder().decode(stderr), /Interrupted: .*out was not written\./);
    assert.deepEqual([...Deno.readDirSync(place)].map(({ name }) => name), ["out"]);
    assert.equal(await Deno.readTextFile(out), "what was there");
    const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] }).output();
    assert.doesNotMatch(new TextDecoder().decode(stdout), new RegExp(folder));
  });
}

/** Waits until the first bytes are written. */
async function begun(path: string): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    try {
      if (Deno.statSync(path).size > 0) return;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error("the export did not begin within 15 s");
}
