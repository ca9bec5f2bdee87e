import assert from "node:assert/strict";
import { sha256Hex } from "../canonical/hash.ts";
import { digestHex, fingerprintFiles } from "./fingerprint.ts";

function file(path: string, text: string) {
  return { path, bytes: new TextEncoder().encode(text) };
}

Deno.test("digestHex() is SHA-256 as the rest of the kernel writes it", async () => {
  const bytes = new TextEncoder().encode("abc");
  assert.equal(await digestHex(bytes), sha256Hex("abc"));
  assert.equal(
    await digestHex(bytes),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("fingerprintFiles() tells apart what moves between names, files and contents", async () => {
  const lists = [
    [],
    [file("", "")],
    [file("a", "bc")],
    [file("ab", "c")],
    [file("a", "b"), file("c", "")],
    [file("a", ""), file("b", "c")],
    [file("b", "c"), file("a", "")],
    [file("a", "bc"), file("", "")],
  ];
  const hashes = await Promise.all(lists.map(fingerprintFiles));
  assert.equal(new Set(hashes).size, lists.length);
  assert.equal(await fingerprintFiles([file("a", "bc")]), hashes[2]);
});
