import { sha256Hex } from "harness/sdk";

/**
 * What could close the fence, hide from a reader, or turn text around: backquotes, angle brackets,
 * controls, formats, and characters that show nothing (tags among them, which can carry text).
 */
const UNSAFE = /[`<>&~\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A value as one line of JSON in which nothing of the data can act: it holds no line break, no
 * backquote and no angle bracket, only their escapes.
 * @param value of JSON
 */
export function dataLine(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""));
}

/**
 * Lines between two marks that hold the hash of those lines: who wrote the data cannot have known
 * it, and cannot write the angle brackets of a mark either.
 * @param lines of {@link dataLine}
 */
export function fenced(lines: readonly string[]): { readonly mark: string; readonly text: string } {
  const body = lines.join("\n");
  const mark = sha256Hex(body).slice(0, 16);
  return { mark, text: `<<<DATA ${mark}\n\`\`\`json\n${body}\n\`\`\`\nDATA ${mark}>>>` };
}
