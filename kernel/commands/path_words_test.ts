import assert from "node:assert/strict";
import { absolutePath, resolvePathWords } from "./path_words.ts";

Deno.test("resolvePathWords() makes a file and a settings file absolute and grants them", () => {
  const resolved = resolvePathWords(
    ["run", "data.csv", "--settings=../s.yaml", "--seed", "7", "--json"],
    "/home/user/here",
    "appdata",
  );
  assert.deepEqual(resolved.words, [
    "run",
    "--appdata",
    "/home/user/here/appdata",
    "/home/user/here/data.csv",
    "--settings",
    "/home/user/s.yaml",
    "--seed",
    "7",
    "--json",
  ]);
  assert.deepEqual(resolved.grants, [
    { use: "read", path: "/home/user/here/data.csv" },
    { use: "read", path: "/home/user/s.yaml" },
  ]);
  assert.equal(resolved.appdata, "/home/user/here/appdata");
});

Deno.test("resolvePathWords() takes --appdata wherever it stands, and words after -- as files", () => {
  const resolved = resolvePathWords(["run", "--appdata", "/a", "--", "--json"], "/w", "appdata");
  assert.deepEqual(resolved.words, ["run", "--appdata", "/a", "--", "/w/--json"]);
  assert.deepEqual(resolved.grants, [{ use: "read", path: "/w/--json" }]);
});

Deno.test("resolvePathWords() grants the folder of a truth file", () => {
  const resolved = resolvePathWords(["eval", "t/demo.truth.yaml"], "/w", "appdata");
  assert.deepEqual(resolved.grants, [{ use: "read", path: "/w/t" }]);
});

Deno.test("resolvePathWords() grants nothing for a command it does not know", () => {
  const resolved = resolvePathWords(["rum", "/etc/passwd"], "/w", "appdata");
  assert.deepEqual(resolved.words, ["rum", "/etc/passwd"]);
  assert.deepEqual(resolved.grants, []);
});

Deno.test("resolvePathWords() finds two-word commands and leaves unknown options alone", () => {
  const resolved = resolvePathWords(["plugins", "list", "--colour", "x"], "/w", "/a");
  assert.equal(resolved.command?.name, "plugins list");
  assert.deepEqual(resolved.words, ["plugins", "list", "--appdata", "/a", "--colour", "x"]);
});

Deno.test("absolutePath() resolves dots by text and never climbs above the root", () => {
  assert.equal(absolutePath("../../../x", "/a/b"), "/x");
  assert.equal(absolutePath("./a//b/../c", "/r"), "/r/a/c");
  assert.equal(absolutePath("/", "/r"), "/");
});

Deno.test("resolvePathWords() grants plugins new the one folder that it makes", () => {
  const words = ["plugins", "new", "mine", "--type", "analysis", "--dir", "../all"];
  const resolved = resolvePathWords(words, "/home/user/here", "appdata");
  assert.deepEqual(resolved.grants, [{ use: "write", path: "/home/user/all/mine" }]);
  const hostile = resolvePathWords(["plugins", "new", "../..", "--dir", "/d"], "/w", "appdata");
  assert.deepEqual(hostile.grants, []);
  const builtin = resolvePathWords(["plugins", "new", "mine"], "/w", "appdata");
  assert.match(builtin.grants[0]!.path, /\/plugins\/mine$/);
  assert.deepEqual(builtin.words.slice(0, 3), ["plugins", "new", "--dir"]);
});

Deno.test("resolvePathWords() grants an export its file and the one beside it, and nothing more", () => {
  const resolved = resolvePathWords(
    ["dataset", "export", "abc", "--output", "out.csv"],
    "/w",
    "appdata",
  );
  assert.deepEqual(resolved.grants, [
    { use: "read", path: "/w/out.csv" },
    { use: "write", path: "/w/out.csv" },
    { use: "read", path: "/w/out.csv.part" },
    { use: "write", path: "/w/out.csv.part" },
  ]);
});
