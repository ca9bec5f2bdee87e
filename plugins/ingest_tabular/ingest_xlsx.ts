import { MAX_ROWS, type PluginFinding } from "harness/sdk";
import type { ByteSource } from "./byte_source.ts";
import { columnNames } from "./column_names.ts";
import { BLOCK_BYTES } from "./csv_cells.ts";
import { detectHeader } from "./detect_header.ts";
import { noRowsError } from "./errors.ts";
import type { IngestOutcome } from "./ingest_outcome.ts";
import type { IngestSettings } from "./ingest_settings.ts";
import { MissingMarkers } from "./missing_markers.ts";
import { readTable, type TableSink } from "./read_table.ts";
import { headerNote, renameNotes, sheetNote } from "./table_notes.ts";
import { tableRules } from "./table_rules.ts";
import { type SheetFacts, XlsxCells } from "./xlsx_cells.ts";
import { NO_STRINGS, readSharedStrings, type SharedStrings } from "./xlsx_strings.ts";
import { chooseSheet, openWorkbook, type Workbook } from "./xlsx_workbook.ts";

/**
 * Reads one sheet of an XLSX workbook into columns.
 * @param blockBytes size of blocks; results do not depend on it
 * @throws CodedError E_INGEST_*, E_XLSX_*
 */
export async function ingestXlsx(
  source: ByteSource,
  settings: IngestSettings,
  sink: TableSink,
  blockBytes = BLOCK_BYTES,
): Promise<IngestOutcome> {
  const workbook = await openWorkbook(source);
  const sheet = chooseSheet(workbook, settings.sheet);
  const { date_styles, is_1904 } = workbook;
  const facts = { strings: await sharedStrings(workbook), date_styles, is_1904 };
  const maxRows = settings.max_rows ?? MAX_ROWS;
  const open = (check: boolean) => workbook.open(sheet.part, check);
  const cells = new XlsxCells(open, facts, sheet.name, maxRows, blockBytes);
  try {
    const first = await cells.firstRecord();
    if (first === null) throw noRowsError(false);
    const markers = new MissingMarkers(settings.missing_values);
    const texts = first.map(({ text }) => text);
    const detected = detectHeader(texts, markers, 46, (c) => first[c]!.isText);
    const header = settings.header === "auto" ? detected.header : settings.header;
    const prepared = await cells.prepare(header);
    const named = new Map(first.map(({ column, text }) => [column, text]));
    const written = header ? prepared.columns.map((column) => named.get(column) ?? "") : [];
    const { names, renamed } = columnNames(written, cells.columns);
    const table = await readTable(cells, names, tableRules(settings, names.length, header), sink);

    const findings = [...table.notes, ...sheetNotes(prepared.facts)];
    if (settings.header === "auto" && (!header || detected.values > 0)) {
      findings.push(headerNote(header, detected.values));
    }
    if (header) findings.push(...renameNotes(renamed));
    return {
      table,
      format: "xlsx",
      metrics: {
        sheet: sheet.name,
        sheets: workbook.sheets.length,
        header,
        padded_rows: 0,
        renamed_columns: header ? renamed.length : 0,
        blank_rows: prepared.facts.blank_rows,
        blank_columns: prepared.facts.blank_columns,
      },
      findings,
      truncated: settings.max_rows !== null && await cells.hasMore(),
    };
  } finally {
    await cells.close();
  }
}

async function sharedStrings(workbook: Workbook): Promise<SharedStrings> {
  if (workbook.strings_part === null) return NO_STRINGS;
  const { scanner } = workbook.open(workbook.strings_part);
  return await readSharedStrings(scanner);
}

function sheetNotes(facts: SheetFacts): PluginFinding[] {
  const { error_cells, formulas_without_value, merged_ranges, first_merged } = facts;
  return [
    ...(error_cells > 0 ? [sheetNote("error_cells", error_cells)] : []),
    ...(formulas_without_value > 0
      ? [sheetNote("formulas_without_value", formulas_without_value)]
      : []),
    ...(merged_ranges > 0 ? [sheetNote("merged_ranges", merged_ranges, first_merged)] : []),
  ];
}
