import { html } from "hono/html";
import type { RunRow } from "../../kernel/store/run_tables.ts";
import { layout, type Markup, table } from "./layout.ts";

/** All runs, newest first, or how to start the first one. */
export function runsPage(runs: readonly RunRow[]): Markup {
  if (runs.length === 0) {
    return layout(
      "Runs",
      html`<p>There are no runs yet. Start one: <code>deno task run fixtures/demo.csv</code></p>`,
    );
  }
  const rows = runs.map(({ run_id, status, started_at, filename, seed }) => [
    html`<a href="/runs/${run_id}">${run_id}</a>`,
    filename ?? "–",
    status,
    started_at.slice(0, 19).replace("T", " "),
    String(seed),
    status === "running" || status === "interrupted"
      ? "–"
      : html`<a href="/runs/${run_id}/report.html">report</a>`,
  ]);
  return layout(
    "Runs",
    table("Newest first", ["Run", "File", "Status", "Started (UTC)", "Seed", "Report"], rows),
  );
}
