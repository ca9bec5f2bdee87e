import { COLUMN_TYPES } from "harness/sdk";
import { quoteForMessage } from "./errors.ts";
import type { IngestOutcome } from "./ingest_outcome.ts";
import type { TableSummary } from "./read_table.ts";

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
  " ": "space",
};

/**
 * One or two sentences on what was read and how the file was understood.
 * @param table the table as read
 * @param outcome the format's own decisions
 */
export function describeTable(
  table: TableSummary,
  outcome: Pick<IngestOutcome, "format" | "metrics" | "truncated">,
): string {
  const { rows, plans, missing_cells } = table;
  const types = COLUMN_TYPES.flatMap((type) => {
    const n = plans.filter((plan) => plan.type === type).length;
    return n === 0 ? [] : [`${n} ${type}`];
  });
  const share = missing_cells / (rows * plans.length);
  const missing = missing_cells === 0
    ? "no cell is missing"
    : `${count(missing_cells, "cell")} (${percent(share)}) ${
      missing_cells === 1 ? "is" : "are"
    } missing`;
  const cut = outcome.truncated ? " The file has more rows: max_rows left them out." : "";
  return `${count(rows, "row")} × ${count(plans.length, "column")} (${types.join(", ")}) from ` +
    `${describeFormat(outcome)}; ${missing}.${cut}`;
}

function describeFormat({ format, metrics }: Pick<IngestOutcome, "format" | "metrics">): string {
  if (format === "json" || format === "ndjson") {
    return `${format.toUpperCase()} (${String(metrics["shape"])})`;
  }
  if (format === "xlsx") return `the sheet ${quoteForMessage(String(metrics["sheet"]))}`;
  const delimiter = String(metrics["delimiter"]);
  const name = DELIMITER_NAMES[delimiter] ?? JSON.stringify(delimiter);
  const header = metrics["header"] === true ? "" : ", without a header";
  return `${name}-delimited text (${String(metrics["encoding"])}${header})`;
}

function count(n: number, noun: string): string {
  return `${n.toString().replace(/\B(?=(\d{3})+$)/g, ",")} ${noun}${n === 1 ? "" : "s"}`;
}

function percent(share: number): string {
  const value = share * 100;
  return value < 0.01 ? "under 0.01 %" : `${value.toPrecision(2).replace(/\.0$/, "")} %`;
}
