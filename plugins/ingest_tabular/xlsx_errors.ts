import { CodedError } from "harness/sdk";
import { quoteForMessage } from "./errors.ts";

const RESAVE = "Open the file in a spreadsheet program and save it as .xlsx once more, or as CSV.";

/** The ZIP container is damaged or uses what a workbook never does. */
export function zipError(why: string): CodedError {
  return new CodedError(
    "E_XLSX_ZIP",
    `The workbook's ZIP container cannot be read: ${why}.`,
    RESAVE,
  );
}

/** A part of the workbook inflates to more than it reasonably should. */
export function inflateError(part: string, why: string): CodedError {
  return new CodedError(
    "E_XLSX_TOO_LARGE",
    `The workbook's part ${quoteForMessage(part)} is refused: ${why}.`,
    "If the file is honest, export the sheet as CSV and use that.",
  );
}

/** @param offset byte in the inflated part, where there is one */
export function xmlError(part: string, why: string, offset?: number): CodedError {
  const where = offset === undefined ? "" : ` at byte ${offset} of its XML`;
  return new CodedError(
    "E_XLSX_XML",
    `The workbook's part ${quoteForMessage(part)} cannot be read${where}: ${why}.`,
    RESAVE,
  );
}

export function doctypeError(part: string): CodedError {
  return new CodedError(
    "E_XLSX_DOCTYPE",
    `The workbook's part ${quoteForMessage(part)} has a document type declaration, which no ` +
      "workbook needs and which can do harm.",
    RESAVE,
  );
}

/** A ZIP archive that is not a workbook of sheets in XML. */
export function notWorkbookError(what: string): CodedError {
  return new CodedError(
    "E_XLSX_FORMAT",
    `The file is ${what}, not an XLSX workbook.`,
    "Save the table as .xlsx, or export it as CSV.",
  );
}

export function noSheetError(asked: string | number, names: readonly string[]): CodedError {
  const known = names.slice(0, 20).map((name, i) => `${i + 1} ${quoteForMessage(name)}`).join(", ");
  return new CodedError(
    "E_XLSX_SHEET",
    `The workbook has no sheet ${
      typeof asked === "number" ? `number ${asked}` : quoteForMessage(asked)
    }.`,
    `Set sheet to a name or number of: ${known}${names.length > 20 ? ", …" : ""}.`,
  );
}
