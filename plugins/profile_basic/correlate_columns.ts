import { type ColumnInfo, isMissing, pearson, type Rng, type Table } from "harness/sdk";
import type { ColumnMemory } from "./column_memory.ts";
import { finiteOrNull } from "./column_statistics.ts";
import { pairIndex } from "./pair_index.ts";
import { pairwiseCorrelations } from "./pairwise_correlations.ts";
import { rankCorrelations } from "./rank_correlations.ts";
import { sortColumn } from "./sort_column.ts";

/** A numeric column with what standardises it. */
export interface Correlated {
  readonly column: ColumnInfo;
  readonly mean: number;
  /** Positive and finite. */
  readonly sd: number;
  /** Ranks of all its rows, where they are known already. */
  readonly ranks?: Int32Array;
}

/** How two columns go together; null where it is undefined. */
export interface ColumnPair {
  readonly a: string;
  readonly b: string;
  /** Rows in which both are present. */
  readonly rows: number;
  readonly pearson: number | null;
  readonly spearman: number | null;
}

/** Correlations of all pairs, and how many rows the rank correlations rest on. */
export interface Correlations {
  readonly pairs: readonly ColumnPair[];
  readonly spearman_rows: number;
}

/** Cells whose ranks are kept at once, 4 bytes each. */
const RANKED_CELLS = 16_000_000;
/** Rows times pairs that are ranked again because different rows are missing in them. */
const RERANKED_CELLS = 100_000_000;

/**
 * Correlates all pairs of columns, pairwise complete: Pearson's r over all rows, in blocks that are
 * read once; Spearman's rho exactly up to 16 million cells, beyond that on a seeded sample of rows.
 * O(rows · columns²).
 * @param table the dataset
 * @param columns numeric ones that are not constant
 * @param rng for the sample of rows
 * @param memory overwritten where ranks are not known
 */
export function correlateColumns(
  table: Table,
  columns: readonly Correlated[],
  rng: Rng,
  memory: ColumnMemory,
): Correlations {
  const k = columns.length;
  const gap_groups = gapGroups(columns);
  const linear = pairwiseCorrelations({
    columns: k,
    rows: table.rows,
    gaps: columns.map(({ column }) => column.null_count > 0),
    gap_groups,
    fill(c, start, out) {
      const { column, mean, sd } = columns[c]!;
      const values = table.numericRange(column.name, start, start + out.length, out);
      // Halves, because a difference of large doubles may overflow.
      for (let i = 0; i < out.length; i++) out[i] = (values[i]! * 0.5 - mean * 0.5) / (sd * 0.5);
    },
  });
  const { doubled, rows: spearman_rows } = rankColumns(table, columns, gap_groups, rng, memory);
  const monotone = rankCorrelations({ rows: spearman_rows, doubled, gap_groups }, memory);
  const pairs: ColumnPair[] = [];
  for (let i = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++) {
      const p = pairIndex(i, j, k);
      const a = columns[i]!.column.name;
      const b = columns[j]!.column.name;
      const rows = linear.n[p]!;
      let r = linear.r[p]!;
      // The pair's rows lie far from the column's mean: only the slow way keeps the digits.
      if (isMissing(r) && rows >= 2) {
        r = pearson(table.numeric(a, memory.values), table.numeric(b, memory.keys));
      }
      pairs.push({ a, b, rows, pearson: finiteOrNull(r), spearman: finiteOrNull(monotone[p]!) });
    }
  }
  return { pairs, spearman_rows };
}

/** A number for each column: the same for those whose validity is the same. */
function gapGroups(columns: readonly Correlated[]): number[] {
  const groups = new Map<string, number>();
  return columns.map(({ column }) => {
    const validity = column.buffers.find((buffer) => buffer.name === "validity");
    const key = validity?.sha256 ?? "";
    if (!groups.has(key)) groups.set(key, groups.size);
    return groups.get(key)!;
  });
}

function rankColumns(
  table: Table,
  columns: readonly Correlated[],
  groups: readonly number[],
  rng: Rng,
  memory: ColumnMemory,
): { doubled: Int32Array[]; rows: number } {
  let reranked = 0;
  for (let i = 0; i < groups.length; i++) {
    for (let j = i + 1; j < groups.length; j++) if (groups[i] !== groups[j]) reranked++;
  }
  const rows = Math.min(
    table.rows,
    Math.floor(RANKED_CELLS / Math.max(1, columns.length)),
    Math.floor(RERANKED_CELLS / Math.max(1, reranked)),
  );
  const sample = rows < table.rows ? rng.sample(table.rows, rows) : null;
  const doubled = columns.map(({ column, ranks }) => {
    if (sample === null && ranks !== undefined) return ranks;
    const all = table.numeric(column.name, memory.values);
    const values = sample === null ? all : pick(all, sample);
    const about = { ascending: false, bounds: null, ranked: true };
    return sortColumn(values, memory, { ...about, present: values.length }).ranks();
  });
  return { doubled, rows };
}

/** The values of some rows, in ascending order of these, moved to the front. */
function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  for (let i = 0; i < rows.length; i++) values[i] = values[rows[i]!]!;
  return values.subarray(0, rows.length);
}
