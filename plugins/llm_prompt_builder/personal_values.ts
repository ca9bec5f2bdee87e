import { CodedError, type Finding, type Report } from "harness/sdk";

/** A column as columns.json of a profile has it; only what is used here. */
export interface ProfiledColumn {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly top_values?: readonly { readonly value: unknown }[] | null;
}

/** What of a report is personal. */
export interface PersonalValues {
  readonly columns: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

/** Fields of findings whose text is a word of the plugin's, not a value of the table. */
const WORDS = new Set([
  "id",
  "kind",
  "measurement_type",
  "column",
  "columns",
  "column_a",
  "column_b",
  "pii_type",
  "looks_like",
  "type",
  "role",
  "direction",
  "reason",
  "assumption",
  "method",
  "after_is",
  "before_is",
]);

/** Names of fields whose numbers are values of the table rather than statistics. */
const VALUE_FIELD = /value|example|label|level|sample|minimum|maximum|^min$|^max$/;
/** An integer as long as this may be a number of a person, whatever the field is called. */
const LONG_INTEGER = 100_000;

/**
 * The personal columns of a report, and the values of theirs that report.json and the profiles'
 * columns.json hold.
 * @param report as the kernel wrote it
 * @param profiled columns.json of every profile
 * @param named columns that the user calls personal
 * @throws CodedError E_COLUMN_UNKNOWN when a named column is in no dataset
 */
export function personalValues(
  report: Report,
  profiled: readonly ProfiledColumn[],
  named: readonly string[],
): PersonalValues {
  const known = new Set(report.datasets.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const unknown = named.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new CodedError(
      "E_COLUMN_UNKNOWN",
      `The setting personal_columns names ${JSON.stringify(unknown)}, which is no column.`,
      "Name columns of the table.",
    );
  }
  const columns = new Set(named);
  for (const { name, tags } of profiled) {
    if (tags?.some((tag) => tag.startsWith("pii:"))) columns.add(name);
  }
  const findings = Object.values(report.plugins).flatMap((plugin) => plugin.findings);
  for (const finding of findings) {
    if (finding.kind === "pii") finding.columns.forEach((column) => columns.add(column));
  }
  const values = new Set<string>();
  for (const { name, top_values } of profiled) {
    if (!columns.has(name)) continue;
    for (const { value } of top_values ?? []) addScalar(values, value);
  }
  for (const finding of findings) {
    if (finding.columns.some((column) => columns.has(column))) addFields(values, finding);
  }
  return { columns, values };
}

/**
 * Whether a field of a finding about a personal column is a value of the table.
 * @param field its name
 * @param value of it, a scalar
 */
export function isTableValue(field: string, value: unknown): boolean {
  if (WORDS.has(field)) return false;
  if (typeof value === "string") return true;
  if (typeof value !== "number") return false;
  return VALUE_FIELD.test(field) || (Number.isInteger(value) && Math.abs(value) >= LONG_INTEGER);
}

function addFields(values: Set<string>, finding: Finding): void {
  const walk = (field: string, value: unknown): void => {
    if (Array.isArray(value)) return value.forEach((each) => walk(field, each));
    if (typeof value === "object" && value !== null) {
      return Object.entries(value).forEach(([name, each]) => walk(name, each));
    }
    if (isTableValue(field, value)) addScalar(values, value);
  };
  for (const [field, value] of Object.entries(finding)) {
    if (field !== "evidence" && field !== "score") walk(field, value);
  }
}

function addScalar(values: Set<string>, value: unknown): void {
  if (typeof value === "string" || typeof value === "number") values.add(String(value));
}
