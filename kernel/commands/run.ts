import { jsonText } from "../diagnostics/json_text.ts";
import type { RunEnd } from "../pipeline/conduct_run.ts";
import { CodedError } from "../contract/coded_error.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { invalidOption, oneInput } from "./errors.ts";
import { performPreview, performRun, type RunOrder } from "./perform_run.ts";
import { reportFailure } from "./report_failure.ts";
import { runOptions } from "./run_options.ts";
import { previewText } from "./run_preview.ts";
import { storedOrder } from "./stored_order.ts";
import { topFindings } from "./top_findings.ts";

/** `run <file>`: analyses a file and says where the reports are. */
export default async function run(
  { arguments: [file], options }: CommandInput,
): Promise<number> {
  const json = options.json === true;
  let end: RunEnd;
  try {
    const order = await orderOf(file, options);
    if (options.dryRun === true) {
      const preview = await performPreview(order);
      console.log(json ? jsonText(preview, 2) : previewText(preview));
      return preview.steps.some(({ error }) => error !== null) ? EXIT.failed : EXIT.ok;
    }
    end = await performRun(order);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "E_RUN_INTERRUPTED") throw error;
    reportFailure(error, json);
    return EXIT.interrupted;
  }
  const exit_code = end.status === "completed" ? EXIT.ok : EXIT.failed;
  if (json) console.log(jsonText(jsonForm(end, exit_code)));
  else console.log(textForm(end));
  return exit_code;
}

/** What the command line asks for: a file, or what an earlier run was asked for. */
async function orderOf(
  file: string | undefined,
  options: CommandInput["options"],
): Promise<RunOrder> {
  const given = runOptions(options);
  const quiet = options.json === true;
  const settings_file = options.settings as string | undefined;
  if (options.resume === undefined) {
    if (file === undefined) throw oneInput();
    return { ...given, file, settings_file, layers: [], quiet };
  }
  if (file !== undefined) throw oneInput();
  for (const name of ["plugins", "settings", "seed"]) {
    if (options[name] !== undefined) {
      throw invalidOption(
        name,
        String(options[name]),
        "nothing beside --resume: the run had its own",
      );
    }
  }
  const { run, ...order } = await storedOrder(given, String(options.resume));
  return { ...given, ...order, settings_file, quiet, recorded: { resumes: run.run_id } };
}

function jsonForm(end: RunEnd, exit_code: number) {
  const { report } = end;
  const dataset = report.datasets[0];
  return {
    run_id: end.run_id,
    run_key: report.run_key,
    status: end.status,
    exit_code,
    dataset: dataset === undefined ? null : {
      version_id: dataset.version_id,
      rows: dataset.rows,
      columns: dataset.columns.length,
    },
    steps: end.steps.map(({ manifest, status, error, reused_from }) => ({
      plugin_id: manifest.id,
      status,
      reused_from: reused_from?.run_id ?? null,
      ...(error === null ? {} : { error }),
    })),
    findings: findingCount(end),
    errors: report.errors,
    report_json: end.report_json,
    report_md: end.report_md,
    report_html: end.report_html,
  };
}

function textForm(end: RunEnd): string {
  const { report } = end;
  const dataset = report.datasets[0];
  const lines = [
    dataset === undefined
      ? `Run ${end.run_id}: ${end.status}, no dataset.`
      : `Run ${end.run_id}: ${end.status}. ${dataset.rows} rows, ${dataset.columns.length} ` +
        `columns, ${end.steps.length} plugins${reusedText(end)}, ${findingCount(end)} findings.`,
  ];
  const top = topFindings(report, 5);
  if (top.length > 0) lines.push("", "Strongest findings", ...top.map((line) => `  ${line}`));
  lines.push(
    "",
    "Reports",
    `  ${end.report_html}`,
    `  ${end.report_md}`,
    `  ${end.report_json}`,
  );
  return lines.join("\n");
}

function reusedText({ steps }: RunEnd): string {
  const reused = steps.filter(({ reused_from }) => reused_from !== null).length;
  return reused === 0 ? "" : ` (${reused} reused)`;
}

function findingCount({ report }: RunEnd): number {
  return Object.values(report.plugins).reduce((sum, { findings }) => sum + findings.length, 0);
}
