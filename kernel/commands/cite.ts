import { type Citation, citationOf, findingNotFound } from "../cite/citation.ts";
import { formatBibtex } from "../cite/format_bibtex.ts";
import { formatCslJson } from "../cite/format_csl_json.ts";
import { formatText } from "../cite/format_text.ts";
import { CodedError } from "../contract/coded_error.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState, type StateStore } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { invalidOption } from "./errors.ts";
import { lookForFinding, lookForRun } from "./find_finding.ts";
import { readReport, runReportPath } from "./read_report.ts";

/** How each format is printed; the last two are for programs, and escape for themselves. */
const FORMATS: Readonly<Record<string, (citation: Citation) => string>> = {
  "text": (citation) => formatText(citation).map((line) => escapeTerminal(line)).join("\n"),
  "bibtex": formatBibtex,
  "csl-json": formatCslJson,
};

/** `cite <finding|run>`: what a paper or an audit file says of a finding or a run. */
export default async function cite(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const name = String(options.format ?? "text");
  if (!Object.hasOwn(FORMATS, name)) {
    throw invalidOption("format", name, "text, bibtex or csl-json");
  }
  const root = String(options.appdata);
  const state = await openState(appdataLayout(root));
  try {
    const citation = await citationOfId(state, root, id!, options.run as string | undefined);
    console.log(FORMATS[name]!(citation));
    return EXIT.ok;
  } finally {
    state.close();
  }
}

async function citationOfId(
  state: StateStore,
  root: string,
  id: string,
  within: string | undefined,
): Promise<Citation> {
  const run = within === undefined ? lookForRun(state, id) : undefined;
  const found = await lookForFinding(state, root, id, within);
  if (run !== undefined && found !== undefined) {
    throw new CodedError(
      "E_ID_AMBIGUOUS",
      `A run and a finding have ids that start with ${JSON.stringify(id)}`,
      "give more of its characters",
    );
  }
  if (found !== undefined) return citationOf(found.report, found.run, found.finding_id);
  if (run === undefined) throw findingNotFound(id);
  return citationOf(await readReport(runReportPath(root, run.run_id)), run, null);
}
