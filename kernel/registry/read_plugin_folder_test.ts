import assert from "node:assert/strict";
import { ProblemCollector } from "./manifest_problem.ts";
import { FOLDER_LIMITS, readPluginFolder } from "./read_plugin_folder.ts";
import { inTempFolder } from "./testing/write_example_plugin.ts";

function read(folder: string): { paths: string[]; problems: string[] } {
  const collector = new ProblemCollector("x", folder);
  const files = readPluginFolder(folder, collector);
  return {
    paths: files.map(({ path }) => path),
    problems: collector.problems.map(({ file, message }) =>
      `${file.slice(folder.length + 1)}: ${message}`
    ),
  };
}

Deno.test("readPluginFolder() lists files sorted, sub-folders included, hidden ones not", () =>
  inTempFolder((folder) => {
    Deno.mkdirSync(`${folder}/maths/deep`, { recursive: true });
    Deno.mkdirSync(`${folder}/.git`);
    for (const name of ["b.ts", "a.ts", "maths/deep/c.ts", ".env", ".git/config"]) {
      Deno.writeTextFileSync(`${folder}/${name}`, name);
    }
    assert.deepEqual(read(folder), { paths: ["a.ts", "b.ts", "maths/deep/c.ts"], problems: [] });
  }));

Deno.test("readPluginFolder() reads no link, no unsafe name, nothing huge and nothing bottomless", () =>
  inTempFolder((folder) => {
    Deno.symlinkSync("/etc/hostname", `${folder}/link.ts`);
    Deno.symlinkSync("/", `${folder}/root`);
    Deno.writeTextFileSync(`${folder}/evil\n.ts`, "");
    const huge = Deno.openSync(`${folder}/huge.ts`, { create: true, write: true });
    huge.truncateSync(FOLDER_LIMITS.file_bytes + 1);
    huge.close();
    Deno.mkdirSync(`${folder}/${"d/".repeat(12)}`, { recursive: true });
    const { paths, problems } = read(folder);
    assert.deepEqual(paths, []);
    assert.deepEqual(problems.map((problem) => problem.split(":")[0]!.replace("\n", "?")).sort(), [
      "d/d/d/d/d/d/d/d",
      "evil?.ts",
      "huge.ts",
      "link.ts",
      "root",
    ]);
  }));

Deno.test("readPluginFolder() stops at the number of files", () =>
  inTempFolder((folder) => {
    for (let i = 0; i <= FOLDER_LIMITS.files; i++) Deno.writeTextFileSync(`${folder}/f${i}.ts`, "");
    const { paths, problems } = read(folder);
    assert.equal(paths.length, FOLDER_LIMITS.files);
    assert.equal(problems.length, 1);
  }));

Deno.test("readPluginFolder() gives the bytes of no file that took another's place, however fast", () =>
  inTempFolder((folder) => {
    Deno.mkdirSync(`${folder}/plugin`);
    const path = `${folder}/plugin/data.json`;
    const secret = `${folder}/secret.json`;
    Deno.writeTextFileSync(path, '"1234"');
    Deno.writeTextFileSync(secret, '"5678"');
    // Between the look at the file and its opening, a link takes its place.
    const lstat = Deno.lstatSync;
    Deno.lstatSync = (looked) => {
      const about = lstat(looked);
      Deno.removeSync(looked);
      Deno.symlinkSync(secret, looked);
      return about;
    };
    try {
      assert.deepEqual(read(`${folder}/plugin`), {
        paths: [],
        problems: ["data.json: changed while it was read"],
      });
    } finally {
      Deno.lstatSync = lstat;
    }
  }));
