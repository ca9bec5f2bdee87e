import assert from "node:assert/strict";
import { resolvePathWords } from "./path_words.ts";

const CWD = "/home/me/work";

function resolve(...words: string[]) {
  return resolvePathWords(words, CWD, "appdata");
}

Deno.test("an empty path is refused: it would stand for the whole folder, or the one above", () => {
  const lines = [
    ["run", ""],
    ["run", "a.csv", "--settings="],
    ["run", "a.csv", "--settings", ""],
    ["run", "a.csv", "--appdata="],
    ["run", "a.csv", "--plugins-dir", ""],
    ["eval", ""],
    ["eval", "t.yaml", "--junit="],
    ["plugins", "new", "mine", "--dir="],
  ];
  for (const line of lines) {
    assert.throws(() => resolve(...line), { code: "E_USAGE_OPTION" }, line.join(" "));
  }
});

Deno.test("help is asked for by a word of its own, not by an option's value or after --", () => {
  for (const line of [["run", "-h"], ["run", "a.csv", "--help"], ["plugins", "list", "-h"]]) {
    const { wants_help, words, grants } = resolve(...line);
    assert.ok(wants_help, line.join(" "));
    assert.ok(words.includes(line.at(-1)!), "the parser must see the word as it is");
    assert.ok(grants.every(({ path }) => path === `${CWD}/a.csv`));
  }
  for (
    const line of [["run", "a.csv", "--seed", "-h"], ["run", "--", "-h"], [
      "run",
      "--settings",
      "--help",
    ]]
  ) {
    assert.ok(!resolve(...line).wants_help, line.join(" "));
  }
});

Deno.test("a command that the launcher does not find is not found behind -- either", () => {
  assert.deepEqual(resolve("--", "runs", "list").words, []);
  assert.deepEqual(resolve("plugins", "--", "trust", "--builtin").words, ["plugins"]);
});
