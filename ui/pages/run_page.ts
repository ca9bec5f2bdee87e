import { html } from "hono/html";
import {
  type DescribedLedger,
  describeLedger,
  LEDGER_NOTE,
  ledgerCells,
} from "../../kernel/pipeline/describe_ledger.ts";
import { aboutRun, STEP_TITLES, stepCells } from "../../kernel/pipeline/describe_run.ts";
import type { ShownRun } from "../../kernel/store/state_store.ts";
import { layout, type Markup, table } from "./layout.ts";

const FILES = ["report.html", "report.md", "report.json", "run.json", "audit.json"];
/** Most refused attempts of one process that the page lists; audit.json has all. */
const MAX_REFUSED = 100;

/** One run: what it was, its files, its steps and the audit of each process. */
export function runPage(run: ShownRun): Markup {
  const steps = run.steps.map((step) => [
    ...stepCells(step),
    step.error_code === null ? "" : `${step.error_code}: ${step.error_message ?? ""}`,
  ]);
  const links = FILES.map((name) =>
    html`<li><a href="/runs/${run.run_id}/${name}">${name}</a></li>`
  );
  return layout(
    `Run ${run.run_id}`,
    html`<dl>${
      aboutRun(run).map(([name, value]) =>
        html`
          <dt>${name}</dt>
          <dd><code>${value}</code></dd>
        `
      )
    }</dl>
<h2>Files</h2>
<ul>${links}</ul>
<h2>Steps</h2>
${table("In the order in which they were started", [...STEP_TITLES, "error"], steps)}
<h2>Permissions</h2>
<p>${LEDGER_NOTE}</p>
${permissions(run.steps.flatMap(describeLedger))}`,
  );
}

function permissions(processes: readonly DescribedLedger[]): Markup {
  const refused = processes.flatMap(({ plugin_id, process, entries }) => {
    const all = entries.filter(({ granted }) => !granted).map(ledgerCells);
    const rest = all.length - MAX_REFUSED;
    const listed = all.slice(0, MAX_REFUSED).map(([, ...cells]) => [plugin_id, process, ...cells]);
    const more = [plugin_id, process, "", "", `and ${rest} more: see audit.json`];
    return rest > 0 ? [...listed, more] : listed;
  });
  return html`${
    table(
      "What each process was allowed and asked for",
      ["step", "process", "declared", "granted", "asked for"],
      processes.map(({ plugin_id, process, declared, granted, asked }) => [
        plugin_id,
        process,
        declared ?? "–",
        granted ?? "–",
        asked ?? "–",
      ]),
    )
  }${
    refused.length === 0
      ? html`<p>No refused attempt is recorded.</p>`
      : table("Refused attempts", ["step", "process", "permission", "checks", "what"], refused)
  }`;
}
