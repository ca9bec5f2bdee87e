import assert from "node:assert/strict";
import { SourceError } from "./errors.ts";
import { parseYamlSource } from "./yaml_source.ts";

function problemsOf(text: string): { code: string; place: string; message: string }[] {
  try {
    parseYamlSource(text, "f.yaml");
  } catch (error) {
    assert.ok(error instanceof SourceError, String(error));
    return error.problems.map((p) => ({
      code: p.code,
      place: `${p.line}:${p.column}`,
      message: p.message,
    }));
  }
  return [];
}

Deno.test("parseYamlSource() gives the value and the place of every key and value", () => {
  const source = parseYamlSource(
    "# comment\nid: demo\nlimits:\n  memory_mb: 64\nlist: [a, {b: 0710.3742}]\n",
    "plugin.yaml",
  );
  assert.deepEqual(source.value, {
    id: "demo",
    limits: { memory_mb: 64 },
    list: ["a", { b: 710.3742 }],
  });
  assert.deepEqual(source.locate(""), { line: 2, column: 1 });
  assert.deepEqual(source.locate("/id", "key"), { line: 2, column: 1 });
  assert.deepEqual(source.locate("/id"), { line: 2, column: 5 });
  assert.deepEqual(source.locate("/limits/memory_mb"), { line: 4, column: 14 });
  assert.deepEqual(source.locate("/list/1/b", "key"), { line: 5, column: 12 });
  assert.deepEqual(source.locate("/limits/missing"), { line: 4, column: 3 });
  assert.equal(source.rawScalar("/list/1/b"), "0710.3742");
  assert.equal(source.rawScalar("/limits"), null);
  assert.equal(source.lineText(4), "  memory_mb: 64");
  assert.equal(source.lineText(99), null);
});

Deno.test("parseYamlSource() reads JSON with tabs, CRLF and a byte order mark, and knows its lines", () => {
  const source = parseYamlSource(
    '\ufeff{\r\n\t"type": "object",\r\n\t"n": [1, 2.5e3]\r\n}\r\n',
    "s.json",
  );
  assert.deepEqual(source.value, { type: "object", n: [1, 2500] });
  assert.deepEqual(source.locate("/n/1"), { line: 3, column: 11 });
  assert.equal(source.lineText(3), '\t"n": [1, 2.5e3]');
});

Deno.test("parseYamlSource() refuses what is ambiguous, inexact or hostile, with its place", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a: 1\nb: 2\na: 3\n", "E_SOURCE_DUPLICATE_KEY", "3:1"],
    ['{"a": 1, "a": 2}', "E_SOURCE_DUPLICATE_KEY", "1:10"],
    ["a: [1, 2\nb: 3\n", "E_SOURCE_SYNTAX", "2:1"],
    ["a: 1\n---\nb: 2\n", "E_SOURCE_SYNTAX", "2:1"],
    ["a: !!binary aGk=\n", "E_SOURCE_SYNTAX", "1:4"],
    ["a: !mine x\n", "E_SOURCE_SYNTAX", "1:4"],
    ["? [x]\n: 1\n", "E_SOURCE_SYNTAX", "1:3"],
    ["__proto__:\n  admin: true\n", "E_SOURCE_VALUE", "1:1"],
    ["seed: 9007199254740993\n", "E_SOURCE_VALUE", "1:7"],
    ["x: .nan\n", "E_SOURCE_VALUE", "1:4"],
    ["x: -.inf\n", "E_SOURCE_VALUE", "1:4"],
    ["a: &x [*x]\n", "E_SOURCE_LIMIT", "1:8"],
    ["a: *nowhere\n", "E_SOURCE_SYNTAX", "1:4"],
    ["a:\n\t- 1\n", "E_SOURCE_SYNTAX", "2:1"],
  ];
  for (const [text, code, place] of cases) {
    const [first] = problemsOf(text);
    assert.deepEqual([first?.code, first?.place], [code, place], text);
  }
});

Deno.test("parseYamlSource() refuses alias bombs, deep nesting and large files quickly", () => {
  const bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 9; i++) {
    bomb.push(`a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(", ")}]`);
  }
  const started = performance.now();
  assert.equal(problemsOf(bomb.join("\n"))[0]?.code, "E_SOURCE_LIMIT");
  assert.equal(problemsOf("[".repeat(100) + "]".repeat(100))[0]?.code, "E_SOURCE_LIMIT");
  assert.equal(problemsOf("[".repeat(50_000) + "]".repeat(50_000))[0]?.code, "E_SOURCE_LIMIT");
  assert.equal(problemsOf("x".repeat(1024 * 1024 + 1))[0]?.code, "E_SOURCE_LIMIT");
  assert.ok(performance.now() - started < 10_000);
});

Deno.test("parseYamlSource() is not slowed down by many keys", () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join("\n");
  const started = performance.now();
  assert.equal(Object.keys(parseYamlSource(keys, "f").value as object).length, 20_000);
  assert.ok(performance.now() - started < 5_000);
});

Deno.test("parseYamlSource() collects several problems and its error reads like a compiler's", () => {
  const problems = problemsOf("a: 1\na: 2\nb: .nan\n");
  assert.deepEqual(problems.map((p) => p.code), ["E_SOURCE_DUPLICATE_KEY", "E_SOURCE_VALUE"]);
  try {
    parseYamlSource("a: 1\na: 2\n", "f.yaml");
    assert.fail("must throw");
  } catch (error) {
    assert.ok(error instanceof SourceError);
    assert.equal(error.message, 'f.yaml:2:1: the key "a" is already there');
    assert.equal(
      error.frames(),
      [
        'f.yaml:2:1: error: the key "a" is already there [E_SOURCE_DUPLICATE_KEY]',
        "  2 | a: 2",
        "    | ^",
        "  fix: remove one of the two",
      ].join("\n"),
    );
  }
});

Deno.test("an empty file is null, and its place is its beginning", () => {
  const source = parseYamlSource("", "f");
  assert.equal(source.value, null);
  assert.deepEqual(source.locate(""), { line: 1, column: 1 });
});
