/** Characters that take two places on a terminal (Unicode's East Asian Wide and Fullwidth). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
/** Characters that stand on the one before them. */
const MARK = /[\p{M}\uFE0E\uFE0F]/u;
// deno-lint-ignore no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

/**
 * Places that a text takes on a terminal.
 * @param text escaped already, one line
 */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/**
 * A text, cut with an ellipsis if it takes more places than there are.
 * @param text escaped already, one line
 * @param places at least 1
 */
export function cutToWidth(text: string, places: number): string {
  if (displayWidth(text) <= places) return text;
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > places - 1) break;
    end += character.length;
  }
  return `${text.slice(0, end)}…`;
}

function characterWidth(character: string): number {
  return MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}
