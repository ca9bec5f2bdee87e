import assert from "node:assert/strict";
import { PALETTE } from "./palette.ts";

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

for (const ground of ["#fcfcfa", "#15171a"]) {
  Deno.test(`every chart colour has a contrast of at least 3 on ${ground} (WCAG 1.4.11)`, () => {
    for (const paint of PALETTE) {
      const [high, low] = [luminance(paint), luminance(ground)].sort((a, b) => b - a);
      const ratio = (high! + 0.05) / (low! + 0.05);
      assert.ok(ratio >= 3, `${paint}: ${ratio.toFixed(2)}`);
    }
  });
}
