import { type ColumnInfo, countSetBits, type Table } from "harness/sdk";
import type { ColumnFacts, Measured } from "./column_statistics.ts";

/** A column of booleans: how many are true, how many false. */
export interface BooleanProfile {
  readonly measured: Measured;
  readonly facts: ColumnFacts;
}

/**
 * Profiles a column of booleans.
 * @param table the dataset
 * @param column of type boolean
 */
export function profileBooleans(table: Table, column: ColumnInfo): BooleanProfile {
  // The bits of missing cells are 0.
  const yes = countSetBits(table.buffer(column.name, "values")!, table.rows);
  const no = table.rows - column.null_count - yes;
  const counts = [{ value: false, count: no }, { value: true, count: yes }];
  const top_values = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  return {
    measured: {
      distinct: top_values.length,
      distinct_error: 0,
      min: null,
      max: null,
      quantiles: null,
      numeric: null,
      text: null,
      top_values,
    },
    facts: {
      counts_up: false,
      ascending: false,
      least: no > 0 ? 0 : 1,
      greatest: yes > 0 ? 1 : 0,
      rarest: top_values.at(-1)?.count ?? 0,
      commonest: top_values[0]?.count ?? 0,
    },
  };
}
