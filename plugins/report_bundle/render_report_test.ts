import assert from "node:assert/strict";
import type { LineChart, Report } from "harness/sdk";
import { parse } from "parse5";
import { MAX_HTML_BYTES, renderReport } from "./render_report.ts";
import { examplePlugin, exampleReport } from "./testing/example_report.ts";
import { elementsOf, textOf, textWithin } from "./testing/html_tree.ts";
import { largeReport } from "./testing/large_report.ts";

const OPTIONS = { top_findings: 20, findings_per_plugin: 50 };

function render(report: Report, options = OPTIONS): Map<string, string> {
  return new Map(renderReport(report, options).map((file) => [file.name, file.content]));
}

function markdown(report: Report): string {
  return render(report).get("report.md")!;
}

/** Asserts that the texts occur in this order. */
function inOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    assert.ok(at >= 0, `"${part}" is missing or too early, after ${text.slice(from, from + 80)}`);
    from = at + part.length;
  }
}

const SECTIONS = [
  "What was found",
  "Plugin by plugin",
  "Quality of the data",
  "Plan",
  "Provenance",
  "Errors",
];

Deno.test("report.md says verdict, findings, plugins, quality, plan, provenance, errors in this order", () => {
  inOrder(markdown(exampleReport()), [
    "# What is in `nile.csv`",
    "The table has 100 rows and 4 columns. 2 analyses ran to the end.",
    "3 findings (1 with strong evidence, 1 with clear evidence, 1 from a model)",
    ...SECTIONS.map((title) => `\n## ${title}\n`),
  ]);
});

Deno.test("report.html has the same sections in the same order, each a labelled region", () => {
  const page = render(exampleReport()).get("report.html")!;
  const titles = elementsOf(page).filter((e) => e.tagName === "h2");
  inOrder(textOf(page), SECTIONS);
  assert.equal(titles.length, SECTIONS.length);
});

Deno.test("a finding is a sentence with its rows, its strength, its method and its id", () => {
  inOrder(markdown(exampleReport()), [
    "1. **Strong evidence.** `flow` is higher in rows 0–27 than elsewhere",
    "Rows 0–27 (28 rows) · q = 0.003 · Scan statistics, [Kulldorff et al. (2009)](<https://doi.org/10.1186/1476-072X-8-58>) · finding `00000000000000a1`",
    "2. **Clear evidence.** `rain fall` is lower",
    "3. **From a model.** `flow` changes at row 28 (1899), with probability 0.97.",
    "Assumption: values are normal within a segment",
  ]);
});

Deno.test("report.html holds every finding's query and its anchor once", () => {
  const page = render(exampleReport()).get("report.html")!;
  assert.ok(textOf(page).includes('SELECT row_index, "flow" FROM data WHERE row_index >= 0'));
  for (const id of ["a1", "a2", "b1", "c1"]) {
    const anchor = `f-00000000000000${id}`;
    const there = elementsOf(page).filter((e) =>
      e.attrs.some((a) => a.name === "id" && a.value === anchor)
    );
    assert.equal(there.length, 1, anchor);
  }
});

Deno.test("findings of the profile are remarks on quality, not things found", () => {
  const text = markdown(exampleReport());
  const [before, after] = text.split("## Quality of the data");
  assert.ok(!before!.split("## Plugin by plugin")[0]!.includes("Constant column"));
  assert.ok(after!.startsWith("\n\n1. **Read off the data.** Constant column in `gauge`"));
});

Deno.test("a run in which a step failed says so before anything else", () => {
  const error = { code: "E_STEP_TIMEOUT", message: "It ran for 60000 ms, its limit." };
  const report = exampleReport();
  const text = markdown({
    ...report,
    status: "partial",
    plugins: {
      ...report.plugins,
      analysis_dp_gmm: examplePlugin({ name: "Groups", status: "timeout", summary: "", error }),
    },
    errors: [{ ...error, plugin_id: "analysis_dp_gmm" }],
  });
  inOrder(text, [
    "# What is in `nile.csv`\n\n> **This report is incomplete.** 1 step of 6 failed: `analysis_dp_gmm` (timeout).",
    "2 analyses ran to the end; 1 failed.",
    "### Groups\n\nWas stopped: it ran out of time.",
    "It ran for 60000 ms, its limit. (`E_STEP_TIMEOUT`)",
    "## Errors",
    "| `E_STEP_TIMEOUT` | `analysis_dp_gmm` | It ran for 60000 ms, its limit. |",
  ]);
});

