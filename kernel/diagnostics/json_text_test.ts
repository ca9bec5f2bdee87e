import assert from "node:assert/strict";
import { escapeTerminal } from "./escape_terminal.ts";
import { jsonText } from "./json_text.ts";

const HOSTILE = {
  // CSI as one character, DEL, an override of direction, a line separator, a tag, an escape.
  "na\u009b31mme": "a\u007f\u0090b\u202e\u2066c\u2028d\u{e0041}\u200b\x1b[2J\u061c\ufeff",
  fine: ["ä", "😀", "♥\ufe0f", 1, null, true, "\ud800"],
};

Deno.test("what a terminal would obey leaves as an escape that parses to the same value", () => {
  for (const indent of [undefined, 2]) {
    const text = jsonText(HOSTILE, indent);
    assert.deepEqual(JSON.parse(text), HOSTILE);
    assert.equal(escapeTerminal(text, { newlines: "keep" }), text);
  }
});

Deno.test("text that is safe is written as JSON.stringify writes it", () => {
  const value = { names: ["größe", "数", "😀", "♥\ufe0f"], n: [1.5, -0, null] };
  assert.equal(jsonText(value), JSON.stringify(value));
  assert.equal(jsonText(value, 2), JSON.stringify(value, null, 2));
});
