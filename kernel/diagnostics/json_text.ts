/** As in `escape_terminal.ts`; C0 and lone surrogates are escaped by JSON itself. */
const UNSAFE = /(?![\uFE0E\uFE0F])[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * JSON that is safe to print: what a terminal would obey or a reader could not see inside a string
 * is written as `\u` escapes, so that whoever parses it gets the same value.
 * @param value as `JSON.stringify` takes it, not undefined
 * @param indent spaces a level; one line without it
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, escapeUnits);
}

function escapeUnits(character: string): string {
  return character.split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