Deno.test("a run that failed says why at the top and still has all sections", () => {
  const text = markdown({
    ...exampleReport(),
    status: "failed",
    datasets: [],
    plan: [],
    plugins: {},
    errors: [{ plugin_id: null, code: "E_CSV_RAGGED", message: "Line 7 has 3 fields, not 4." }],
  });
  inOrder(text, [
    "> **This run failed.** Line 7 has 3 fields, not 4. (`E_CSV_RAGGED`)",
    "No table could be read.",
    ...SECTIONS.map((title) => `\n## ${title}\n`),
    "| `E_CSV_RAGGED` | the run itself |",
  ]);
});

Deno.test("a run with the network open is not to be trusted, and says so at the top", () => {
  const text = markdown({ ...exampleReport(), network_allowed: true });
  assert.match(text, /^# .*\n\n> \*\*The network was open during this run\.\*\*/);
});

Deno.test("a report without findings says that nothing was found", () => {
  const report = exampleReport();
  const plugins = Object.fromEntries(
    Object.entries(report.plugins).map(([id, plugin]) => [id, { ...plugin, findings: [] }]),
  );
  const files = render({ ...report, plugins });
  assert.ok(files.get("report.md")!.includes("Nothing was found."));
  assert.deepEqual([...files.keys()], ["report.md", "report.html"]);
});

Deno.test("provenance names hashes, seed and versions, and the command that makes it again", () => {
  const report = exampleReport();
  const text = markdown(report).split("## Provenance")[1]!;
  inOrder(text, [
    report.run_key,
    "Seed: 42",
    report.inputs[0]!.sha256,
    report.datasets[0]!.sha256,
    "| `analysis_scan_statistics` | 1.0.0 | `" + report.plugins.analysis_scan_statistics!.code_hash,
    `deno task harness replay ${report.run_key}\n`,
    `deno task harness verify ${report.run_key}\n`,
    `deno task harness cite ${report.run_key}\n`,
    "deno task run nile.csv --seed 42 --settings settings.json\n",
    '"n_permutations": 999',
  ]);
});

Deno.test("the command names the plugins that the user chose", () => {
  const report = exampleReport();
  const plan = report.plan.map((entry) => ({ ...entry, decided_by: "user" as const }));
  assert.ok(
    markdown({ ...report, plan }).includes(
      "--plugins analysis_bocpd_gaussian,analysis_scan_statistics",
    ),
  );
});

Deno.test("10,000 findings: the page stays under 1 MB, the rest is in pages and in findings.csv", () => {
  const files = render(largeReport(5000));
  const page = files.get("report.html")!;
  assert.ok(new TextEncoder().encode(page).byteLength <= MAX_HTML_BYTES);
  assert.ok(textOf(page).includes("Shown: 50 of 5000."));
  assert.ok(textOf(page).includes("These are the first 20 of 10001."));
  const pages = [...files.keys()].filter((name) => name.startsWith("findings_"));
  assert.equal(pages.length, 11);
  assert.equal(files.get("findings.csv")!.split("\r\n").length - 2, 10_002);
  const ids = new Set(
    pages.flatMap((name) =>
      [...files.get(name)!.matchAll(/id="f-([0-9a-f]{16})"/g)].map((m) => m[1])
    ),
  );
  assert.equal(ids.size, 10_002);
});

Deno.test("texts without end do not make the page grow past 1 MB", () => {
  const report = largeReport(2000);
  const long = "x&<".repeat(300);
  const plugins = Object.fromEntries(
    Object.entries(report.plugins).map(([id, plugin]) => [id, {
      ...plugin,
      summary: long.repeat(100),
      findings: plugin.findings.map((finding) => ({
        ...finding,
        kind: long,
        column: long,
        columns: [long],
      })),
      metrics: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [long + i, long])),
    }]),
  );
  const columns = Array.from({ length: 20_000 }, (_, i) => ({
    name: `${long}${i}`,
    type: "text" as const,
    role: null,
    missing: 0,
  }));
  const datasets = [{ ...report.datasets[0]!, columns }];
  const page = render({ ...report, plugins, datasets }, {
    top_findings: 200,
    findings_per_plugin: 1000,
  })
    .get("report.html")!;
  assert.ok(new TextEncoder().encode(page).byteLength <= MAX_HTML_BYTES);
  assert.ok(textOf(page).includes("of 20000."));
});

