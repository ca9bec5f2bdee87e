import type { TestedWindow } from "./cluster_finding.ts";

/** What the summary is made of. */
export interface ScanDescription {
  readonly best: TestedWindow | undefined;
  readonly clusters_total: number;
  /** Of them, those in columns whose neighbouring rows are alike even without the segment. */
  readonly alike: number;
  /** Columns with tested windows, and columns that could not be scanned. */
  readonly scanned: number;
  readonly refused: number;
  readonly left_out: number;
  readonly alpha: number;
  readonly n_permutations: number;
  readonly max_rows: number;
  /** Values to a block of each column that was scanned in blocks. */
  readonly blocks: readonly number[];
}

/** The plugin's summary: what was found, then how, then what was not done. */
export function describeScan(about: ScanDescription): string {
  const { best, clusters_total, alike, scanned, refused, left_out, blocks, max_rows } = about;
  if (scanned + refused === 0) return `No numeric column to scan${leftOut(left_out)}.`;
  const said: string[] = [];
  if (scanned > 0) {
    const found = clusters_total === 0
      ? `No segment differs from the rest of its column`
      : `${count(clusters_total, "segment")} ${clusters_total === 1 ? "differs" : "differ"} ` +
        `from the rest of ${clusters_total === 1 ? "its" : "their"} column`;
    said.push(
      `${found} (${count(scanned, "column")} scanned, q ≤ ${about.alpha}, ` +
        `${about.n_permutations} permutations)`,
    );
  }
  if (best !== undefined) {
    said.push(
      `The clearest: ${best.column}, rows ${best.start} to ${best.end - 1}, mean ` +
        `${short(best.mean_inside)} against ${short(best.mean_outside)}`,
    );
  }
  if (alike > 0) {
    said.push(
      `In ${
        alike === clusters_total ? "all" : alike
      } of them neighbouring rows stay alike without ` +
        `the segment, as with a trend or a season: they may be no more than that`,
    );
  }
  if (refused > 0) said.push(`${count(refused, "column")} could not be scanned`);
  if (blocks.length > 0) {
    const most = Math.max(...blocks);
    said.push(
      `${count(blocks.length, "column")} with more than ${max_rows} values ` +
        `${blocks.length === 1 ? "was" : "were"} scanned in blocks of up to ${most} neighbouring ` +
        `values: segments start and end at a block's edge, shorter ones are not seen, and whole ` +
        `blocks were permuted`,
    );
  }
  return `${said.join(". ")}.`;
}

function leftOut(columns: number): string {
  return columns === 0 ? "" : ` (${count(columns, "column")} left out as id, time or beyond limit)`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

/** Four digits are enough for a sentence; the finding has all. */
function short(x: number): string {
  return String(Number(x.toPrecision(4)));
}
