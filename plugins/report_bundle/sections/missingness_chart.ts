import type { BarChart, ReportDataset } from "harness/sdk";

const MOST_BARS = 25;

/**
 * A chart of the columns with missing values, the largest share first, or null when none has any.
 * @param dataset
 */
export function missingnessChart(dataset: ReportDataset): BarChart | null {
  const holed = dataset.columns.filter((column) => column.missing > 0);
  if (holed.length === 0 || dataset.rows === 0) return null;
  // The sort is stable: columns with equal gaps stay in the dataset's order.
  const bars = holed.toSorted((a, b) => b.missing - a.missing).slice(0, MOST_BARS);
  const more = holed.length > bars.length ? ` The first ${bars.length} of ${holed.length}.` : "";
  return {
    kind: "bars",
    title: "Missing values by column",
    description:
      `Share of the rows in which each column is missing; columns without gaps are left out.${more}`,
    columns: [],
    value: { label: "Share of rows", unit: "share" },
    bars: bars.map((column) => ({ label: column.name, value: column.missing / dataset.rows })),
  };
}
