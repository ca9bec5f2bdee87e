/** A key that an object of a JSON text has a second time. */
export interface DuplicateKey {
  readonly key: string;
  /** Index of the second one in the text. */
  readonly offset: number;
}

/**
 * Finds the first key that stands twice in one object. `JSON.parse` takes the last one silently,
 * other readers the first: two people could read two different schemas.
 * @param text valid JSON
 */
export function duplicateJsonKey(text: string): DuplicateKey | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case "{":
        open.push(new Set());
        break;
      case "[":
        open.push(null);
        break;
      case "}":
      case "]":
        open.pop();
        break;
      case '"': {
        const start = at;
        at = endOfString(text, at);
        const keys = open.at(-1);
        if (keys === undefined || keys === null || !isKey(text, at + 1)) break;
        const key: string = JSON.parse(text.slice(start, at + 1));
        if (keys.has(key)) return { key, offset: start };
        keys.add(key);
      }
    }
  }
  return null;
}

/** Index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** True when a colon follows, past blanks. */
function isKey(text: string, from: number): boolean {
  let at = from;
  while (/\s/.test(text[at] ?? "")) at++;
  return text[at] === ":";
}
