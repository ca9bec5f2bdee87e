import { evidenceRanges, findingOf } from "../cite/citation.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { runQuery } from "../query/run_query.ts";
import { appdataLayout, packPath } from "../store/appdata.ts";
import { openPack } from "../store/pack_reader.ts";
import { openState, type StateStore } from "../store/state_store.ts";
import { chosenColumns } from "./chosen_columns.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { csvText } from "./csv_text.ts";
import { invalidOption, oneSource } from "./errors.ts";
import { findFinding } from "./find_finding.ts";
import { openDataset } from "./open_dataset.ts";
import { rowNumbers } from "./row_numbers.ts";
import { standardOutput } from "./standard_output.ts";

const SECONDS = 60;

/**
 * `rows <finding>` prints a finding's evidence; `rows --dataset D --rows 5,10-19` rows by their
 * numbers; `rows --dataset D --sql S` what a query gives.
 */
export default async function rows(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const { dataset, sql, rows } = options as Readonly<Record<string, string | undefined>>;
  const asked = [id, rows, sql].filter((each) => each !== undefined);
  if (asked.length !== 1 || (dataset === undefined) !== (id !== undefined)) throw oneSource();
  const root = String(options.appdata);
  const { write } = standardOutput();
  if (rows !== undefined) {
    using pack = await openDataset(appdataLayout(root), dataset!);
    const columns = chosenColumns(pack.footer.columns, options.columns);
    for (const text of csvText(pack, columns, rowNumbers(rows, pack.rows), true)) await write(text);
    return EXIT.ok;
  }
  const state = await openState(appdataLayout(root));
  try {
    if (sql !== undefined) {
      const { version_id } = state.getDatasetVersion(dataset!);
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
  for (const text of csvText(pack, columns, evidenceRanges(finding), true)) await write(text);
}

function secondsOf(value: unknown): number {
  if (value === undefined) return SECONDS;
  const seconds = Number(value);
  if (!/^\d+$/.test(String(value)) || !(1 <= seconds && seconds <= 3600)) {
    throw invalidOption("seconds", String(value), "an integer from 1 to 3600");
  }
  return seconds;
}
