import { MAX_COLUMN_NAME_BYTES } from "harness/sdk";
import { longNamesError } from "./errors.ts";

/** Bytes of JSON that all names may have together, so that the table's schema fits one frame. */
const MAX_NAMES_BYTES = 7 * 1024 * 1024;

/** Why a column is not called what the file calls it. */
export type RenameReason = "empty" | "duplicate" | "too_long";

/** A column whose name had to be made or changed. */
export interface Renamed {
  /** 0-based position. */
  readonly column: number;
  readonly original: string;
  readonly name: string;
  readonly reason: RenameReason;
}

/**
 * Unique, non-empty names for the columns of a table, a function of the header alone.
 *
 * White space around a name goes. An empty name becomes `column_3` (counted from 1). The second
 * `price` becomes `price_2`, or the next number that no other column has. A name of more than 1024
 * bytes is cut between characters.
 *
 * @param header names as the file has them; may be shorter than `columns`
 * @param columns how many names are needed
 * @throws CodedError E_INGEST_COLUMNS when they are too long together
 */
export function columnNames(
  header: readonly string[],
  columns: number,
): { names: string[]; renamed: Renamed[] } {
  const written = Array.from({ length: columns }, (_, c) => cut((header[c] ?? "").trim()));
  // Names that stand in the file keep out the ones that are made.
  const taken = new Set(written.filter((name) => name !== ""));
  const seen = new Set<string>();
  const next = new Map<string, number>();
  const renamed: Renamed[] = [];
  const names = written.map((name, column) => {
    const original = header[column] ?? "";
    if (name === "") {
      name = unused(`column_${column + 1}`, taken, next, 1);
      renamed.push({ column, original, name, reason: "empty" });
    } else if (seen.has(name)) {
      name = unused(name, taken, next, 2);
      renamed.push({ column, original, name, reason: "duplicate" });
    } else if (name !== original.trim()) {
      renamed.push({ column, original, name, reason: "too_long" });
    }
    seen.add(name);
    taken.add(name);
    return name;
  });
  if (jsonBytes(names) > MAX_NAMES_BYTES) throw longNamesError(columns, MAX_NAMES_BYTES);
  return { names, renamed };
}

/** `stem` itself if `from` is 1 and it is free, else `stem_2`, `stem_3`, … the first that is. */
function unused(
  stem: string,
  taken: ReadonlySet<string>,
  next: Map<string, number>,
  from: number,
): string {
  for (let n = next.get(stem) ?? from;; n++) {
    const suffix = n === 1 ? "" : `_${n}`;
    const name = cut(stem, MAX_COLUMN_NAME_BYTES - suffix.length) + suffix;
    if (taken.has(name)) continue;
    next.set(stem, n + 1);
    return name;
  }
}

function jsonBytes(names: readonly string[]): number {
  const encoder = new TextEncoder();
  return names.reduce((sum, name) => sum + encoder.encode(JSON.stringify(name)).byteLength, 0);
}

/** A text cut to so many bytes of UTF-8, between characters. */
function cut(text: string, bytes = MAX_COLUMN_NAME_BYTES): string {
  if (text.length * 3 <= bytes) return text;
  let used = 0;
  let end = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
