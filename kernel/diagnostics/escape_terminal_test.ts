import assert from "node:assert/strict";
import { escapeTerminal } from "./escape_terminal.ts";

Deno.test("escapeTerminal() shows what a terminal would obey or hide", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["plain text, ünïcödé, 日本, ✔️ and a \\ backslash", ""],
    ["\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"],
    ["a\0b\x7fc\x9bd", "a\\x00b\\x7fc\\x9bd"],
    ["one\r\ntwo\tthree", "one\\r\\ntwo\\tthree"],
    ["abc\u202Edcba\u2066x\u2069", "abc\\u{202e}dcba\\u{2066}x\\u{2069}"],
    ["zero\u200Bwidth\u200D\uFEFF\u00AD", "zero\\u{200b}width\\u{200d}\\u{feff}\\xad"],
    ["line\u2028par\u2029", "line\\u{2028}par\\u{2029}"],
    ["tag\u{E0041}", "tag\\u{e0041}"],
    ["filler\u3164", "filler\\u{3164}"],
    ["lone\uD800surrogate", "lone\\u{d800}surrogate"],
  ];
  for (const [text, expected] of cases) {
    assert.equal(escapeTerminal(text), expected === "" ? text : expected);
  }
});

Deno.test("escapeTerminal() leaves no control character of the first 256, nor any bidi control", () => {
  let all = "";
  for (let code = 0; code < 0x100; code++) all += String.fromCharCode(code);
  for (let code = 0x2000; code < 0x2070; code++) all += String.fromCharCode(code);
  assert.doesNotMatch(
    escapeTerminal(all),
    /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069]/u,
  );
});

Deno.test("escapeTerminal() keeps line feeds and tabs of a block, but never a carriage return", () => {
  assert.equal(
    escapeTerminal("a\tb\nc\rd\x1b[0m", { newlines: "keep" }),
    "a\tb\nc\\rd\\x1b[0m",
  );
});
