import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { Finding } from "../contract/result.ts";
import { rankReport } from "../contract/rank_findings.ts";
import type { Report } from "../contract/report.ts";

/**
 * The findings to name at the end of a run: the first of the report's own list.
 * @param report collated
 * @param most how many
 * @returns one line each, escaped for a terminal
 */
export function topFindings(report: Report, most: number): readonly string[] {
  return rankReport(report).found.slice(0, most)
    .map(({ plugin_id, finding }) => escapeTerminal(sentence(plugin_id, finding)));
}

function sentence(id: string, finding: Finding): string {
  const { kind, columns, evidence, q_value, p_value } = finding;
  const strength = q_value != null
    ? `, q ${q_value.toPrecision(2)}`
    : p_value != null
    ? `, p ${p_value.toPrecision(2)}`
    : "";
  return `${kind} in ${columns.join(", ")}, ${rowsText(evidence)}${strength} (${id})`;
}

function rowsText({ row_ids, row_ranges }: Finding["evidence"]): string {
  if (row_ids !== undefined) {
    const shown = row_ids.slice(0, 5).join(", ");
    return `row${row_ids.length === 1 ? "" : "s"} ${shown}${row_ids.length > 5 ? ", …" : ""}`;
  }
  const ranges = row_ranges ?? [];
  const shown = ranges.slice(0, 3).map(({ start, end }) => `${start}–${end - 1}`).join(", ");
  return `rows ${shown}${ranges.length > 3 ? ", …" : ""}`;
}
