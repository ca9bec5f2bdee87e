import type { PluginFinding } from "harness/sdk";
import type { ColumnStatistics } from "./column_statistics.ts";

const PHRASES: Readonly<Record<string, readonly [one: string, many: string]>> = {
  pii: ["1 sign of personal data", "# signs of personal data"],
  suspicious_type: ["1 column of a suspicious type", "# columns of a suspicious type"],
  high_missingness: ["1 column with much missing", "# columns with much missing"],
  constant_column: ["1 constant column", "# constant columns"],
  duplicate_columns: ["1 group of equal columns", "# groups of equal columns"],
};

/**
 * The profile in a sentence or two.
 * @param rows of the dataset
 * @param columns all of them
 * @param findings all, before any cap
 * @param correlated how many columns are correlated, of how many that could be
 */
export function describeProfile(
  rows: number,
  columns: readonly ColumnStatistics[],
  findings: readonly PluginFinding[],
  correlated: { readonly columns: number; readonly of: number },
): string {
  const cells = rows * columns.length;
  const missing = columns.reduce((sum, column) => sum + column.missing, 0);
  const size = `${count(rows, "row")} and ${count(columns.length, "column")}`;
  if (rows === 0) return `${size}: nothing to profile.`;
  const gaps = missing === 0
    ? "nothing is missing"
    : `${percent(missing / cells)} of the cells are missing`;
  const seen = Object.entries(PHRASES).flatMap(([kind, [one, many]]) => {
    const total = findings.filter((finding) => finding.kind === kind).length;
    return total === 0 ? [] : [total === 1 ? one : many.replace("#", String(total))];
  });
  const repeats = findings.find((finding) => finding.kind === "duplicate_rows")?.rows_repeated;
  if (typeof repeats === "number") seen.push(`${count(repeats, "repeated row")}`);
  const notable = seen.length === 0 ? "" : ` Found ${list(seen)}.`;
  const cap = correlated.columns === correlated.of
    ? ""
    : ` Correlations are of the first ${correlated.columns} of ${correlated.of} numeric columns.`;
  return `${size}; ${gaps}.${notable}${cap}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Two digits, and never 0 % or 100 % for what is not exactly that. */
function percent(share: number): string {
  if (share === 1) return "100 %";
  const shown = Math.min(99.99, Math.max(0.01, share * 100));
  return `${Number(shown.toPrecision(shown > 99 ? 4 : 2))} %`;
}

function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
