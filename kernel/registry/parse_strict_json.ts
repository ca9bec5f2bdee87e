import { duplicateJsonKey } from "./duplicate_json_key.ts";

/** Why a text is not the JSON it should be, and where. */
export interface JsonProblem {
  /** 1-based. */
  readonly line: number;
  /** 1-based, UTF-16 units. */
  readonly column: number;
  readonly source_line: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * Reads JSON strictly: what `JSON.parse` accepts, without duplicate keys.
 * @param text the file
 * @returns the value, or what is wrong with the text
 */
export function parseStrictJson(text: string): { value: unknown } | { problem: JsonProblem } {
  try {
    const value: unknown = JSON.parse(text);
    const twice = duplicateJsonKey(text);
    if (twice === null) return { value };
    const message = `the key ${JSON.stringify(twice.key)} is already there`;
    return { problem: problemAt(text, twice.offset, message, "remove one of the two") };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = `not JSON: ${
      error.message.replace(/ in JSON at position.*|, ("|\.\.\.).*/s, "")
    }`;
    return { problem: problemAt(text, offsetOf(error, text), message, "") };
  }
}

/** V8 names the position of some errors, but not that of an unexpected token or of the end. */
function offsetOf(error: SyntaxError, text: string): number {
  const position = / at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return Number(position);
  if (!isUnexpected(error)) return text.length;
  // The shortest beginning of the text that already has the unexpected token ends with it.
  let fine = 0;
  let wrong = text.length;
  while (wrong - fine > 1) {
    const middle = Math.floor((fine + wrong) / 2);
    if (isUnexpected(errorOf(text.slice(0, middle)))) wrong = middle;
    else fine = middle;
  }
  return wrong - 1;
}

function errorOf(text: string): unknown {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error;
  }
}

function isUnexpected(error: unknown): boolean {
  return error instanceof SyntaxError && error.message.startsWith("Unexpected token");
}

function problemAt(text: string, offset: number, message: string, fix: string): JsonProblem {
  const before = text.slice(0, offset).split("\n");
  const source_line = (text.split("\n")[before.length - 1] ?? "").replace(/\r$/, "");
  return { line: before.length, column: before.at(-1)!.length + 1, source_line, message, fix };
}
