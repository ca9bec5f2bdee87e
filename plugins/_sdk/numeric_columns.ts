import type { Upstream } from "../../kernel/contract/request.ts";
import type { Role } from "../../kernel/contract/result.ts";
import { wrongColumnType } from "./errors.ts";
import { roleOf } from "./role_of.ts";
import { allDistinctIntegers } from "./table/all_distinct_integers.ts";
import type { Table } from "./table/table.ts";

/** A plugin's settings about which columns it analyses. */
export interface ColumnChoice {
  /** Names, or null for every suitable one. */
  readonly columns: readonly string[] | null;
  /** Most columns to take when none is named. */
  readonly max_columns: number;
}

/** Columns to analyse, and why others are not. */
export interface SelectedColumns {
  readonly selected: string[];
  readonly left_out: { name: string; reason: string }[];
}

/** Roles of columns that number or date their rows instead of measuring something. */
const NOT_MEASURED: ReadonlySet<Role> = new Set<Role>([
  "id",
  "case_id",
  "timestamp",
  "queue_time",
  "eligible_time",
  "start_time",
  "end_time",
]);

/**
 * The numeric columns that an analysis takes.
 *
 * With `columns: null` all int64 and float64 columns in dataset order up to `max_columns`, without
 * those that identify or date a row: by their role in the profile, or because they are integers of
 * which no two are equal. Named columns are taken as named, whatever their role; dates, timestamps
 * and booleans too, as `Table.numeric` reads them.
 * @param table the dataset
 * @param upstream results with the profiles
 * @param choice the plugin's settings
 * @throws CodedError E_COLUMN_UNKNOWN, E_COLUMN_TYPE for a named column
 */
export function numericColumns(
  table: Table,
  upstream: Upstream,
  choice: ColumnChoice,
): SelectedColumns {
  if (choice.columns !== null) return { selected: named(table, choice.columns), left_out: [] };
  const selected: string[] = [];
  const left_out: SelectedColumns["left_out"] = [];
  for (const { name, type } of table.columns) {
    if (type !== "int64" && type !== "float64") continue;
    const role = roleOf(upstream, name)?.role;
    if (role !== undefined && NOT_MEASURED.has(role)) {
      left_out.push({ name, reason: `its role is ${role}` });
    } else if (selected.length >= choice.max_columns) {
      left_out.push({ name, reason: `max_columns is ${choice.max_columns}` });
    } else if (type === "int64" && allDistinctIntegers(table, name)) {
      left_out.push({ name, reason: "its integers are all different, as those of an id are" });
    } else {
      selected.push(name);
    }
  }
  return { selected, left_out };
}

function named(table: Table, names: readonly string[]): string[] {
  const unique = [...new Set(names)];
  for (const name of unique) {
    const { type } = table.require(name);
    if (type === "text") throw wrongColumnType(name, type, "a numeric column");
  }
  return unique;
}
