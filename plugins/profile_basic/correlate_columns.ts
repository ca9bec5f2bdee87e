import { type ColumnInfo, isMissing, pearson, type Rng, type Table } from "harness/sdk";
import { type ColumnRanks, columnRanks, rankCorrelation } from "./column_ranks.ts";
import { finiteOrNull } from "./column_statistics.ts";
import { pairIndex, pairwiseCorrelations } from "./pairwise_correlations.ts";

/** A numeric column with what standardises it. */
export interface Correlated {
  readonly column: ColumnInfo;
  readonly mean: number;
  /** Positive and finite. */
  readonly sd: number;
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

/** Cells whose ranks are kept at once, 8 bytes each. */
const RANKED_CELLS = 20_000_000;
/** Rows times pairs that are ranked again because different rows are missing in them. */
const RERANKED_CELLS = 100_000_000;

/**
 * Correlates all pairs of columns, pairwise complete: Pearson's r over all rows, in blocks that are
 * read once; Spearman's rho exactly up to 20 million cells, beyond that on a seeded sample of rows.
 * O(rows · columns²).
 * @param table the dataset
 * @param columns numeric ones that are not constant
 * @param rng for the sample of rows
 */
export function correlateColumns(
  table: Table,
  columns: readonly Correlated[],
  rng: Rng,
): Correlations {
  const k = columns.length;
  const linear = pairwiseCorrelations({
    columns: k,
    rows: table.rows,
    gaps: columns.map(({ column }) => column.null_count > 0),
    fill(c, start, out) {
      const { column, mean, sd } = columns[c]!;
      const values = table.numericRange(column.name, start, start + out.length);
      // Halves, because a difference of large doubles may overflow.
      for (let i = 0; i < out.length; i++) out[i] = (values[i]! * 0.5 - mean * 0.5) / (sd * 0.5);
    },
  });
  const { ranks, rows: spearman_rows } = rankColumns(table, columns, rng);
  const monotone = rankCorrelations(ranks, spearman_rows);
  const pairs: ColumnPair[] = [];
  for (let i = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++) {
      const p = pairIndex(i, j, k);
      const a = columns[i]!.column.name;
      const b = columns[j]!.column.name;
      const rows = linear.n[p]!;
      let r = linear.r[p]!;
      // The pair's rows lie far from the column's mean: only the slow way keeps the digits.
      if (isMissing(r) && rows >= 2) r = pearson(table.numeric(a), table.numeric(b));
      pairs.push({ a, b, rows, pearson: finiteOrNull(r), spearman: finiteOrNull(monotone[p]!) });
    }
  }
  return { pairs, spearman_rows };
}

function rankColumns(
  table: Table,
  columns: readonly Correlated[],
  rng: Rng,
): { ranks: ColumnRanks[]; rows: number } {
  const groups = new Map<string, number>();
  const group = ({ column }: Correlated): number => {
    const validity = column.buffers.find((buffer) => buffer.name === "validity");
    const key = validity?.sha256 ?? "";
    if (!groups.has(key)) groups.set(key, groups.size);
    return groups.get(key)!;
  };
  const gaps = columns.map(group);
  let reranked = 0;
  for (let i = 0; i < gaps.length; i++) {
    for (let j = i + 1; j < gaps.length; j++) if (gaps[i] !== gaps[j]) reranked++;
  }
  const rows = Math.min(
    table.rows,
    Math.floor(RANKED_CELLS / Math.max(1, columns.length)),
    Math.floor(RERANKED_CELLS / Math.max(1, reranked)),
  );
  const sample = rows < table.rows ? rng.sample(table.rows, rows) : null;
  const ranks = columns.map(({ column }, i) => {
    const values = table.numeric(column.name);
    return columnRanks(sample === null ? values : pick(values, sample), gaps[i]!);
  });
  return { ranks, rows };
}

function rankCorrelations(ranks: readonly ColumnRanks[], rows: number): Float64Array {
  const k = ranks.length;
  const { r } = pairwiseCorrelations({
    columns: k,
    rows,
    gaps: ranks.map(({ order }) => order.length < rows),
    fill(c, start, out) {
      const { doubled, order } = ranks[c]!;
      const n = order.length;
      // A power of two keeps the ranks exact.
      const scale = 2 ** -Math.ceil(Math.log2(n));
      for (let i = 0; i < out.length; i++) {
        const rank = doubled[start + i]!;
        out[i] = rank === 0 ? NaN : (rank - (n + 1)) * scale;
      }
    },
  });
  const scratch = { ranks: new Int32Array(rows), rows: new Uint32Array(rows) };
  for (let i = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++) {
      if (ranks[i]!.gap_group === ranks[j]!.gap_group) continue;
      r[pairIndex(i, j, k)] = rankCorrelation(ranks[i]!, ranks[j]!, scratch);
    }
  }
  return r;
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}
