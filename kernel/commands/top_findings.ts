import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { Finding } from "../contract/result.ts";
import type { Report } from "../contract/report.ts";

/**
 * The findings to name at the end of a run: those of analyses, smallest q-value (else p-value)
 * first, then by rank within the plugin. The full list and its order are the report plugin's.
 * @param report collated
 * @param most how many
 * @returns one line each, escaped for a terminal
 */
export function topFindings(report: Report, most: number): readonly string[] {
  return Object.entries(report.plugins)
    .filter(([, { type }]) => type === "analysis")
    .flatMap(([id, { findings }]) => findings.map((finding, rank) => ({ id, finding, rank })))
    .filter(({ finding }) => finding.measurement_type !== "not_applicable")
    .sort((a, b) =>
      evidenceOf(a.finding) - evidenceOf(b.finding) || a.rank - b.rank || (a.id < b.id ? -1 : 1)
    )
    .slice(0, most)
    .map(({ id, finding }) => escapeTerminal(sentence(id, finding)));
}

function evidenceOf({ q_value, p_value }: Finding): number {
  return q_value ?? p_value ?? Infinity;
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
