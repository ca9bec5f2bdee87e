import { clip } from "../text/clip.ts";
import { formatNumber } from "harness/sdk";
import type { Inline, Sentence } from "./inline.ts";

const LONGEST_NAME = 80;
const LONGEST_TEXT = 240;
const MOST_ITEMS = 6;

/** A column's, field's or file's name, set apart from the words around it; a blank one in quotes. */
export function name(text: string): Inline {
  return {
    code: text.trim() === "" ? JSON.stringify(clip(text, LONGEST_NAME)) : clip(text, LONGEST_NAME),
  };
}

/** Names in a row: `a`, `b` and 3 more. */
export function names(list: readonly string[], most = MOST_ITEMS): Sentence {
  const shown: Inline[] = list.slice(0, most).flatMap((text, i) => {
    const last = i > 0 && i === list.length - 1;
    return i === 0 ? [name(text)] : [last ? " and " : ", ", name(text)];
  });
  return list.length > most ? [...shown, ` and ${list.length - most} more`] : shown;
}

/** What a plugin or a person wrote, shortened when it is endless. */
export function prose(text: string, longest = LONGEST_TEXT * 4): string {
  return clip(text.replace(/\s+/g, " ").trim(), longest);
}

/**
 * Any JSON value in a few words: numbers rounded, short lists spelled out, the rest as JSON.
 * @param value plain data
 */
export function showValue(value: unknown): Sentence {
  if (value === null || value === undefined) return ["–"];
  if (typeof value === "number") return [formatNumber(value)];
  if (typeof value === "boolean") return [value ? "yes" : "no"];
  if (typeof value === "string") return [clip(value, LONGEST_TEXT)];
  if (Array.isArray(value) && value.length === 0) return ["none"];
  if (Array.isArray(value) && value.length <= MOST_ITEMS && value.every(isScalar)) {
    return value.flatMap((item, i) => i === 0 ? showValue(item) : [", ", ...showValue(item)]);
  }
  return [{ code: clip(JSON.stringify(value), LONGEST_TEXT) }];
}

/** True for what fits one cell: null, booleans, numbers, texts. */
export function isScalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}
