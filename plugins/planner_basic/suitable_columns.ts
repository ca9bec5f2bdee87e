import {
  type Capability,
  numericColumns,
  type Role,
  roleOf,
  type Table,
  type Upstream,
} from "harness/sdk";

/** Names of the columns that suit each capability, in dataset order. */
export type SuitableColumns = Readonly<Record<Capability, readonly string[]>>;

/** Roles that, together with a time, make rows the events of cases. */
const EVENT_TIMES: ReadonlySet<Role> = new Set<Role>([
  "timestamp",
  "queue_time",
  "eligible_time",
  "start_time",
  "end_time",
]);

/**
 * Which columns of a dataset suit what plugins can need. Roles come from the profile; a column that
 * no profile speaks of counts by its type. Columns that are empty or constant suit nothing.
 * @param table the dataset
 * @param upstream results with the profiles
 */
export function suitableColumns(table: Table, upstream: Upstream): SuitableColumns {
  const varying = table.columns.filter(({ name, null_count }) => {
    const tags = roleOf(upstream, name)?.tags ?? [];
    return null_count < table.rows && !tags.includes("constant");
  });
  const role = new Map<string, Role | undefined>(
    varying.map(({ name }) => [name, roleOf(upstream, name)?.role]),
  );
  const withRole = (suits: (role: Role | undefined, type: string) => boolean) =>
    varying.filter(({ name, type }) => suits(role.get(name), type)).map(({ name }) => name);

  const choice = { columns: null, max_columns: Infinity };
  const numeric = numericColumns(table, upstream, choice).selected.filter((name) => role.has(name));
  const cases = withRole((role) => role === "case_id");
  const activities = withRole((role) => role === "activity");
  const times = withRole((role, type) =>
    role === undefined ? type === "date" || type === "timestamp" : EVENT_TIMES.has(role)
  );
  const isLog = cases.length > 0 && activities.length > 0 && times.length > 0;
  return {
    needs_numeric: numeric,
    needs_multi_numeric: numeric.length >= 2 ? numeric : [],
    needs_category: withRole((role, type) =>
      role === undefined ? type === "boolean" || type === "text" : role === "category"
    ),
    needs_text: withRole((role, type) => role === undefined ? type === "text" : role === "text"),
    needs_timestamp: times,
    needs_eventlog: isLog ? [...cases, ...activities, ...times] : [],
  };
}
