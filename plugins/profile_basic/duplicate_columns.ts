import type { ColumnInfo } from "harness/sdk";

/**
 * Groups of columns that are equal cell for cell, missing cells included: of the same type, with
 * buffers of the same SHA-256. Columns with nothing in them are left out.
 * @param columns of the dataset
 * @param rows of the dataset
 * @returns names by group, in dataset order
 */
export function duplicateColumns(columns: readonly ColumnInfo[], rows: number): string[][] {
  const groups = new Map<string, string[]>();
  for (const { name, type, encoding, null_count, buffers } of columns) {
    if (null_count === rows) continue;
    const key = [type, encoding, ...buffers.map((buffer) => buffer.sha256)].join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [name]);
    else group.push(name);
  }
  return [...groups.values()].filter((names) => names.length > 1);
}
