import { CodedError } from "../contract/coded_error.ts";
import type { Report } from "../contract/report.ts";
import { validateReport } from "../contract/validators.ts";
import { listed } from "../pipeline/accept_answer.ts";
import { appdataLayout, runPath } from "../store/appdata.ts";

/**
 * Path of the report.json of a run.
 * @param appdata folder
 * @param run_id id of a run
 * @throws CodedError E_RUN_ID when it is none
 */
export function runReportPath(appdata: string, run_id: string): string {
  return `${runPath(appdataLayout(appdata), run_id)}/report.json`;
}

/**
 * Reads a report.json and checks it against its schema.
 * @param path absolute
 * @throws CodedError E_REPORT_FILE when it cannot be read or is not a report
 */
export async function readReport(path: string): Promise<Report> {
  let value: unknown;
  try {
    value = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error));
  }
  const problems = await validateReport(value);
  if (problems.length > 0) throw unusable(path, listed(problems));
  return value as Report;
}

function unusable(path: string, why: string): CodedError {
  return new CodedError(
    "E_REPORT_FILE",
    `Cannot use the report ${path}: ${why}`,
    "name a report.json as `deno task run` writes it",
  );
}
