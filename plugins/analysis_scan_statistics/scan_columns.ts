import type { Rng } from "harness/sdk";
import { compareSegment, type Comparison } from "./compare_segment.ts";
import { prepareSeries, type Series } from "./prepare_series.ts";
import { type BestWindow, type Piece, WindowScan } from "./window_scan.ts";

/** How to scan; see config.schema.json for what each means to a user. */
export interface ScanOptions {
  readonly min_window: number;
  /** Null: half of the values compared. */
  readonly max_window: number | null;
  readonly n_permutations: number;
  readonly direction: "both" | "high" | "low";
  /** A further segment is looked for while the last one's p-value is at most this. */
  readonly alpha: number;
  /** Most segments of one column. */
  readonly max_clusters: number;
  /** Columns with more values are joined into blocks. */
  readonly max_rows: number;
}

/** One tested window, in numbers of the column's present values. */
export interface ScannedWindow extends Comparison {
  readonly start: number;
  readonly end: number;
  readonly p_value: number;
  /** 1 for the column's best window, 2 for the best of what is left without it, … */
  readonly order: number;
}

/** One column's answer: its tested windows, or why there is none. */
export interface ColumnScan {
  readonly windows: readonly ScannedWindow[];
  /** Tests made: the windows, and one more if the last look found no window at all (p = 1). */
  readonly tests: number;
  readonly not_applicable: string | null;
  /** Values joined into one item; 1 = every window was scanned. */
  readonly block: number;
  /** Values at the end that fill no block and were left out. */
  readonly left_out: number;
}

/** Permuted maxima within this of the observed one count as ties: sums round differently. */
const TIE = 1 - 1e-9;

/**
 * Scans columns for the segment whose mean differs most, by permutation.
 *
 * Round 1 takes each column's window with the largest likelihood ratio; its p-value is
 * (1 + #{permuted maxima ≥ it}) / (1 + B), the maximum over all windows again each time. While
 * that is at most alpha, the window's values are taken out and what is left is scanned and
 * permuted anew, no window reaching across the hole (Zhang, Assunção & Kulldorff 2010,
 * doi:10.1155/2010/642379). A later window's p-value is never below an earlier one's.
 *
 * All columns share one sequence of permutations of `rows` items, so that a column's answer does
 * not depend on which others are scanned.
 * @param columns each returns a column's present values, finite, in row order; asked again for
 *   every window of a column that is too long to keep
 * @param rows rows of the dataset, at least the length of every column
 * @param rng used through forks only
 * @param onPermutation called after every permutation
 */
export function scanColumns(
  columns: readonly (() => Float64Array)[],
  rows: number,
  options: ScanOptions,
  rng: Rng,
  onPermutation: (done: number, round: number) => void = () => {},
): ColumnScan[] {
  const scans = columns.map((read) => new OneColumn(read, options));
  for (let round = 1; round <= options.max_clusters; round++) {
    const active = scans.filter((scan) => scan.begin());
    if (active.length === 0) break;
    const order = rng.fork("permutations", String(round));
    const items = order.permutation(Math.min(rows, options.max_rows));
    for (let b = 1; b <= options.n_permutations; b++) {
      if (b > 1) order.shuffle(items);
      for (const scan of active) scan.permute(items);
      onPermutation(b, round);
    }
    for (const scan of active) scan.finish();
  }
  return scans.map((scan) => scan.answer());
}

class OneColumn {
  readonly #options: ScanOptions;
  readonly #read: () => Float64Array;
  #refusal: string | null;
  readonly #block: number;
  readonly #leftOut: number;
  readonly #windows: ScannedWindow[] = [];
  /** What is left to scan, in items. */
  #left: readonly Piece[] = [];
  #scan: WindowScan | undefined;
  #best: BestWindow | undefined;
  #reached = 0;
  #over = false;
  #inVain = 0;

  constructor(read: () => Float64Array, options: ScanOptions) {
    this.#read = read;
    this.#options = options;
    const values = read();
    this.#block = Math.max(1, Math.ceil(values.length / options.max_rows));
    this.#leftOut = values.length % this.#block;
    this.#left = [{ start: 0, end: Math.floor(values.length / this.#block) }];
    this.#refusal = whyNot(values, options);
  }

