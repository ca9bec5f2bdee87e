import assert from "node:assert/strict";
import { inTempFolder } from "./testing/write_example_plugin.ts";
import { writeFileBeside } from "./write_file_beside.ts";

Deno.test("writeFileBeside() makes folders, replaces content, and leaves nothing beside", () =>
  inTempFolder((folder) => {
    const path = `${folder}/deep/er/file.json`;
    writeFileBeside(path, "one");
    Deno.writeTextFileSync(`${path}.tmp`, "left by a crash");
    writeFileBeside(path, "two", `${path}.tmp`);
    assert.equal(Deno.readTextFileSync(path), "two");
    assert.deepEqual([...Deno.readDirSync(`${folder}/deep/er`)].map(({ name }) => name), [
      "file.json",
    ]);
  }));

Deno.test("writeFileBeside() leaves nothing beside when it cannot put the file in place", () =>
  inTempFolder((folder) => {
    Deno.mkdirSync(`${folder}/taken/inside`, { recursive: true });
    assert.throws(() => writeFileBeside(`${folder}/taken`, "x"));
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["taken"]);
  }));
