import assert from "node:assert/strict";
import { stderrText } from "./stderr_text.ts";

const UNCAUGHT =
  "before\nerror: Uncaught Error: x\nA LINE OF SOME FILE\n^\n    at file:///a.js:1:1\n";

Deno.test("stderrText() leaves out the source line of an unhandled error unless wall 2 stood", () => {
  const text = stderrText(UNCAUGHT, UNCAUGHT.length, [], false);
  const kept = "before\nerror: Uncaught Error: x\n";
  assert.equal(text, `${kept}[the rest is kept only behind bubblewrap]`);
  assert.equal(stderrText(UNCAUGHT, UNCAUGHT.length, [], true), UNCAUGHT);
});

Deno.test("stderrText() finds the runtime's words behind a plugin's unfinished line", () => {
  const text = stderrText(`no newline ${UNCAUGHT}`, 0, [], false);
  assert.ok(!text.includes("A LINE"), text);
});

Deno.test("stderrText() escapes, hides paths and keeps lines", () => {
  const hidden = [["/home/me/run/input", "INPUT"]] as const;
  const text = "\x1b[2J at /home/me/run/input/0.pack\nat /home/me/run/inputs";
  assert.equal(
    stderrText(text, text.length, hidden, true),
    "\\x1b[2J at INPUT/0.pack\nat /home/me/run/inputs",
  );
});

Deno.test("stderrText() says what is missing", () => {
  assert.equal(stderrText("abc", 1003, [], true), "abc\n[1000 more bytes]");
  const long = stderrText("\x00".repeat(60_000), 60_000, [], true);
  assert.ok(long.length < 66_000);
  assert.match(long, /\[cut; 60000 bytes in all\]$/);
});
