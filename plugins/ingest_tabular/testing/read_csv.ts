import { ingestCsv, type IngestOutcome } from "../ingest_csv.ts";
import type { IngestSettings } from "../ingest_settings.ts";
import { memorySource } from "./memory_source.ts";
import { RecordedTable, type TestCell } from "./recorded_table.ts";

/** The manifest's defaults; a test of the plugin compares them. */
export const DEFAULT_SETTINGS: IngestSettings = {
  delimiter: null,
  encoding: "auto",
  header: "auto",
  types: {},
  missing_values: ["", "NA", "N/A", "NaN", "null", "None", "-"],
  decimal: ".",
  date_order: "auto",
  ragged: "error",
  max_rows: null,
  max_findings: 50,
};

/** A table as read: `columns` is `[name, type, ...cells]` for each column. */
export interface ReadTable {
  readonly columns: readonly (readonly [name: string, type: string, ...cells: TestCell[]])[];
  readonly outcome: IngestOutcome;
  readonly recorded: RecordedTable;
}

/**
 * Reads delimited text in memory.
 * @param how `readBytes`: most bytes one read gives; `blockBytes`: size of the first buffer
 */
export function readCsv(
  content: string | Uint8Array,
  settings: Partial<IngestSettings> = {},
  how: { readonly readBytes?: number; readonly blockBytes?: number } = {},
): ReadTable {
  const recorded = new RecordedTable();
  const source = memorySource(content, how.readBytes);
  const all = { ...DEFAULT_SETTINGS, ...settings };
  const outcome = ingestCsv(source, all, recorded, how.blockBytes);
  const columns = recorded.announced.columns.map(({ name, type }, c) =>
    [name, type, ...recorded.cells(c)] as const
  );
  return { columns, outcome, recorded };
}
