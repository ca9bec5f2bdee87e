import { CodedError, isMissing, type Table } from "harness/sdk";

/** How the table is cut in two; see config.schema.json. */
export type SegmentSetting =
  | { readonly by: "halves" }
  | { readonly by: "row"; readonly at: number }
  | { readonly by: "time"; readonly column: string; readonly at: string }
  | { readonly by: "column"; readonly column: string };

/** Which segment each row is in. */
export interface Segments {
  /** One a row: 0 before, 1 after, {@link LEFT_OUT} when the row cannot be placed. */
  readonly of_row: Uint8Array;
  /** What the two segments are, for a reader. */
  readonly before_is: string;
  readonly after_is: string;
  /** Column that defines the segments, which is not analysed; null when rows do. */
  readonly column: string | null;
}

/** The segment of a row whose time or value is missing. */
export const LEFT_OUT = 2;

const MICROSECONDS = 1000;
const MILLISECONDS_A_DAY = 86_400_000;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?Z?)?$/;

/**
 * Places every row in one of two segments.
 * @param table the dataset
 * @param setting how; `halves` puts the middle row of an odd number after
 * @throws CodedError E_COPULA_SEGMENT when the setting does not cut this table in two,
 *   E_COLUMN_UNKNOWN
 */
export function segmentRows(table: Table, setting: SegmentSetting): Segments {
  switch (setting.by) {
    case "halves":
      return atRow(table.rows, Math.floor(table.rows / 2));
    case "row":
      if (!(setting.at < table.rows)) {
        throw cannotCut(
          `segment.at is row ${setting.at}, and the dataset has ${table.rows} rows`,
          "name a row inside the dataset, or cut in halves",
        );
      }
      return atRow(table.rows, setting.at);
    case "time":
      return atTime(table, setting.column, setting.at);
    case "column":
      return byValue(table, setting.column);
  }
}

function atRow(rows: number, cut: number): Segments {
  return {
    of_row: new Uint8Array(rows).fill(1, cut),
    before_is: `rows before ${cut}`,
    after_is: `rows from ${cut}`,
    column: null,
  };
}

function atTime(table: Table, column: string, at: string): Segments {
  const { type } = table.require(column);
  if (type !== "date" && type !== "timestamp") {
    throw cannotCut(
      `segment.column ${JSON.stringify(column)} is ${type}, not a date or timestamp`,
      "name a date or timestamp column, or cut by row",
    );
  }
  const utc = at.length > 10 && !at.endsWith("Z") ? `${at.replace(" ", "T")}Z` : at;
  const time = ISO_TIME.test(at) ? Date.parse(utc.replace(" ", "T")) : NaN;
  if (isMissing(time)) {
    throw cannotCut(
      `segment.at ${JSON.stringify(at)} is not a time`,
      "write it as 2024-03-20 or 2024-03-20T12:00:00, in UTC",
    );
  }
  const cut = type === "date" ? time / MILLISECONDS_A_DAY : time * MICROSECONDS;
  return {
    of_row: Uint8Array.from(
      table.numeric(column),
      (t) => isMissing(t) ? LEFT_OUT : t < cut ? 0 : 1,
    ),
    before_is: `${column} before ${at}`,
    after_is: `${column} from ${at}`,
    column,
  };
}

function byValue(table: Table, column: string): Segments {
  const { type } = table.require(column);
  const codes = type === "text" ? table.dictionary(column).codes : table.numeric(column);
  const present = new Set<number>();
  for (let row = 0; row < codes.length && present.size <= 2; row++) {
    const code = codes[row]!;
    if (type === "text" ? code >= 0 : !isMissing(code)) present.add(code);
  }
  if (present.size !== 2) {
    throw cannotCut(
      `segment.column ${JSON.stringify(column)} has ${
        present.size > 2 ? "more than two" : present.size
      } different values, and two are needed`,
      "name a column with exactly two values",
    );
  }
  // By the values themselves, never by which comes first: the order of rows must not matter.
  const shown = (code: number): string =>
    type === "text"
      ? table.dictionary(column).values[code]!
      : table.cell(column, codes.findIndex((one) => one === code))!;
  const [first, second] = [...present].sort((a, b) =>
    type === "text" ? (shown(a) < shown(b) ? -1 : 1) : a - b
  ) as [number, number];
  const of_row = new Uint8Array(codes.length).fill(LEFT_OUT);
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] === first) of_row[row] = 0;
    else if (codes[row] === second) of_row[row] = 1;
  }
  return {
    of_row,
    before_is: `${column} = ${shown(first)}`,
    after_is: `${column} = ${shown(second)}`,
    column,
  };
}

function cannotCut(what: string, next: string): CodedError {
  return new CodedError("E_COPULA_SEGMENT", `Cannot cut the table in two: ${what}`, next);
}
