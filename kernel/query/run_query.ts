import { queryFailed, queryTimeout } from "./errors.ts";
import { runReader } from "./run_reader.ts";

/** What the query's process is told. */
export interface QueryOrder {
  /** Absolute path of a pack. */
  readonly pack_path: string;
  readonly sql: string;
}

/**
 * Runs a person's SQL over `data(row_index, …columns)` of a dataset in a process of its own, and
 * passes its CSV on as it comes.
 * @param order see {@link QueryOrder}
 * @param seconds after which the process is killed
 * @param write is given each piece of the CSV
 * @throws CodedError E_QUERY_FAILED with what SQLite says, E_QUERY_TIMEOUT
 */
export async function runQuery(
  order: QueryOrder,
  seconds: number,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const main = `${import.meta.dirname}/query_main.ts`;
  const { success, late, words } = await runReader(
    { main, pack_path: order.pack_path, order, seconds },
    write,
  );
  if (late) throw queryTimeout(seconds);
  if (!success) throw queryFailed(words);
}
