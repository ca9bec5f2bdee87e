import { draftTruth } from "../evaluate/draft_truth.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { readReport, runReportPath } from "./read_report.ts";

/** `eval init <run>`: prints a first truth file that the report of a run satisfies. */
export default async function evalInit(
  { arguments: [run_id], options }: CommandInput,
): Promise<number> {
  const report = await readReport(runReportPath(String(options.appdata), run_id!));
  console.log(draftTruth(report).trimEnd());
  return EXIT.ok;
}
