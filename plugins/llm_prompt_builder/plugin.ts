import { definePlugin, readReport } from "harness/sdk";
import { dataLines } from "./data_lines.ts";
import { personalValues, type ProfiledColumn } from "./personal_values.ts";
import { Redactor } from "./redactor.ts";
import { writeBrief, writePrompt } from "./write_prompt.ts";

interface Settings {
  readonly max_tokens: number;
  readonly brief_tokens: number;
  readonly personal_columns: readonly string[];
  readonly salt: string;
}

export default definePlugin<Settings>({
  run(ctx) {
    const { report, artifacts, text } = readReport(ctx);
    const profiled = Object.entries(report.plugins)
      .filter(([, { type, artifacts: files }]) =>
        type === "profile" && files.some(({ name }) => name === "columns.json")
      )
      .flatMap(([id]) => JSON.parse(text(`${artifacts}/${id}/columns.json`)) as ProfiledColumn[]);
    const { settings } = ctx;
    const personal = personalValues(report, profiled, settings.personal_columns);
    const salt = JSON.stringify([settings.salt, ...report.inputs.map(({ sha256 }) => sha256)]);
    const redactor = new Redactor(salt, personal.values);
    const lines = dataLines(report, personal, redactor);
    const prompt = writePrompt(lines, settings.max_tokens);
    const brief = writeBrief(lines, settings.brief_tokens);
    const media_type = "text/markdown";
    ctx.artifact(
      { name: "prompt.md", media_type, description: "What to ask a language model" },
      prompt.text,
    );
    ctx.artifact(
      { name: "brief.md", media_type, description: "The findings to put beside a question" },
      brief.text,
    );
    const left_out = lines.findings.length - prompt.findings;
    return {
      status: "ok",
      summary: `Wrote a prompt of about ${prompt.tokens} tokens with ${prompt.findings} findings` +
        `${left_out === 0 ? "" : `, ${left_out} left out`}; nothing was sent anywhere.`,
      metrics: {
        prompt_tokens: prompt.tokens,
        brief_tokens: brief.tokens,
        findings: prompt.findings,
        findings_left_out: left_out,
        personal_columns: personal.columns.size,
        replacements: redactor.replaced,
      },
      findings: [],
    };
  },
});
