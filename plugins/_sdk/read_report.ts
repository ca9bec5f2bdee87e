import { CodedError } from "../../kernel/contract/coded_error.ts";
import { type Report, REPORT_SCHEMA_VERSION } from "../../kernel/contract/report.ts";
import type { PluginContext } from "./plugin_context.ts";

/** What a report or llm step is given, read. */
export interface ReportRead {
  readonly report: Report;
  /** Folder of the artifacts, `<plugin>/<name>` beneath it. */
  readonly artifacts: string;
  /** Reads a file of the input folder whole, as text. */
  text(path: string): string;
}

/**
 * Reads the report that a report or llm step is about.
 * @param ctx of the step
 * @throws CodedError E_REPORT_INPUT in a step of another type, E_REPORT_VERSION when report.json is
 *   of a version that this code does not know; Deno's own error when it is not there
 */
export function readReport(ctx: PluginContext<unknown>): ReportRead {
  const { input } = ctx;
  if (input.type !== "report" && input.type !== "llm") {
    throw new CodedError(
      "E_REPORT_INPUT",
      `This plugin reads a report, but the step gives it the input of a ${input.type} plugin`,
      "give it the type report or llm in its plugin.yaml",
    );
  }
  const text = (path: string) => {
    const file = ctx.open(path);
    try {
      const bytes = new Uint8Array(file.size);
      file.readSync(bytes, 0);
      return new TextDecoder().decode(bytes);
    } finally {
      file.close();
    }
  };
  // The kernel wrote and validated it; only its version could be another.
  const report = JSON.parse(text(input.report)) as Report;
  if (report.schema_version !== REPORT_SCHEMA_VERSION) {
    throw new CodedError(
      "E_REPORT_VERSION",
      `report.json has version ${String(report.schema_version)}; this plugin reads ` +
        REPORT_SCHEMA_VERSION,
      "use the plugin that came with the program that wrote it",
    );
  }
  return { report, artifacts: input.artifacts, text };
}
