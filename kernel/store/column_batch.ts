import type { BufferName } from "../contract/dataset.ts";

/** Smallest and largest present value as decimal text; null where there is none. */
export interface Bounds {
  readonly min: string | null;
  readonly max: string | null;
}

/**
 * Reads part of a buffer of the column. What it returns is good until the next call for the same
 * buffer.
 */
export type ReadBuffer = (
  buffer: BufferName,
  start: number,
  length: number,
) => Uint8Array<ArrayBuffer>;

/** One batch of rows of a column. */
export interface Batch {
  readonly start: number;
  readonly rows: number;
  /** Bitmap of these rows, or null when nothing is missing in the column. */
  readonly validity: Uint8Array | null;
}

/** Stops the check with a reason. */
export type Refuse = (what: string) => never;
