import { CodedError, definePlugin, type PluginContext, type PluginResult } from "harness/sdk";
import type { ByteSource } from "./byte_source.ts";
import { describeTable } from "./describe_table.ts";
import { detectContainer, looksLikeJson } from "./detect_format.ts";
import { knownBinaryError } from "./errors.ts";
import { ingestCsv } from "./ingest_csv.ts";
import { ingestJson } from "./ingest_json.ts";
import { ingestXlsx } from "./ingest_xlsx.ts";
import type { IngestSettings } from "./ingest_settings.ts";

/** Reads a table from a file, exactly: every cell of every row, types from all of them. */
export default definePlugin<IngestSettings>({ run: ingest });

async function ingest(ctx: PluginContext<IngestSettings>): Promise<PluginResult> {
  const { settings, input } = ctx;
  if (input.type !== "ingest") {
    throw new CodedError("E_INGEST_INPUT", `Expected an ingest step's input, not ${input.type}.`);
  }
  const file = ctx.open(input.file);
  const readFile = chooseReader(file, settings.format, input.filename);
  // How often the file is read, or a little more: delimited text need not look for its columns.
  const total = file.size * (readFile === ingestCsv ? 2 : 3);
  let read = 0;
  const source = {
    size: file.size,
    readSync(buffer: Uint8Array, position: number): number {
      const bytes = file.readSync(buffer, position);
      read += bytes;
      ctx.progress(Math.min(read, total), total, "reading the table");
      return bytes;
    },
  };
  const outcome = await readFile(source, settings, ctx.dataset);
  const { table, format, metrics, findings, truncated } = outcome;
  const columns = table.plans.length;
  return {
    status: "ok",
    summary: describeTable(table, { format, metrics, truncated }),
    metrics: {
      rows: table.rows,
      columns,
      missing_cells: table.missing_cells,
      bytes: file.size,
      format,
      ...metrics,
      findings_total: findings.length,
    },
    findings: findings.slice(0, settings.max_findings),
    budget: { row_limit: settings.max_rows, sampled: truncated },
  };
}

/** The reader for a file's format: the one that was set, or the one its content asks for. */
function chooseReader(
  file: ByteSource,
  format: IngestSettings["format"],
  filename: string,
): typeof ingestCsv {
  const container = detectContainer(file);
  if (container === "zip" && format === "auto") return ingestXlsx;
  if (format === "auto") return looksLikeJson(file, filename) ? ingestJson : ingestCsv;
  if (container === "zip" && format !== "xlsx") throw knownBinaryError("a ZIP archive");
  return { csv: ingestCsv, xlsx: ingestXlsx, json: ingestJson, ndjson: ingestJson }[format];
}
