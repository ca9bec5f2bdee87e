import type { ColumnInfo, Rng, Table } from "harness/sdk";
import type { ColumnMemory } from "./column_memory.ts";
import type { ColumnFacts, Measured, TextStatistics } from "./column_statistics.ts";
import { type ContentSample, SAMPLE_VALUES } from "./content/content_sample.ts";
import { hashBytes } from "./hash_bytes.ts";
import { HashCounts } from "./hash_counts.ts";
import { HYPER_LOG_LOG_ERROR, HyperLogLog } from "./hyper_log_log.ts";
import { keepTop, type ValueCount } from "./keep_top.ts";
import { MOST_LEVELS } from "./profile_numbers.ts";
import { TextLengths } from "./text_lengths.ts";

/** Different values up to which plain text is counted. */
export const EXACT_DISTINCT = 100_000;

/** Longest value that is shown whole; personal or not, columns.json is no copy of the data. */
const SHOWN_CHARACTERS = 200;

/** A text column's statistics, facts, and a sample of its content. */
export interface TextProfile {
  readonly measured: Measured;
  readonly facts: ColumnFacts;
  readonly sample: ContentSample;
}

/**
 * Profiles a text column. A dictionary is counted by its codes. Plain text is counted by the 64-bit
 * hashes of up to {@link EXACT_DISTINCT} different values (two of which agree by chance once in
 * four billion such columns); with more, the number is estimated (HyperLogLog) and top values are
 * those among the first ones.
 * @param table the dataset
 * @param column of type text
 * @param most top values to keep
 * @param rng for the sample of a long column
 * @param memory overwritten; the sample is good until it is used again
 */
export function profileText(
  table: Table,
  column: ColumnInfo,
  most: number,
  rng: Rng,
  memory: ColumnMemory,
): TextProfile {
  return column.encoding === "dictionary"
    ? profileDictionary(table, column, most, rng, memory)
    : profilePlain(table, column, most, rng);
}

function profileDictionary(
  table: Table,
  column: ColumnInfo,
  most: number,
  rng: Rng,
  memory: ColumnMemory,
): TextProfile {
  const { codes, values } = table.dictionary(column.name, new Uint8Array(memory.values.buffer));
  const counts = new Uint32Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= 0) counts[code] = counts[code]! + 1;
  }
  const top = new TopTexts(most, (code) => values[code]!);
  const lengths = new TextLengths();
  for (let code = 0; code < values.length; code++) {
    if (counts[code] === 0) continue;
    lengths.add(characters(values[code]!), counts[code]!);
    top.add(counts[code]!, code);
  }
  const picked = values.length <= SAMPLE_VALUES
    ? Uint32Array.from(values, (_, code) => code)
    : rng.sample(values.length, SAMPLE_VALUES);
  return {
    ...top.profile(top.added, 0, lengths.statistics()),
    sample: {
      values: Array.from(picked, (code) => values[code]!),
      weights: Uint32Array.from(picked, (code) => counts[code]!),
      rowsOf(matching, most) {
        const wanted = new Uint8Array(values.length);
        for (const index of matching) wanted[picked[index]!] = 1;
        const rows: number[] = [];
        for (let row = 0; row < codes.length && rows.length < most; row++) {
          if (codes[row]! >= 0 && wanted[codes[row]!] === 1) rows.push(row);
        }
        return rows;
      },
    },
  };
}

function profilePlain(table: Table, column: ColumnInfo, most: number, rng: Rng): TextProfile {
  const counts = new HashCounts(Math.max(1, Math.min(EXACT_DISTINCT, table.rows)));
  const lengths = new TextLengths();
  const seen = new HyperLogLog();
  const hash = new Int32Array(2);
  const picked = rng.sample(table.rows, Math.min(table.rows, SAMPLE_VALUES));
  const rows: number[] = [];
  const values: string[] = [];
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  let next = 0;
  table.forEachTextBytes(column.name, (row, data, start, end) => {
    lengths.add(hashBytes(data, start, end, hash), 1);
    seen.add(hash[0]!, hash[1]!);
    counts.add(hash[0]!, hash[1]!, row);
    while (next < picked.length && picked[next]! < row) next++;
    if (picked[next] !== row) return;
    rows.push(row);
    values.push(utf8.decode(data.subarray(start, end)));
  });
  const top = new TopTexts(most, (row) => table.cell(column.name, row) ?? "");
  counts.forEach((count, row) => top.add(count, row));
  const distinct = counts.overflow ? Math.round(seen.count()) : counts.distinct;
  const error = counts.overflow ? HYPER_LOG_LOG_ERROR : 0;
  return {
    ...top.profile(distinct, error, lengths.statistics()),
    sample: {
      values,
      weights: new Uint8Array(values.length).fill(1),
      rowsOf: (matching, most) =>
        [...matching].sort((a, b) => a - b).slice(0, most).map((index) => rows[index]!),
    },
  };
}

/** Counts and top values of texts, each added once with its number of cells. */
class TopTexts {
  readonly #top: ValueCount<number>[] = [];
  readonly #most: number;
  readonly #textAt: (place: number) => string;
  /** Different texts so far. */
  added = 0;
  #enough = 0;
  #rarest = Infinity;

  /**
   * @param most top values to keep
   * @param textAt reads a text from its place; asked for the top values only
   */
  constructor(most: number, textAt: (place: number) => string) {
    this.#most = most;
    this.#textAt = textAt;
  }

  add(count: number, place: number): void {
    this.added++;
    if (count < this.#rarest) this.#rarest = count;
    if (count > this.#enough) {
      this.#enough = keepTop(this.#top, { value: place, count }, this.#most);
    }
  }

  profile(
    distinct: number,
    distinct_error: number,
    text: TextStatistics | null,
  ): Pick<TextProfile, "measured" | "facts"> {
    const few = distinct > 0 && distinct <= MOST_LEVELS;
    const top_values = this.#top.map(({ value, count }) => ({
      value: shorten(this.#textAt(value)),
      count,
    }));
    return {
      measured: {
        distinct,
        distinct_error,
        min: null,
        max: null,
        quantiles: null,
        numeric: null,
        text,
        top_values,
      },
      facts: {
        counts_up: false,
        ascending: false,
        least: NaN,
        greatest: NaN,
        rarest: few ? this.#rarest : 0,
        commonest: few ? this.#top[0]!.count : 0,
      },
    };
  }
}

/** Code points of a text: its UTF-16 units without the second halves of pairs. */
function characters(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) length--;
  }
  return length;
}

function shorten(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…`;
}
