import {
  CodedError,
  definePlugin,
  type PluginContext,
  type Report,
  type ReportInput,
} from "harness/sdk";
import { readPluginCharts } from "./read_plugin_charts.ts";
import { renderReport, totalFindings } from "./render_report.ts";
import type { ReportOptions } from "./sections/report_options.ts";

/** Version of report.json that this plugin reads. */
const REPORT_VERSION = "1.0";

export default definePlugin<ReportOptions>({
  run(ctx) {
    const input = reportInput(ctx);
    const report = readReport(ctx, input.report);
    ctx.progress(0, 1, "writing the report");
    const charts = readPluginCharts(report, input.artifacts, (path) => ctx.open(path));
    const files = renderReport(report, ctx.settings, charts);
    for (const { content, ...about } of files) ctx.artifact(about, content);
    ctx.progress(1, 1);
    const findings = totalFindings(report);
    return {
      status: "ok",
      summary: `Wrote ${files.length} files about ${findings} findings.`,
      metrics: { files: files.length, findings },
      findings: [],
    };
  },
});

function reportInput({ input }: PluginContext<ReportOptions>): ReportInput {
  if (input.type === "report" || input.type === "llm") return input;
  throw new CodedError(
    "E_REPORT_INPUT",
    `This plugin reads a report, but the step gives it the input of a ${input.type} plugin.`,
    "Give it the type report in its plugin.yaml.",
  );
}

function readReport(ctx: PluginContext<ReportOptions>, path: string): Report {
  const file = ctx.open(path);
  const bytes = new Uint8Array(file.size);
  file.readSync(bytes, 0);
  // The kernel wrote and validated it; only its version could be another.
  const report = JSON.parse(new TextDecoder().decode(bytes)) as Report;
  if (report.schema_version !== REPORT_VERSION) {
    throw new CodedError(
      "E_REPORT_VERSION",
      `report.json has version ${
        String(report.schema_version)
      }; this plugin reads ${REPORT_VERSION}.`,
      "Use the report_bundle plugin that came with the program that wrote it.",
    );
  }
  return report;
}
