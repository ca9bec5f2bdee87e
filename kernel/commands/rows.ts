import { evidenceRanges, findingOf } from "../cite/citation.ts";
import { csvLine } from "../contract/csv_field.ts";
import type { RowRange } from "../contract/result.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { runQuery } from "../query/run_query.ts";
import { appdataLayout, packPath } from "../store/appdata.ts";
import { openPack } from "../store/pack_reader.ts";
import { openState, type StateStore } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { csvCell } from "./csv_cell.ts";
import { invalidOption, oneSource } from "./errors.ts";
import { findFinding } from "./find_finding.ts";
import { standardOutput } from "./standard_output.ts";

const BATCH_ROWS = 4096;
const SECONDS = 60;

/** `rows <finding>` prints a finding's evidence; `rows --dataset V --sql S` what a query gives. */
export default async function rows(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const { dataset, sql } = options as Readonly<Record<string, string | undefined>>;
  const byQuery = dataset !== undefined && sql !== undefined && id === undefined;
  const byFinding = id !== undefined && dataset === undefined && sql === undefined;
  if (!byQuery && !byFinding) throw oneSource();
  const root = String(options.appdata);
  const state = await openState(appdataLayout(root));
  const { write } = standardOutput();
  try {
    if (byQuery) {
      const { version_id } = state.getDatasetVersion(dataset);
      const pack_path = packPath(appdataLayout(root), version_id);
      await runQuery({ pack_path, sql }, secondsOf(options.seconds), write);
    } else {
      await printEvidence(state, root, id!, options, write);
    }
    return EXIT.ok;
  } finally {
    state.close();
  }
}

async function printEvidence(
  state: StateStore,
  root: string,
  id: string,
  options: CommandInput["options"],
  write: (text: string) => Promise<void>,
): Promise<void> {
  const found = await findFinding(state, root, id, options.run as string | undefined);
  const { finding } = findingOf(found.report, found.finding_id)!;
  if (options.query === true) return await write(`${escapeTerminal(finding.evidence.query)}\n`);
  using pack = openPack(packPath(appdataLayout(root), finding.evidence.dataset_version_id));
  const columns = options.allColumns === true
    ? pack.footer.columns
    : finding.evidence.columns.flatMap((name) => pack.column(name) ?? []);
  await write(csvLine(["row_index", ...columns.map(({ name }) => name)]));
  for (const { start, end } of batches(evidenceRanges(finding))) {
    const cells = columns.map((column) => pack.cells(column, start, end - start));
    let text = "";
    for (let row = 0; row < end - start; row++) {
      text += csvLine([
        start + row,
        ...columns.map((column, c) => csvCell(column, cells[c]![row]!)),
      ]);
    }
    await write(text);
  }
}

/** The same ranges, none longer than a batch. */
function* batches(ranges: readonly RowRange[]): Generator<RowRange, void> {
  for (const range of ranges) {
    for (let start = range.start; start < range.end; start += BATCH_ROWS) {
      yield { start, end: Math.min(range.end, start + BATCH_ROWS) };
    }
  }
}

function secondsOf(value: unknown): number {
  if (value === undefined) return SECONDS;
  const seconds = Number(value);
  if (!/^\d+$/.test(String(value)) || !(1 <= seconds && seconds <= 3600)) {
    throw invalidOption("seconds", String(value), "an integer from 1 to 3600");
  }
  return seconds;
}
