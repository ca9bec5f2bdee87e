import assert from "node:assert/strict";
import fc from "fast-check";
import { visibleText } from "./visible_text.ts";

const CASES: readonly (readonly [string, string, string])[] = [
  ["keeps plain text", "a_b (c) — é 漢字 ₂", "a_b (c) — é 漢字 ₂"],
  ["shows line breaks and tabs as pictures", "a\r\n\tb", "a␍␊␉b"],
  ["shows an escape sequence", "\x1b[31mred", "␛[31mred"],
  ["shows delete", "\x7f", "␡"],
  ["shows C1 controls by number", "\x9b31m", "⟨U+009B⟩31m"],
  ["shows a bidirectional override", "exe\u202Efdp.", "exe⟨U+202E⟩fdp."],
  ["shows isolates", "\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"],
  ["shows zero-width spaces", "pass\u200Bword", "pass⟨U+200B⟩word"],
  ["shows a byte order mark", "\uFEFFid", "⟨U+FEFF⟩id"],
  ["shows tag characters", "a\u{E0041}", "a⟨U+E0041⟩"],
  ["shows Unicode line separators", "a\u2028b", "a⟨U+2028⟩b"],
  ["shows a lone surrogate", "\ud800x", "⟨U+D800⟩x"],
  ["shows blank letters", "\u3164", "⟨U+3164⟩"],
  ["keeps the joiner of Persian", "می\u200Cخواهم", "می\u200Cخواهم"],
  ["keeps the joiner of emoji", "👩\u200D🔬", "👩\u200D🔬"],
  ["shows a joiner in Latin text", "a\u200Db", "a⟨U+200D⟩b"],
  ["shows a joiner beside a joiner", "م\u200C\u200Cم", "م⟨U+200C⟩⟨U+200C⟩م"],
];

for (const [what, text, expected] of CASES) {
  Deno.test(`visibleText() ${what}`, () => assert.equal(visibleText(text), expected));
}

Deno.test("visibleText() leaves nothing that controls or reorders, and is done after one pass", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
    const shown = visibleText(text);
    assert.doesNotMatch(shown.replace(/[\u200C\u200D]/g, ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    assert.equal(visibleText(shown), shown);
  }));
});
