/**
 * What must never reach a terminal as it is: control characters (C0, DEL, C1, and with them every
 * escape sequence), format characters (bidirectional overrides, zero-width characters, byte order
 * marks, tags), line and paragraph separators, lone surrogates, and whatever else is invisible by
 * default. Variation selectors 15 and 16 stay: they only choose how an emoji is drawn.
 */
const UNSAFE =
  /(?![\uFE0E\uFE0F])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Makes text of unknown origin safe to print: every character that a terminal would obey, or that a
 * reader could not see, becomes a visible escape (`\n`, `\x1b`, `\u{202e}`).
 *
 * Newlines: by default they are escaped as well, so that a name or a message is one line whatever is
 * in it. `newlines: "keep"` leaves line feeds and tabs and is for text that is a block of its own,
 * such as a plugin's standard error; carriage returns are always escaped, because they overwrite.
 * @param text whatever a plugin, a file or a person supplied
 * @param options.newlines `escape` (default) or `keep`
 */
export function escapeTerminal(
  text: string,
  options: { readonly newlines?: "escape" | "keep" } = {},
): string {
  const keep = options.newlines === "keep";
  return text.replace(UNSAFE, (character) => {
    if (keep && (character === "\n" || character === "\t")) return character;
    const named = NAMED[character];
    if (named !== undefined) return named;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}
