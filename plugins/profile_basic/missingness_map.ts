import type { Chart, Table } from "harness/sdk";

/** Most columns of the map, those with most gaps. */
const COLUMNS = 30;
/** Stretches of rows that it tells apart, at most. */
const STRETCHES = 24;

/**
 * A map of where values are missing: the share of missing cells of every column with gaps, in
 * stretches of rows that are all but equally long. Null when no cell is missing.
 * @param table of which only the bits of presence are read
 */
export function missingnessMap(table: Table): Chart | null {
  const holed = table.columns.filter(({ null_count }) => null_count > 0);
  if (holed.length === 0) return null;
  // The sort is stable: columns with equal gaps stay in the dataset's order.
  const shown = holed.toSorted((a, b) => b.null_count - a.null_count).slice(0, COLUMNS);
  const stretches = Math.min(STRETCHES, table.rows);
  const starts = Array.from(
    { length: stretches + 1 },
    (_, i) => Math.floor(i * table.rows / stretches),
  );
  const more = holed.length - shown.length;
  return {
    kind: "heat_map",
    title: "Where values are missing",
    description: `Share of the cells that are missing, in ${stretches} stretches of rows; the ` +
      "number above a stretch is its first row. " +
      (more > 0 ? `The ${COLUMNS} columns with most gaps; ${more} have fewer.` : "") +
      "Columns without gaps are left out.",
    columns: shown.map(({ name }) => name),
    rows: shown.map(({ name }) => name),
    across: starts.slice(0, -1).map(String),
    values: shown.map(({ name }) => missingShares(table.validity(name)!, starts)),
  };
}

/**
 * Share of missing rows in each stretch.
 * @param present one bit a row, least significant first
 * @param starts first row of each stretch, and the number of rows
 */
function missingShares(present: Uint8Array, starts: readonly number[]): number[] {
  const shares: number[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    const start = starts[i]!;
    const end = starts[i + 1]!;
    let missing = 0;
    for (let row = start; row < end; row++) {
      if ((present[row >> 3]! >> (row & 7) & 1) === 0) missing++;
    }
    shares.push(missing / (end - start));
  }
  return shares;
}
