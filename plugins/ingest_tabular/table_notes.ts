import type { PluginFinding } from "harness/sdk";
import type { Renamed } from "./column_names.ts";
import type { CellExample, ColumnScan, Conclusion } from "./column_scan.ts";

/** Share of a text column's distinct values that must read as values for it to be worth a note. */
const MOSTLY = 0.5;

/** Why a column's type may not be what a person expects. */
export type TypeNoteReason =
  /** most distinct values are numbers, booleans or dates, others are not */
  | "mixed_values"
  /** all values are integers, some beyond int64 */
  | "beyond_int64"
  /** numbers with decimals beside integers that float64 would change */
  | "inexact_integers"
  /** all values are numbers if the decimal mark is a comma */
  | "decimal_comma"
  /** in some dates the day comes first, in others the month */
  | "mixed_date_order"
  /** fractions of seconds finer than a microsecond were cut */
  | "fraction_cut"
  /** some times have an offset from UTC, others have none and were taken as UTC */
  | "mixed_offsets";

/**
 * What a person should know about how a column was read, after `scan.conclude()`.
 * @param name the column's name in the dataset
 */
export function columnNotes(
  scan: ColumnScan,
  name: string,
  conclusion: Conclusion,
): PluginFinding[] {
  const note = (reason: TypeNoteReason, example: CellExample | null, own = {}) =>
    finding("type_note", [name], {
      reason,
      type: conclusion.type,
      example: example?.text ?? "",
      ...own,
    }, example?.row);
  const notes: PluginFinding[] = [];
  const { dates, state, survey } = scan;
  if (conclusion.unsettled === "open") {
    const own = { example: scan.example?.text ?? "" };
    notes.push(finding("ambiguous_dates", [name], own, scan.example?.row));
  } else if (conclusion.unsettled === "mixed") {
    notes.push(note("mixed_date_order", scan.example));
  } else if (state === "big_integer") {
    notes.push(note("beyond_int64", scan.example));
  } else if (scan.refused !== null) {
    notes.push(note(scan.refused, scan.misfit ?? scan.example));
  } else if (scan.asked === null && survey !== null && survey.distinct > 0) {
    const counts = { distinct: survey.distinct, values: survey.values };
    if (survey.with_comma === survey.distinct && survey.with_comma > survey.values) {
      notes.push(note("decimal_comma", scan.example, counts));
    } else if (survey.values / survey.distinct >= MOSTLY) {
      notes.push(note("mixed_values", scan.misfit ?? scan.example, counts));
    }
  }
  if (conclusion.type === "timestamp") {
    if (dates.cut > 0) notes.push(note("fraction_cut", scan.example, { cells: dates.cut }));
    if (dates.anyOffset && dates.anyWithoutOffset) {
      notes.push(note("mixed_offsets", scan.example));
    }
  }
  return notes;
}

/** One finding for each column that is not called what the file calls it. */
export function renameNotes(renamed: readonly Renamed[]): PluginFinding[] {
  return renamed.map(({ column, original, name, reason }) =>
    finding("renamed_column", [name], {
      position: column,
      original: original.slice(0, 200),
      reason,
    })
  );
}

/** The rows that were filled up because they were shorter than the table. */
export function raggedNote(rows: number, firstRows: readonly number[]): PluginFinding {
  return {
    ...finding("ragged_padded", [], { rows }),
    evidence: { row_ids: [...firstRows] },
  };
}

/**
 * A decision about the first record that a person may want to turn round.
 * @param header what was decided
 * @param values cells of it that look like values
 */
export function headerNote(header: boolean, values: number): PluginFinding {
  return finding("header_note", [], { header, values });
}

function finding(
  kind: string,
  columns: readonly string[],
  own: Readonly<Record<string, unknown>>,
  row?: number,
): PluginFinding {
  const evidence = row === undefined ? {} : { evidence: { row_ids: [row] } };
  return { kind, measurement_type: "measured", score: null, columns, ...own, ...evidence };
}

/**
 * Something in a sheet that leaves cells missing.
 * @param reason errors such as `#DIV/0!`; formulas that were never computed; merged ranges, of which
 *   only the first cell has the value
 * @param count how many cells or ranges
 * @param example the first range
 */
export function sheetNote(
  reason: "error_cells" | "formulas_without_value" | "merged_ranges",
  count: number,
  example = "",
): PluginFinding {
  return finding("sheet_note", [], { reason, count, example });
}
