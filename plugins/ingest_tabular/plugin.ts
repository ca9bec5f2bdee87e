import { CodedError, definePlugin, type PluginContext, type PluginResult } from "harness/sdk";
import { describeTable } from "./describe_table.ts";
import { detectContainer, looksLikeJson } from "./detect_format.ts";
import { knownBinaryError } from "./errors.ts";
import { ingestCsv } from "./ingest_csv.ts";
import { ingestJson } from "./ingest_json.ts";
import type { IngestSettings } from "./ingest_settings.ts";

/** Reads a table from a file, exactly: every cell of every row, types from all of them. */
export default definePlugin<IngestSettings>({ run: ingest });

async function ingest(ctx: PluginContext<IngestSettings>): Promise<PluginResult> {
  const { settings, input } = ctx;
  if (input.type !== "ingest") {
    throw new CodedError("E_INGEST_INPUT", `Expected an ingest step's input, not ${input.type}.`);
  }
  const file = ctx.open(input.file);
  if (detectContainer(file) === "zip") throw knownBinaryError("a ZIP archive");
  // The file is read twice, or a little more: see readTable().
  let read = 0;
  const source = {
    size: file.size,
    readSync(buffer: Uint8Array, position: number): number {
      const bytes = file.readSync(buffer, position);
      read += bytes;
      ctx.progress(Math.min(read, 2 * file.size), 2 * file.size, "reading the table");
      return bytes;
    },
  };
  const isJson = settings.format === "auto"
    ? looksLikeJson(file, input.filename)
    : settings.format !== "csv";
  const outcome = await (isJson ? ingestJson : ingestCsv)(source, settings, ctx.dataset);
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
