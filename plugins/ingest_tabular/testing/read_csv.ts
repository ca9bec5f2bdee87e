import type { ByteSource } from "../byte_source.ts";
import { ingestCsv } from "../ingest_csv.ts";
import { ingestJson } from "../ingest_json.ts";
import { ingestXlsx } from "../ingest_xlsx.ts";
import type { IngestOutcome } from "../ingest_outcome.ts";
import type { IngestSettings } from "../ingest_settings.ts";
import type { TableSink } from "../read_table.ts";
import { memorySource } from "./memory_source.ts";
import { RecordedTable, type TestCell } from "./recorded_table.ts";

/** The manifest's defaults; a test of the plugin compares them. */
export const DEFAULT_SETTINGS: IngestSettings = {
  format: "auto",
  sheet: null,
  delimiter: null,
  encoding: "auto",
  skip_lines: 0,
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

/** `readBytes`: most bytes one read gives; `blockBytes`: size of buffers to begin with. */
export interface HowToRead {
  readonly readBytes?: number;
  readonly blockBytes?: number;
}

/** Reads delimited text in memory. */
export function readCsv(
  content: string | Uint8Array,
  settings: Partial<IngestSettings> = {},
  how: HowToRead = {},
): Promise<ReadTable> {
  return readWith(ingestCsv, content, settings, how);
}

/** Reads JSON in memory. */
export function readJson(
  content: string | Uint8Array,
  settings: Partial<IngestSettings> = {},
  how: HowToRead = {},
): Promise<ReadTable> {
  return readWith(ingestJson, content, settings, how);
}

/** Reads a workbook in memory. */
export function readXlsx(
  content: Uint8Array,
  settings: Partial<IngestSettings> = {},
  how: HowToRead = {},
): Promise<ReadTable> {
  return readWith(ingestXlsx, content, settings, how);
}

async function readWith(
  ingest: (
    source: ByteSource,
    settings: IngestSettings,
    sink: TableSink,
    blockBytes?: number,
  ) => Promise<IngestOutcome>,
  content: string | Uint8Array,
  settings: Partial<IngestSettings>,
  how: HowToRead,
): Promise<ReadTable> {
  const recorded = new RecordedTable();
  const source = memorySource(content, how.readBytes);
  const outcome = await ingest(
    source,
    { ...DEFAULT_SETTINGS, ...settings },
    recorded,
    how.blockBytes,
  );
  const columns = recorded.announced.columns.map(({ name, type }, c) =>
    [name, type, ...recorded.cells(c)] as const
  );
  return { columns, outcome, recorded };
}
