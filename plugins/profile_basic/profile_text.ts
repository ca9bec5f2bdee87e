import { type ColumnInfo, type Rng, type Table } from "harness/sdk";
import type { ColumnFacts, Measured, TextStatistics } from "./column_statistics.ts";
import { type ContentSample, SAMPLE_VALUES } from "./content/content_sample.ts";
import { hashText } from "./hash_text.ts";
import { HYPER_LOG_LOG_ERROR, HyperLogLog } from "./hyper_log_log.ts";
import { keepTop, type ValueCount } from "./keep_top.ts";
import { MOST_LEVELS } from "./profile_numbers.ts";

/** Different values up to which plain text is counted exactly. */
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
 * Profiles a text column. A dictionary is counted by its codes; plain text by value up to
 * {@link EXACT_DISTINCT} different ones, and beyond that the number of different values is
 * estimated (HyperLogLog) and top values are those among the first ones.
 * @param table the dataset
 * @param column of type text
 * @param most top values to keep
 * @param rng for the sample of a long column
 */
export function profileText(
  table: Table,
  column: ColumnInfo,
  most: number,
  rng: Rng,
): TextProfile {
  return column.encoding === "dictionary"
    ? profileDictionary(table, column, most, rng)
    : profilePlain(table, column, most, rng);
}

function profileDictionary(
  table: Table,
  column: ColumnInfo,
  most: number,
  rng: Rng,
): TextProfile {
  const { codes, values } = table.dictionary(column.name);
  const counts = new Uint32Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= 0) counts[code] = counts[code]! + 1;
  }
  const tally = new Tally(most);
  for (let code = 0; code < values.length; code++) tally.add(values[code]!, counts[code]!);
  const picked = values.length <= SAMPLE_VALUES
    ? Uint32Array.from(values, (_, code) => code)
    : rng.sample(values.length, SAMPLE_VALUES);
  return {
    ...tally.profile(tally.distinct, 0),
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
  const counts = new Map<string, number>();
  const lengths = new Tally(0);
  const seen = new HyperLogLog();
  const hash = new Int32Array(2);
  const picked = rng.sample(table.rows, Math.min(table.rows, SAMPLE_VALUES));
  const rows: number[] = [];
  const values: string[] = [];
  let next = 0;
  let overflow = false;
  table.forEachText(column.name, (row, value) => {
    while (next < picked.length && picked[next]! < row) next++;
    if (picked[next] === row) {
      rows.push(row);
      values.push(value);
    }
    lengths.add(value, 1);
    hashText(value, hash);
    seen.add(hash[0]!, hash[1]!);
    const count = counts.get(value);
    if (count !== undefined) counts.set(value, count + 1);
    else if (counts.size < EXACT_DISTINCT) counts.set(value, 1);
    else overflow = true;
  });
  const tally = new Tally(most);
  for (const [value, count] of counts) tally.add(value, count);
  const { measured, facts } = overflow
    ? tally.profile(Math.round(seen.count()), HYPER_LOG_LOG_ERROR)
    : tally.profile(counts.size, 0);
  return {
    measured: { ...measured, text: lengths.statistics() },
    facts,
    sample: {
      values,
      weights: new Uint8Array(values.length).fill(1),
      rowsOf: (matching, most) =>
        [...matching].sort((a, b) => a - b).slice(0, most)
          .map((index) => rows[index]!),
    },
  };
}

/** Lengths, counts and top values of texts, each added once with its number of cells. */
class Tally {
  readonly #top: ValueCount<string>[] = [];
  readonly #most: number;
  distinct = 0;
  #enough = 0;
  #cells = 0;
  #rarest = Infinity;
  #min = Infinity;
  #max = 0;
  #sum = 0;
  #empty = 0;

  constructor(most: number) {
    this.#most = Math.max(most, 1);
  }

  add(value: string, count: number): void {
    if (count === 0) return;
    const length = characters(value);
    this.distinct++;
    this.#cells += count;
    this.#sum += length * count;
    if (length === 0) this.#empty += count;
    if (length < this.#min) this.#min = length;
    if (length > this.#max) this.#max = length;
    if (count < this.#rarest) this.#rarest = count;
    if (count > this.#enough) {
      this.#enough = keepTop(this.#top, { value, count }, this.#most);
    }
  }

  statistics(): TextStatistics | null {
    if (this.#cells === 0) return null;
    return {
      min_length: this.#min,
      max_length: this.#max,
      mean_length: this.#sum / this.#cells,
      empty: this.#empty,
    };
  }

  profile(distinct: number, distinct_error: number): Pick<TextProfile, "measured" | "facts"> {
    const few = distinct > 0 && distinct <= MOST_LEVELS;
    const top_values = this.#top.map(({ value, count }) => ({ value: shorten(value), count }));
    return {
      measured: {
        distinct,
        distinct_error,
        min: null,
        max: null,
        quantiles: null,
        numeric: null,
        text: this.statistics(),
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
