// Everything a reader cannot see but a screen or a parser obeys: controls, format characters
// (bidirectional overrides, zero-width, tags), separators, lone surrogates, blank "letters".
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2065\u3164\uFFA0\u{E0100}-\u{E01EF}]/gu;
const PRINTABLE_ASCII = /^[ -~]*$/;

/**
 * Makes what is invisible visible: control characters become their pictures (`␊`), everything
 * else that has no glyph or that reorders text becomes `⟨U+202E⟩`. The zero-width joiners that
 * Persian, Indic scripts and emoji need are kept between two non-ASCII characters.
 * @param text anything
 * @returns one line of text that shows all it holds
 */
export function visibleText(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replace(INVISIBLE, (character, at: number) => {
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    if ((code === 0x200c || code === 0x200d) && joins(text, at)) return character;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** A joiner that joins: letters or emoji of another script stand on both sides of it. */
function joins(text: string, at: number): boolean {
  return isWide(text.charCodeAt(at - 1)) && isWide(text.charCodeAt(at + 1));
}

/** Beyond Latin and common punctuation, and not itself a joiner; NaN (no character) is not. */
function isWide(unit: number): boolean {
  return unit >= 0x0590 && !(unit >= 0x2000 && unit <= 0x206f);
}
