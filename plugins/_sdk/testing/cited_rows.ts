import type { PluginFinding } from "../../../kernel/contract/result.ts";

/**
 * The rows that a finding cites, ascending; null when it cites whole columns.
 * @param finding as sent
 */
export function citedRows(finding: PluginFinding): number[] | null {
  const { row_ids, row_ranges } = finding.evidence ?? {};
  if (row_ids !== undefined) return [...row_ids].sort((a, b) => a - b);
  if (row_ranges === undefined) return null;
  return row_ranges.flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, i) => start + i)
  );
}
