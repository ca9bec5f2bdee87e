import assert from "node:assert/strict";
import { cutToWidth, displayWidth } from "./display_width.ts";

const WIDTHS: readonly (readonly [text: string, width: number])[] = [
  ["", 0],
  ["plain", 5],
  ["Größe", 5],
  ["Gro\u0308ße", 5],
  ["漢字", 4],
  ["한국", 4],
  ["🙂!", 3],
  ["❤\uFE0F", 1],
];

for (const [text, width] of WIDTHS) {
  Deno.test(`displayWidth() of ${JSON.stringify(text)} is ${width}`, () => {
    assert.equal(displayWidth(text), width);
  });
}

Deno.test("cutToWidth() never gives more places than there are, and leaves what fits", () => {
  for (const [text, width] of WIDTHS) {
    assert.equal(cutToWidth(text, Math.max(1, width)), text);
    for (let places = 1; places < width; places++) {
      const cut = cutToWidth(text, places);
      assert.ok(cut.endsWith("…") && displayWidth(cut) <= places, `${text} in ${places}`);
    }
  }
  assert.equal(cutToWidth("漢字漢字", 4), "漢…");
});
