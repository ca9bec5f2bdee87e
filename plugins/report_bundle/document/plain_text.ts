import type { Sentence } from "./inline.ts";

/** A sentence's text without markup, unescaped: for a page's title or a CSV field. */
export function plainText(sentence: Sentence): string {
  let out = "";
  for (const piece of sentence) {
    if (typeof piece === "string") out += piece;
    else if ("code" in piece) out += piece.code;
    else if ("strong" in piece) out += plainText(piece.strong);
    else out += piece.link;
  }
  return out;
}
