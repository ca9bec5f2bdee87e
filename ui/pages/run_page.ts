import { html } from "hono/html";
import type { ShownRun } from "../../kernel/store/state_store.ts";
import { layout, type Markup, table } from "./layout.ts";

const FILES = ["report.html", "report.md", "report.json", "run.json", "audit.json"];

/** One run: what it was, its files, its steps and the audit of each process. */
export function runPage(run: ShownRun): Markup {
  const about = [
    ["File", run.filename ?? "–"],
    ["SHA-256 of the file", run.upload_sha256 ?? "–"],
    ["Status", run.status],
    ["Run key", run.run_key ?? "–"],
    ["Seed", String(run.seed)],
    ["Started (UTC)", run.started_at],
    ["Ended (UTC)", run.ended_at ?? "–"],
  ];
  const steps = run.steps.map((step) => {
    const execution = step.executions.at(-1);
    const cpu = (execution?.cpu_user_ms ?? 0) + (execution?.cpu_system_ms ?? 0);
    return [
      step.plugin_id,
      step.plugin_type,
      step.status,
      execution === undefined ? "–" : ((execution.duration_ms ?? 0) / 1000).toFixed(2),
      execution === undefined ? "–" : (cpu / 1000).toFixed(2),
      execution === undefined ? "–" : ((execution.max_rss_kb ?? 0) / 1024).toFixed(0),
      execution?.walls?.join(", ") ?? "–",
      step.error_code === null ? "" : `${step.error_code}: ${step.error_message ?? ""}`,
    ];
  });
  const links = FILES.map((name) =>
    html`<li><a href="/runs/${run.run_id}/${name}">${name}</a></li>`
  );
  return layout(
    `Run ${run.run_id}`,
    html`<dl>${
      about.map(([name, value]) =>
        html`
          <dt>${name}</dt>
          <dd><code>${value}</code></dd>
        `
      )
    }</dl>
<h2>Files</h2>
<ul>${links}</ul>
<h2>Steps</h2>
${
      table(
        "In the order in which they were started",
        ["Step", "Type", "Status", "Seconds", "CPU seconds", "Peak MiB", "Walls", "Error"],
        steps,
      )
    }`,
  );
}