Deno.test("the same report gives the same bytes, whatever the order of its keys", () => {
  const report = exampleReport();
  const reversed = Object.fromEntries(Object.entries(report.plugins).reverse());
  assert.deepEqual(render({ ...report, plugins: reversed }), render(report));
});

/** A chart of `flow` as a plugin would send it: the series by row, nothing marked. */
const FLOW_CHART: LineChart = {
  kind: "line",
  title: "flow by row",
  description: "Every value of flow.",
  columns: ["flow"],
  x: { label: "row", unit: "row" },
  y: { label: "flow", unit: "number" },
  series: [{ name: "flow", x: [0, 27, 28, 99], y: [1100, 1090, 850, 840] }],
  bands: [],
  marks: [],
};

Deno.test("a finding's card has its plugin's chart of its column, with its rows shaded", () => {
  const charts = new Map([["analysis_scan_statistics", { charts: [FLOW_CHART], problems: [] }]]);
  const files = renderReport(exampleReport(), OPTIONS, charts);
  const page = files.find((file) => file.name === "report.html")!.content;
  const card = page.slice(
    page.indexOf('id="f-00000000000000a1"'),
    page.indexOf("00000000000000a2"),
  );
  inOrder(textOf(card), ["flow is higher in rows 0–27", "Every value of flow. Shaded: rows 0–27."]);
  const drawn = elementsOf(page).filter((element) => element.tagName === "svg");
  assert.equal(
    drawn.length,
    2,
    "one on the card, one of missing values",
  );
  assert.ok(textOf(page).includes("Numbers of “flow by row”"));
});

Deno.test("a chart that cannot be drawn is missed, not hidden", () => {
  const problems = ["charts.json: the file cannot be opened"];
  const charts = new Map([["analysis_scan_statistics", { charts: [], problems }]]);
  const text = renderReport(exampleReport(), OPTIONS, charts)[0]!.content;
  assert.ok(text.includes("A chart is missing: charts.json: the file cannot be opened."));
});

Deno.test("missing values are drawn, the largest share first, and only when there are any", () => {
  const page = render(exampleReport()).get("report.html")!;
  const svg = page.slice(page.indexOf("<svg"), page.indexOf("</svg>"));
  inOrder(textOf(svg), ["Missing values by column", "rain fall", "13 %"]);
  assert.ok(!textOf(svg).includes("gauge"));
  const report = exampleReport();
  const datasets = report.datasets.map((dataset) => ({
    ...dataset,
    columns: dataset.columns.map((column) => ({ ...column, missing: 0 })),
  }));
  assert.ok(!render({ ...report, datasets }).get("report.html")!.includes("<svg"));
});

Deno.test("a plugin's charts that belong to no finding are in its section", () => {
  const other = { ...FLOW_CHART, title: "level by row", columns: ["level"] };
  const charts = new Map([["analysis_scan_statistics", {
    charts: [FLOW_CHART, other],
    problems: [],
  }]]);
  const files = renderReport(exampleReport(), OPTIONS, charts);
  const text = textOf(files.find((file) => file.name === "report.html")!.content);
  inOrder(text, ["flow by row", "Plugin by plugin", "level by row", "Quality of the data"]);
  assert.ok(files[0]!.content.includes("Chart in report.html: level by row."));
});

Deno.test("report.html is HTML without a single parse error", () => {
  const charts = new Map([["analysis_scan_statistics", { charts: [FLOW_CHART], problems: [] }]]);
  const errors: string[] = [];
  for (const { name, content } of renderReport(largeReport(1000), OPTIONS, charts)) {
    if (!name.endsWith(".html")) continue;
    parse(content, { onParseError: ({ code }) => void errors.push(`${name}: ${code}`) });
  }
  assert.deepEqual(errors, []);
});

Deno.test("code in report.html is the very text that is in report.md", () => {
  const files = render(exampleReport());
  const blocks = [...files.get("report.md")!.matchAll(/^```[a-z]+\n([^]*?)\n```$/gm)]
    .map((match) => match[1]!);
  assert.ok(blocks.some((block) => block.includes("\n  ")), "one has lines that are indented");
  const shown = elementsOf(files.get("report.html")!).filter(({ tagName }) => tagName === "pre")
    .map((element) => textWithin(element));
  for (const block of blocks) assert.ok(shown.includes(block), block);
});
