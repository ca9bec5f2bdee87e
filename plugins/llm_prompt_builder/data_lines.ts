import type { Finding, Report } from "harness/sdk";
import { dataLine } from "./data_fence.ts";
import { isTableValue, type PersonalValues } from "./personal_values.ts";
import { rankFindings, type ToldFinding } from "./rank_findings.ts";
import type { Redactor } from "./redactor.ts";

/** The most that is told of one text, list or object. */
const LONGEST_TEXT = 300;
const LONGEST_LIST = 8;
const DEEPEST = 3;
/** Row ranges of a finding that are told. */
const SHOWN_RANGES = 5;

/** A report as lines of data, most important first within each list. */
export interface DataLines {
  readonly run: string;
  readonly findings: readonly string[];
  readonly steps: readonly string[];
  readonly errors: readonly string[];
  readonly columns: readonly string[];
}

/**
 * A report as lines of JSON without personal values: no hash of the file, which salts theirs, and
 * no minimum, maximum or frequent value of any column.
 * @param report as the kernel wrote it
 * @param personal what of it is personal
 * @param redactor every text goes through it
 */
export function dataLines(
  report: Report,
  personal: PersonalValues,
  redactor: Redactor,
): DataLines {
  const clean = (value: unknown) => cleaned(value, redactor);
  return {
    run: dataLine({
      run: {
        files: report.inputs.map(({ filename }) => clean(filename)),
        status: report.status,
        seed: report.seed,
        datasets: report.datasets.map(({ rows, columns }) => ({ rows, columns: columns.length })),
      },
    }),
    findings: rankFindings(report).map((ranked) =>
      dataLine({ finding: findingData(ranked, personal, redactor) })
    ),
    steps: Object.entries(report.plugins).map(([plugin, { status, summary }]) =>
      dataLine({ step: { plugin, status, summary: clean(summary) } })
    ),
    errors: report.errors.map(({ plugin_id, code, message }) =>
      dataLine({ error: { plugin: plugin_id, code, message: clean(message) } })
    ),
    columns: report.datasets.flatMap(({ columns }) =>
      columns.map(({ name, type, role, missing }) =>
        dataLine({
          column: {
            name: clean(name),
            type,
            role,
            missing,
            ...(personal.columns.has(name) ? { personal: true } : {}),
          },
        })
      )
    ),
  };
}

function findingData(
  { plugin_id, finding }: ToldFinding,
  { columns }: PersonalValues,
  redactor: Redactor,
): unknown {
  const { id, kind, evidence, ...own } = finding;
  const hidden = finding.columns.some((column) => columns.has(column));
  const fields = Object.fromEntries(
    Object.entries(own).map(([name, value]) => [
      redactor.text(name),
      cleaned(hidden ? withoutValues(name, value, redactor) : value, redactor),
    ]),
  );
  return { id, plugin: plugin_id, kind, rows: rowsText(evidence), ...fields };
}

/** The same value, with values of the table replaced. */
function withoutValues(field: string, value: unknown, redactor: Redactor): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutValues(field, each, redactor));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, withoutValues(name, each, redactor)]),
    );
  }
  if (field === "score") return value;
  return isTableValue(field, value) ? redactor.hash(String(value)) : value;
}

/** Redacted first and cut afterwards, so that no value is left over in halves. */
function cleaned(value: unknown, redactor: Redactor, depth = 0): unknown {
  if (typeof value === "string") {
    const text = /^pii_[0-9a-f]{12}$/.test(value) ? value : redactor.text(value);
    return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return "…";
  if (Array.isArray(value)) {
    const shown = value.slice(0, LONGEST_LIST).map((each) => cleaned(each, redactor, depth + 1));
    return value.length <= LONGEST_LIST ? shown : [...shown, "…"];
  }
  return Object.fromEntries(
    Object.entries(value).slice(0, LONGEST_LIST).map(([name, each]) => [
      redactor.text(name),
      cleaned(each, redactor, depth + 1),
    ]),
  );
}

function rowsText({ row_ids, row_ranges }: Finding["evidence"]): string {
  const ranges = row_ranges ?? row_ids!.map((row) => ({ start: row, end: row + 1 }));
  const shown = ranges.slice(0, SHOWN_RANGES).map(({ start, end }) =>
    end === start + 1 ? String(start) : `${start}-${end - 1}`
  );
  return ranges.length > SHOWN_RANGES
    ? `${shown.join(", ")} and ${ranges.length - SHOWN_RANGES} more`
    : shown.join(", ");
}
