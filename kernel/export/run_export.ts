import { runReader } from "../query/run_reader.ts";
import { exportFailed } from "./errors.ts";

/** Binary forms that a dataset can be exported in. */
export const BINARY_FORMATS = ["arrow", "parquet"] as const;

export type BinaryFormat = typeof BINARY_FORMATS[number];

/** What the exporting process is told. */
export interface ExportOrder {
  /** Absolute path of a pack. */
  readonly pack_path: string;
  readonly format: BinaryFormat;
  /** Places in the pack's footer of the columns to write, in their order. */
  readonly columns: readonly number[];
}

/**
 * Writes a dataset as Arrow or Parquet in a process of its own, so that the packages that know these
 * formats are loaded only there, and can read that one dataset and nothing else.
 * @param order see {@link ExportOrder}
 * @param write is given each piece of the file
 * @throws CodedError E_EXPORT_FAILED
 */
export async function runExport(
  order: ExportOrder,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const main = `${import.meta.dirname}/export_main.ts`;
  const { success, words } = await runReader(
    { main, pack_path: order.pack_path, order, seconds: null },
    write,
  );
  if (!success) throw exportFailed(order.format, words);
}
