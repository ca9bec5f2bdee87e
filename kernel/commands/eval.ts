import { CodedError } from "../contract/coded_error.ts";
import type { Report } from "../contract/report.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { noInput } from "../evaluate/errors.ts";
import { evaluationToJson } from "../evaluate/evaluation_json.ts";
import { evaluationToJUnit } from "../evaluate/evaluation_junit.ts";
import { formatEvaluation } from "../evaluate/format_evaluation.ts";
import { loadTruth, type Truth } from "../evaluate/load_truth.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { inputOutside, invalidOption } from "./errors.ts";
import { absolutePath } from "./path_words.ts";
import { performRun } from "./perform_run.ts";
import { readReport, runReportPath } from "./read_report.ts";
import { readTextFile } from "./read_text_file.ts";
import { reportFailure } from "./report_failure.ts";
import { runOptions } from "./run_options.ts";

/** `eval <truth>`: checks a report against known answers, running the file first if need be. */
export default async function evalCommand(
  { arguments: [path], options }: CommandInput,
): Promise<number> {
  const json = options.json === true;
  const truth = readTruth(path!);
  let report: Report;
  try {
    report = await reportFor(truth, path!, options);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "E_RUN_INTERRUPTED") throw error;
    reportFailure(error, json);
    return EXIT.interrupted;
  }
  const evaluation = evaluate(truth, report);
  if (options.junit !== undefined) {
    Deno.writeTextFileSync(String(options.junit), evaluationToJUnit(evaluation));
  }
  if (json) {
    console.log(jsonText(JSON.parse(evaluationToJson(evaluation))));
  } else {
    const isTerminal = Deno.stdout.isTerminal();
    const width = isTerminal ? Deno.consoleSize().columns : 100;
    console.log(formatEvaluation(evaluation, { color: isTerminal && !Deno.noColor, width }));
  }
  return evaluation.passed ? EXIT.ok : EXIT.failed;
}

function readTruth(path: string): Truth {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const text = readTextFile(path, {
    what: "truth file",
    code: "E_TRUTH_FILE",
    next: "name a YAML file, such as fixtures/demo.truth.yaml",
  });
  return loadTruth(text, name);
}

/** The report to check: a given one, that of a run, or that of a new run. */
async function reportFor(
  truth: Truth,
  path: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Report> {
  const run = runOptions({ ...options, plugins: undefined });
  const given = [options.report, options.run, options.input].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw invalidOption(
      "report",
      String(given[0]),
      "no company: give one of --input, --report, --run",
    );
  }
  if (options.report !== undefined) return await readReport(String(options.report));
  if (options.run !== undefined) {
    return await readReport(runReportPath(run.appdata, String(options.run)));
  }
  const { input, plugins, settings, seed } = truth.spec;
  const file = options.input ?? input;
  if (file === undefined) throw noInput(truth.file);
  const folder = path.slice(0, Math.max(1, path.lastIndexOf("/")));
  const target = absolutePath(String(file), folder);
  if (options.input === undefined && !target.startsWith(`${folder}/`)) {
    throw inputOutside(truth.file, String(file));
  }
  const end = await performRun({
    ...run,
    choice: plugins ?? "auto",
    seed: options.seed === undefined ? seed ?? 0 : run.seed,
    file: target,
    settings_file: undefined,
    layers: settings === undefined ? [] : [{ source: truth.file, settings }],
    quiet: options.json === true,
  });
  console.error(`Checked the report of run ${end.run_id}: ${end.report_md}\n`);
  return end.report;
}
