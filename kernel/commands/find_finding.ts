import { CodedError } from "../contract/coded_error.ts";
import type { Report } from "../contract/report.ts";
import { findingNotFound } from "../cite/citation.ts";
import type { RunRow } from "../store/run_tables.ts";
import type { StateStore } from "../store/state_store.ts";
import { readReport, runReportPath } from "./read_report.ts";

/** Characters of a finding's whole id. */
const FINDING_ID_LENGTH = 16;
/** Fewest characters of an id that are looked for. */
const LEAST_PREFIX = 4;

/** A run with its report, and the finding that was asked for in it. */
export interface FoundFinding {
  readonly run: RunRow;
  readonly report: Report;
  /** Whole id. */
  readonly finding_id: string;
}

/**
 * The newest run that has a finding, by the finding's id or a beginning of it that no other finding
 * of any run shares.
 * @param state open
 * @param appdata folder
 * @param id as the user gave it
 * @param run_id look only into this run
 * @throws CodedError E_FINDING_NOT_FOUND, E_ID_AMBIGUOUS, E_REPORT_FILE, E_DB_*
 */
export async function findFinding(
  state: StateStore,
  appdata: string,
  id: string,
  run_id?: string,
): Promise<FoundFinding> {
  const found = await lookForFinding(state, appdata, id, run_id);
  if (found === undefined) throw findingNotFound(id);
  return found;
}

/** As {@link findFinding}, but undefined when there is none. */
export async function lookForFinding(
  state: StateStore,
  appdata: string,
  id: string,
  run_id?: string,
): Promise<FoundFinding | undefined> {
  if (!/^[0-9a-f]+$/.test(id) || id.length < LEAST_PREFIX) return undefined;
  const runs = run_id === undefined ? state.listRuns() : [state.showRun(run_id)];
  let first: FoundFinding | undefined;
  for (const run of runs) {
    const path = runReportPath(appdata, run.run_id);
    if (!await mentions(path, id)) continue;
    const report = await readReport(path);
    const ids = new Set(
      Object.values(report.plugins).flatMap(({ findings }) => findings.map((each) => each.id))
        .filter((each) => each.startsWith(id)),
    );
    for (const finding_id of ids) {
      if (first !== undefined && first.finding_id !== finding_id) throw ambiguousFinding(id);
      first ??= { run, report, finding_id };
    }
    // A whole id is one finding, in whichever run.
    if (first !== undefined && id.length === FINDING_ID_LENGTH) return first;
  }
  return first;
}

/** Whether a run's report has the text at all: most have not, and are not parsed. */
async function mentions(path: string, id: string): Promise<boolean> {
  try {
    return (await Deno.readTextFile(path)).includes(`"id":"${id}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * The run of an id or the beginning of one, or of a run key; undefined when there is none.
 * @throws CodedError E_ID_AMBIGUOUS, E_DB_*
 */
export function lookForRun(state: StateStore, id: string): RunRow | undefined {
  try {
    return state.showRun(id);
  } catch (error) {
    if (error instanceof CodedError && error.code === "E_RUN_NOT_FOUND") return undefined;
    throw error;
  }
}

function ambiguousFinding(id: string): CodedError {
  return new CodedError(
    "E_ID_AMBIGUOUS",
    `More than one finding has an id that starts with ${JSON.stringify(id)}`,
    "give more of its characters",
  );
}
