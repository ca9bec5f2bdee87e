import assert from "node:assert/strict";
import { codeFrame } from "./code_frame.ts";

Deno.test("codeFrame() prints place, message, line, caret and fix", () => {
  assert.equal(
    codeFrame({
      file: "plugins/demo/plugin.yaml",
      line: 12,
      column: 7,
      code: "E_MANIFEST_INVALID",
      message: '/type is "analysys"',
      source_line: "type: analysys",
      fix: 'write "analysis"',
    }),
    [
      'plugins/demo/plugin.yaml:12:7: error: /type is "analysys" [E_MANIFEST_INVALID]',
      "  12 | type: analysys",
      "     |       ^",
      '  fix: write "analysis"',
    ].join("\n"),
  );
});

Deno.test("codeFrame() keeps the caret under its place behind tabs, escapes and wide characters", () => {
  for (const before of ["\t\t", "\x1b[31m", "名前: ", "e\u0301"]) {
    const [, line, caret] = codeFrame({
      file: "f",
      line: 1,
      column: before.length + 1,
      message: "m",
      source_line: `${before}X`,
    }).split("\n");
    const wide = [...line!].filter((c) => /\p{Script=Han}/u.test(c)).length;
    const combining = [...line!].filter((c) => /\p{M}/u.test(c)).length;
    assert.equal(
      caret!.indexOf("^"),
      line!.indexOf("X") + wide - combining,
      JSON.stringify(before),
    );
  }
});

Deno.test("codeFrame() cuts a long line around the place and prints a file without a line", () => {
  const frame = codeFrame({
    file: "f",
    line: 3,
    column: 5001,
    message: "m",
    source_line: `${"a".repeat(5000)}X${"b".repeat(5000)}`,
  });
  const [, line, caret] = frame.split("\n");
  assert.ok(line!.length < 120);
  assert.equal(line![caret!.indexOf("^")], "X");
  assert.equal(codeFrame({ file: "f", line: 0, column: 0, message: "gone" }), "f: error: gone");
});

Deno.test("codeFrame() lets nothing of a hostile file or name through", () => {
  const evil = "\x1b]0;x\x07\r\n\u202e";
  const text = codeFrame({
    file: evil,
    line: 1,
    column: 1,
    message: evil,
    source_line: evil,
    fix: evil,
    code: evil,
  });
  assert.doesNotMatch(text, /(?!\n)[\p{Cc}\u202e]/u);
  assert.equal(text.split("\n").length, 4);
});
