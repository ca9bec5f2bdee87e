import type { Block, Fact, Table } from "./document.ts";
import type { Sentence } from "./inline.ts";

/** A paragraph block of one sentence or more. */
export function paragraph(...sentences: readonly Sentence[]): Block {
  return { type: "paragraph", text: sentences.flatMap((s, i) => i === 0 ? s : [" ", ...s]) };
}

/** A block of names and values; null when there are none, so that callers can leave it out. */
export function facts(list: readonly Fact[]): Block[] {
  return list.length === 0 ? [] : [{ type: "facts", facts: list }];
}

/**
 * A table that shows at most `cap` rows and names the true number.
 * @param about caption, headings, and where the rest is
 * @param items the things, one a row
 * @param cap most rows
 * @param row makes one row's cells; the first is the row's heading
 */
export function cappedTable<T>(
  about: Pick<Table, "caption" | "head"> & { readonly rest?: Sentence },
  items: readonly T[],
  cap: number,
  row: (item: T) => Table["rows"][number],
): Table {
  return { type: "table", ...about, rows: items.slice(0, cap).map(row), total: items.length };
}
