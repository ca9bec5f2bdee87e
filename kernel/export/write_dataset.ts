import type { PackColumn } from "../contract/dataset.ts";
import type { PackReader } from "../store/pack_reader.ts";

/**
 * Writes columns of a dataset as a file of one format, a piece at a time.
 * @param pack open
 * @param columns of its footer, at least one
 * @param write is given each piece, which it must have used up when it returns
 */
export type WriteDataset = (
  pack: PackReader,
  columns: readonly PackColumn[],
  write: (bytes: Uint8Array) => void,
) => void;
