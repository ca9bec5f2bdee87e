import { presentRows } from "./complete_rows.ts";
import { isPresent } from "./text_values.ts";
import type { Table } from "./table.ts";

/** Rows that are looked at first: a repeat among them settles most columns. */
const PROBE_ROWS = 4096;

/**
 * Whether no two present values of an int64 column are equal, exactly, and there are at least two.
 * @param table the dataset
 * @param name of an int64 column
 * @throws CodedError E_COLUMN_UNKNOWN, E_COLUMN_TYPE
 */
export function allDistinctIntegers(table: Table, name: string): boolean {
  const exact = table.int64(name);
  const validity = table.validity(name);
  const probe = new Set<bigint>();
  for (let row = 0; row < Math.min(exact.length, PROBE_ROWS); row++) {
    if (!isPresent(validity, row)) continue;
    if (probe.has(exact[row]!)) return false;
    probe.add(exact[row]!);
  }
  if (exact.length <= PROBE_ROWS) return probe.size >= 2;
  const rows = presentRows(table.numeric(name));
  if (rows.length < 2) return false;
  const values = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = exact[rows[i]!]!;
  values.sort();
  for (let i = 1; i < values.length; i++) {
    if (values[i] === values[i - 1]) return false;
  }
  return true;
}
