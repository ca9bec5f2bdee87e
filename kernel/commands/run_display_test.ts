import assert from "node:assert/strict";
import { runDisplay } from "./run_display.ts";

function record(isTerminal: boolean) {
  const written: string[] = [];
  const display = runDisplay({
    isTerminal,
    color: false,
    columns: 80,
    write: (text) => void written.push(text),
  });
  return { display, text: () => written.join("") };
}

const ENDED = {
  plugin_id: "p",
  duration_ms: 1250,
  findings: 1,
  reused: false,
  summary: "Found 1.",
} as const;

Deno.test("runDisplay() shows each step and what is running on a terminal", () => {
  const { display, text } = record(true);
  display.stepStarted({ plugin_id: "p", type: "analysis" });
  display.stepProgress({ plugin_id: "p", done: 1, total: 3, note: "" });
  display.stepEnded({ ...ENDED, status: "ok", error: null });
  assert.match(text(), /… p 33 %/);
  assert.match(text(), /✓ p +1\.3 s {2}Found 1\./);
});

Deno.test("runDisplay() is quiet elsewhere, but for failures and notes", () => {
  const { display, text } = record(false);
  display.stepStarted({ plugin_id: "p", type: "analysis" });
  display.stepProgress({ plugin_id: "p", done: 1, total: 3, note: "" });
  display.stepEnded({ ...ENDED, status: "ok", error: null });
  assert.equal(text(), "");
  display.stepEnded({ ...ENDED, status: "timeout", error: { code: "E_X", message: "too slow" } });
  display.note("wall 1 only");
  assert.match(text(), /✗ p .* timeout: E_X: too slow\nwall 1 only\n/);
});

Deno.test("runDisplay() lets no escape sequence of a plugin through", () => {
  for (const isTerminal of [true, false]) {
    const { display, text } = record(isTerminal);
    const error = { code: "E_X", message: "\x1b]0;title\x07\x1b[2J\u202e" };
    display.stepEnded({ ...ENDED, summary: "\x1b[31m", status: "error", error });
    display.stepLog({ plugin_id: "p", level: "warning", message: "\x1b[5mblink" });
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(text().replaceAll("\r\x1b[K", ""), /[\x1b\x07\u202e]/);
  }
});
