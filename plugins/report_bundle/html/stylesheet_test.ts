import assert from "node:assert/strict";
import { STYLESHEET, STYLESHEET_SHA256 } from "./stylesheet.ts";

Deno.test("the page's policy names the hash of the style sheet", async () => {
  const bytes = new TextEncoder().encode(STYLESHEET);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toBase64();
  assert.equal(STYLESHEET_SHA256, hash, `set STYLESHEET_SHA256 to "${hash}"`);
});

Deno.test("the style sheet loads nothing and cannot end its element", () => {
  assert.doesNotMatch(STYLESHEET, /url\(|@import|@font-face|<\//i);
});

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

/** Colours of the nth `:root` block: 0 light, 1 dark. */
function palette(n: number): Record<string, string> {
  const block = [...STYLESHEET.matchAll(/:root \{([^}]*)\}/g)][n]![1]!;
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!]),
  );
}

for (const [n, name] of [[0, "light"], [1, "dark"]] as const) {
  Deno.test(`text has a contrast of at least 4.5 in the ${name} scheme (WCAG AA)`, () => {
    const colours = palette(n);
    const pairs: string[] = [];
    for (const text of ["text", "soft", "link", "strong", "clear"]) {
      for (const ground of ["ground", "raised", "sunken"]) pairs.push(`${text} ${ground}`);
    }
    pairs.push(
      "text bad-ground",
      "bad bad-ground",
      "text warning-ground",
      "warning warning-ground",
    );
    for (const pair of pairs) {
      const [text, ground] = pair.split(" ");
      const ratio = contrast(colours[text!]!, colours[ground!]!);
      assert.ok(ratio >= 4.5, `${pair}: ${ratio.toFixed(2)}`);
    }
  });
}
