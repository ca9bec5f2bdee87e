import assert from "node:assert/strict";
import { folderOf, writeBeside } from "./write_beside.ts";

Deno.test("writeBeside() replaces a file and leaves nothing else", () => {
  const folder = Deno.makeTempDirSync();
  writeBeside(`${folder}/a.json`, "old");
  writeBeside(`${folder}/a.json`, "né");
  writeBeside(`${folder}/b`, new Uint8Array([1, 2]));
  assert.equal(Deno.readTextFileSync(`${folder}/a.json`), "né");
  assert.deepEqual(Deno.readFileSync(`${folder}/b`), new Uint8Array([1, 2]));
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a.json", "b"]);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("writeBeside() that fails leaves the old content and no temporary file", () => {
  const folder = Deno.makeTempDirSync();
  Deno.mkdirSync(`${folder}/taken`);
  Deno.writeTextFileSync(`${folder}/taken/inside`, "x");
  // A rename onto a folder that is not empty is refused after the bytes were written.
  assert.throws(() => writeBeside(`${folder}/taken`, "new"), { name: "CodedError" });
  assert.equal(Deno.readTextFileSync(`${folder}/taken/inside`), "x");
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["taken"]);
  assert.throws(() => writeBeside(`${folder}/missing/a`, "new"), { code: "E_STORE_IO" });
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("folderOf() cuts the last part of a path", () => {
  assert.deepEqual(["/a/b", "/a", "C:\\x\\y", "a/b"].map(folderOf), ["/a", "/", "C:\\x", "a"]);
});
