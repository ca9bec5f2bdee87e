import { definePlugin, readReport } from "harness/sdk";
import { readPluginCharts } from "./read_plugin_charts.ts";
import { renderReport, totalFindings } from "./render_report.ts";
import type { ReportOptions } from "./sections/report_options.ts";

export default definePlugin<ReportOptions>({
  run(ctx) {
    const { report, artifacts } = readReport(ctx);
    ctx.progress(0, 1, "writing the report");
    const charts = readPluginCharts(report, artifacts, (path) => ctx.open(path));
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
