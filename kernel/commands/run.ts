import type { RunEnd } from "../pipeline/conduct_run.ts";
import { CodedError } from "../contract/coded_error.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { performRun } from "./perform_run.ts";
import { reportFailure } from "./report_failure.ts";
import { runOptions } from "./run_options.ts";
import { topFindings } from "./top_findings.ts";

/** `run <file>`: analyses a file and says where the reports are. */
export default async function run(
  { arguments: [file], options }: CommandInput,
): Promise<number> {
  const json = options.json === true;
  let end: RunEnd;
  try {
    end = await performRun({
      ...runOptions(options),
      file: file!,
      settings_file: options.settings as string | undefined,
      layers: [],
      quiet: json,
    });
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "E_RUN_INTERRUPTED") throw error;
    reportFailure(error, json);
    return EXIT.interrupted;
  }
  const exit_code = end.status === "completed" ? EXIT.ok : EXIT.failed;
  if (json) console.log(JSON.stringify(jsonForm(end, exit_code)));
  else console.log(textForm(end));
  return exit_code;
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
