import { count, type Finding, formatNumber, formatShare } from "harness/sdk";
import { say, type Sentence } from "../document/inline.ts";
import { name, names, showValue } from "../document/show_value.ts";
import { numberField, textField } from "./finding_fields.ts";
import type { KindSentence } from "./kind_sentences.ts";

/** A sentence for every finding kind that ingest and profile plugins report. */
export const QUALITY_SENTENCES: Readonly<Record<string, KindSentence>> = {
  ambiguous_dates: ambiguousDates,
  constant_column: constantColumn,
  duplicate_columns: duplicateColumns,
  duplicate_rows: duplicateRows,
  header_note: headerNote,
  high_missingness: highMissingness,
  pii: personalData,
  ragged_padded: raggedPadded,
  renamed_column: renamedColumn,
  sheet_note: sheetNote,
  suspicious_type: suspiciousType,
  type_note: typeNote,
};

/** What each kind of personal data is called in a sentence. */
export const PERSONAL_DATA: Readonly<Record<string, string>> = {
  email: "e-mail addresses",
  phone: "phone numbers",
  card: "card numbers",
  iban: "bank account numbers (IBAN)",
  ip: "IP addresses",
  national_id: "national identity numbers",
};

function personalData(finding: Finding): Sentence | undefined {
  const column = textField(finding, "column");
  const type = textField(finding, "pii_type");
  if (column === undefined || type === undefined) return undefined;
  const what = Object.hasOwn(PERSONAL_DATA, type) ? PERSONAL_DATA[type]! : type;
  return say`${name(column)} seems to hold personal data: ${what}${shareOf(finding, " of it")}.`;
}

function constantColumn(finding: Finding): Sentence | undefined {
  const column = textField(finding, "column");
  if (column === undefined || finding.value === undefined) return undefined;
  const missing = numberField(finding, "missing") ?? 0;
  const gaps = missing > 0 ? `, apart from ${count(missing, "missing cell")}` : "";
  return say`${name(column)} is the same in every row: ${showValue(finding.value)}${gaps}.`;
}

function highMissingness(finding: Finding): Sentence | undefined {
  const column = textField(finding, "column");
  const missing = numberField(finding, "missing");
  if (column === undefined || missing === undefined) return undefined;
  return say`${name(column)} is missing in ${count(missing, "row")}${shareOf(finding, "")}.`;
}

function duplicateColumns(finding: Finding): Sentence | undefined {
  const equal = numberField(finding, "columns_equal");
  if (equal === undefined || finding.columns.length < 2) return undefined;
  return say`${names(finding.columns)} are equal in every row: ${
    equal === 2 ? "one of the two" : "all but one"
  } can go.`;
}

function duplicateRows(finding: Finding): Sentence | undefined {
  const repeated = numberField(finding, "rows_repeated");
  if (repeated === undefined) return undefined;
  const most = numberField(finding, "largest_group");
  const often = most === undefined ? "" : `; the most frequent row occurs ${count(most, "time")}`;
  const verb = repeated === 1 ? "repeats" : "repeat";
  return [`${count(repeated, "row")} ${verb} an earlier row in every column${often}.`];
}

function suspiciousType(finding: Finding): Sentence | undefined {
  const column = textField(finding, "column");
  const looks = textField(finding, "looks_like");
  const type = textField(finding, "type");
  if (column === undefined || looks === undefined || type === undefined) return undefined;
  return say`${name(column)} was read as ${type}, but looks like ${looks}s${
    shareOf(finding, " of its values")
  }.`;
}

function typeNote(finding: Finding): Sentence | undefined {
  const reason = textField(finding, "reason");
  const type = textField(finding, "type");
  if (reason === undefined || type === undefined || finding.columns.length === 0) return undefined;
  if (!Object.hasOwn(TYPE_REASONS, reason)) return undefined;
  return say`${names(finding.columns)} was read as ${type}: ${TYPE_REASONS[reason]!}${
    example(finding)
  }.`;
}

const TYPE_REASONS: Readonly<Record<string, string>> = {
  mixed_values: "some of its cells are numbers or dates, others are not",
  beyond_int64: "it has whole numbers too large for an exact one",
  inexact_integers: "it has whole numbers that a decimal number cannot hold exactly",
  decimal_comma: "its numbers have decimal commas",
  mixed_date_order: "its dates are written both day first and month first",
  fraction_cut: "fractions of a second finer than a millionth were cut",
  mixed_offsets: "its times are in more than one time zone and were put into UTC",
};

function ambiguousDates(finding: Finding): Sentence | undefined {
  if (finding.columns.length === 0) return undefined;
  return say`${names(finding.columns)} was left as text: its dates could be day first or month
    first${example(finding)}.`;
}

function raggedPadded(finding: Finding): Sentence | undefined {
  const rows = numberField(finding, "rows");
  if (rows === undefined) return undefined;
  const verb = rows === 1 ? "has" : "have";
  return [`${count(rows, "row")} ${verb} fewer fields than the heading; the rest was left empty.`];
}

function headerNote(finding: Finding): Sentence | undefined {
  if (typeof finding.header !== "boolean") return undefined;
  const values = numberField(finding, "values");
  const why = values === undefined
    ? ""
    : `, though ${count(values, "cell")} of it ${values === 1 ? "looks" : "look"} like data`;
  return finding.header
    ? [`The first line was taken for the columns' names${why}.`]
    : ["The first line was taken for data: the columns have no names."];
}

function renamedColumn(finding: Finding): Sentence | undefined {
  const original = finding.original;
  const reason = textField(finding, "reason");
  if (typeof original !== "string" || finding.columns.length !== 1) return undefined;
  const why = reason === "empty"
    ? "it had no name"
    : reason === "duplicate"
    ? "its name was taken"
    : "its name was too long";
  return say`The column ${name(original)} is called ${names(finding.columns)} here: ${why}.`;
}

function sheetNote(finding: Finding): Sentence | undefined {
  const n = numberField(finding, "count");
  const reason = textField(finding, "reason");
  if (n === undefined || reason === undefined || !Object.hasOwn(SHEET_REASONS, reason)) {
    return undefined;
  }
  const [one, many] = SHEET_REASONS[reason]!;
  const text = n === 1 ? one : many.replace("#", formatNumber(n));
  const where = textField(finding, "example");
  return where === undefined ? say`${text}.` : say`${text}, for example ${name(where)}.`;
}

const SHEET_REASONS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  error_cells: [
    "1 cell of the sheet holds an error and was read as missing",
    "# cells of the sheet hold errors and were read as missing",
  ],
  formulas_without_value: [
    "1 formula of the sheet was never computed and was read as missing",
    "# formulas of the sheet were never computed and were read as missing",
  ],
  merged_ranges: [
    "1 merged range of the sheet has a value in its first cell only",
    "# merged ranges of the sheet have a value in their first cell only",
  ],
};

/** ` (95.6 %)`, ` (12 % of it)`, or nothing when the share is unknown. */
function shareOf(finding: Finding, of: string): string {
  const share = numberField(finding, "share");
  return share === undefined ? "" : ` (${formatShare(share, 1)}${of})`;
}

/** `, as in 03/04/2021`, with the row when it is known. */
function example(finding: Finding): Sentence {
  const text = textField(finding, "example");
  if (text === undefined) return [];
  const row = finding.evidence.row_ids?.[0];
  const where = row === undefined ? "" : ` in row ${formatNumber(row)}`;
  return say`, for example ${name(text)}${where}`;
}