  /** Sets up the next test; false when there is none. */
  begin(): boolean {
    if (this.#refusal !== null || this.#over) return false;
    this.#over = true;
    const block = this.#block;
    const values = centred(this.#prepare().items, this.#left);
    const { min_window, max_window, direction } = this.#options;
    const shortest = Math.ceil(min_window / block);
    const longest = Math.min(
      max_window === null ? Math.floor(values.length / 2) : Math.floor(max_window / block),
      values.length - 1,
    );
    if (!(shortest <= longest)) {
      if (this.#windows.length === 0) {
        this.#refusal = `${values.length} blocks of ${block} values are too few: windows of ` +
          `${min_window} to ${max_window ?? "half of the"} values do not fit`;
      }
      return false;
    }
    this.#scan = new WindowScan(values, closed(this.#left), shortest, longest, direction);
    this.#best = this.#scan.maximum();
    this.#reached = 0;
    if (this.#best === undefined) this.#inVain = 1;
    return this.#best !== undefined;
  }

  permute(order: Uint32Array): void {
    if (this.#scan!.reaches(order, this.#best!.statistic * TIE)) this.#reached++;
  }

  /** Turns the counts into a tested window and decides whether to go on. */
  finish(): void {
    const segment = opened(this.#left, this.#best!);
    const values = this.#byValues(segment);
    const own = (1 + this.#reached) / (1 + this.#options.n_permutations);
    const p_value = Math.max(own, this.#windows.at(-1)?.p_value ?? 0);
    this.#windows.push({
      ...values,
      ...compareSegment(this.#prepare(), this.#left.map((piece) => this.#byValues(piece)), values),
      p_value,
      order: this.#windows.length + 1,
    });
    this.#left = this.#left.flatMap((piece) => without(piece, segment));
    this.#over = !(p_value <= this.#options.alpha);
  }

  answer(): ColumnScan {
    return {
      windows: this.#windows,
      tests: this.#windows.length + this.#inVain,
      not_applicable: this.#refusal ??
        (this.#windows.length === 0 ? "no window leans the asked way" : null),
      block: this.#block,
      left_out: this.#leftOut,
    };
  }

  /** The column in the unit of what is left of it. */
  #prepare(): Series {
    return prepareSeries(
      this.#read(),
      this.#block,
      this.#left.map((piece) => this.#byValues(piece)),
    );
  }

  #byValues({ start, end }: Piece): Piece {
    return { start: start * this.#block, end: end * this.#block };
  }
}

function whyNot(values: Float64Array, options: ScanOptions): string | null {
  const needed = options.max_window === null ? 2 * options.min_window : options.min_window + 1;
  if (values.length < needed) {
    const n = values.length;
    return `${n} value${n === 1 ? " is" : "s are"} too few: windows of ${options.min_window} ` +
      `need ${needed}`;
  }
  let equal = true;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return "a value is infinite";
    if (values[i] !== values[0]) equal = false;
  }
  return equal ? "all values are equal" : null;
}

/** The items of the pieces one after another, less their mean. */
function centred(items: Float64Array, pieces: readonly Piece[]): Float64Array {
  const out = new Float64Array(pieces.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  for (const { start, end } of pieces) {
    out.set(items.subarray(start, end), at);
    at += end - start;
  }
  // The second pass takes off what rounding left of the mean.
  for (let pass = 0; pass < 2; pass++) {
    let sum = 0;
    for (let i = 0; i < out.length; i++) sum += out[i]!;
    const mean = sum / out.length;
    for (let i = 0; i < out.length; i++) out[i] = out[i]! - mean;
  }
  return out;
}

/** The pieces moved together, as {@link centred} lays them out. */
function closed(pieces: readonly Piece[]): Piece[] {
  let start = 0;
  return pieces.map((piece) => {
    const moved = { start, end: start + piece.end - piece.start };
    start = moved.end;
    return moved;
  });
}

/** A window of the closed pieces back in the numbering of all items. */
function opened(pieces: readonly Piece[], window: Piece): Piece {
  let shift = 0;
  let end = 0;
  for (const piece of pieces) {
    shift = piece.start - end;
    end += piece.end - piece.start;
    if (window.end <= end) break;
  }
  return { start: window.start + shift, end: window.end + shift };
}

function without(piece: Piece, hole: Piece): Piece[] {
  if (hole.start < piece.start || hole.end > piece.end) return [piece];
  return [{ start: piece.start, end: hole.start }, { start: hole.end, end: piece.end }]
    .filter((part) => part.start < part.end);
}
