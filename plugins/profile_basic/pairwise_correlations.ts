import { isMissing } from "harness/sdk";

/** Columns that are read in blocks of rows. */
export interface BlockSource {
  readonly columns: number;
  readonly rows: number;
  /** By column: whether any row is missing. */
  readonly gaps: readonly boolean[];
  /** By column: those with the same number are missing in the same rows. */
  readonly gap_groups: readonly number[];
  /**
   * Writes rows [start, start + out.length) of a column, centred near 0 and scaled near 1, NaN where
   * missing.
   */
  fill(column: number, start: number, out: Float64Array): void;
}

/** Correlations of all pairs i < j, by `pairIndex()`. */
export interface PairwiseCorrelations {
  /** In [−1, 1]; NaN where undefined or where the sums lost too many digits to say. */
  readonly r: Float64Array;
  /** Rows in which both are present. */
  readonly n: Float64Array;
}

/** Rows of a block: with 16 columns a block stays in a processor's second cache. */
const BLOCK_ROWS = 4096;

/**
 * Part of a sum of squares that must be left after centring it within a pair: the rounding of the
 * sums counts by one over this, and a correlation is to be right to 1e-12.
 */
const LEAST_VARIANCE = 1e-3;

/**
 * Pearson correlations of all pairs of columns over the rows where both are present, in one pass
 * over the data: blocks of rows, and within a block every pair. O(rows · columns²) time, memory for
 * one block.
 * @param source columns, already standardised over their own present values
 */
export function pairwiseCorrelations(source: BlockSource): PairwiseCorrelations {
  const { columns: k, rows, gaps, gap_groups } = source;
  const pairs = k * (k - 1) / 2;
  const sums = {
    n: new Float64Array(pairs),
    x: new Float64Array(pairs),
    y: new Float64Array(pairs),
    xx: new Float64Array(pairs),
    yy: new Float64Array(pairs),
    xy: new Float64Array(pairs),
  };
  const z = new Float64Array(k * BLOCK_ROWS);
  const squares = new Float64Array(k * BLOCK_ROWS);
  const present = new Float64Array(k * BLOCK_ROWS).fill(1);
  const ones = new Float64Array(BLOCK_ROWS).fill(1);
  const total = new Float64Array(k);
  const counts = new Float64Array(k);
  const totalSquares = new Float64Array(k);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const length = Math.min(BLOCK_ROWS, rows - start);
    for (let c = 0; c < k; c++) {
      const at = c * BLOCK_ROWS;
      source.fill(c, start, z.subarray(at, at + length));
      for (let i = at; i < at + length; i++) {
        // A gap adds nothing to any sum, and its 0 in `present` keeps it out of the others'.
        if (gaps[c]) {
          const missing = isMissing(z[i]!);
          present[i] = missing ? 0 : 1;
          if (missing) z[i] = 0;
        }
        squares[i] = z[i]! * z[i]!;
      }
      // Added up as the products of a pair are, so that equal columns have a correlation of 1.
      counts[c] = gaps[c] ? dot(present, at, ones, 0, length) : length;
      total[c] = dot(z, at, ones, 0, length);
      totalSquares[c] = dot(squares, at, ones, 0, length);
    }
    for (let i = 0, p = 0; i < k; i++) {
      const a = i * BLOCK_ROWS;
      for (let j = i + 1; j < k; j++, p++) {
        const b = j * BLOCK_ROWS;
        sums.xy[p]! += dot(z, a, z, b, length);
        const apart = gap_groups[i] !== gap_groups[j];
        const [hides, hidden] = [apart && gaps[j], apart && gaps[i]];
        sums.x[p]! += hides ? dot(z, a, present, b, length) : total[i]!;
        sums.xx[p]! += hides ? dot(squares, a, present, b, length) : totalSquares[i]!;
        sums.y[p]! += hidden ? dot(z, b, present, a, length) : total[j]!;
        sums.yy[p]! += hidden ? dot(squares, b, present, a, length) : totalSquares[j]!;
        sums.n[p]! += hides && hidden
          ? dot(present, a, present, b, length)
          : Math.min(counts[i]!, counts[j]!);
      }
    }
  }
  const r = new Float64Array(pairs);
  for (let p = 0; p < pairs; p++) r[p] = correlation(sums, p);
  return { r, n: sums.n };
}

function correlation(
  sums: Record<"n" | "x" | "y" | "xx" | "yy" | "xy", Float64Array>,
  p: number,
): number {
  const n = sums.n[p]!;
  const x = sums.x[p]!;
  const y = sums.y[p]!;
  const varianceX = sums.xx[p]! - x * x / n;
  const varianceY = sums.yy[p]! - y * y / n;
  if (!(varianceX > LEAST_VARIANCE * sums.xx[p]! && varianceY > LEAST_VARIANCE * sums.yy[p]!)) {
    return NaN;
  }
  const r = (sums.xy[p]! - x * y / n) / Math.sqrt(varianceX * varianceY);
  return Math.max(-1, Math.min(1, r));
}

/** Four sums at a time, so that no addition waits for the one before. */
function dot(a: Float64Array, i: number, b: Float64Array, j: number, length: number): number {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  const end = length - length % 4;
  for (let k = 0; k < end; k += 4) {
    s0 += a[i + k]! * b[j + k]!;
    s1 += a[i + k + 1]! * b[j + k + 1]!;
    s2 += a[i + k + 2]! * b[j + k + 2]!;
    s3 += a[i + k + 3]! * b[j + k + 3]!;
  }
  for (let k = end; k < length; k++) s0 += a[i + k]! * b[j + k]!;
  return (s0 + s1) + (s2 + s3);
}
