import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "csv-parse/sync";
import type { Report } from "harness/sdk";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { renderReport } from "./render_report.ts";
import { exampleReport } from "./testing/example_report.ts";
import { hostileText } from "./testing/hostile_text.ts";
import { commentsOf, elementsOf, tagsOf, textOf } from "./testing/html_tree.ts";

/** Keys whose texts the kernel checks or makes itself; all other texts come from strangers. */
const KERNEL_KEYS = new Set([
  "schema_version",
  "run_key",
  "sha256",
  "version_id",
  "code_hash",
  "id",
  "settings_hash",
  "status",
  "type",
  "role",
  "decided_by",
  "plugin_id",
  "code",
  "measurement_type",
  "dataset_version_id",
  "kind",
  "doi",
  "arxiv",
]);

/** The example with every text of plugins and data replaced by the payload, metric names included. */
function poisoned(payload: string): Report {
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return KERNEL_KEYS.has(key) ? value : payload;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([inner, v]) => [inner, poison(v, inner)] as const);
    // Their keys are a plugin's or a user's; the order must stay, so the payload comes last.
    const free = key === "metrics" || key === "settings" || key === "per_column";
    return Object.fromEntries(entries.map(([k, v]) => [free ? `${k}${payload}` : k, v]));
  };
  return poison(exampleReport(), "") as Report;
}

function render(payload: string): Map<string, string> {
  const files = renderReport(poisoned(payload), { top_findings: 20, findings_per_plugin: 50 });
  return new Map(files.map((file) => [file.name, file.content]));
}

function markdownToHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

const ATTRIBUTES = new Set([
  "aria-label",
  "aria-labelledby",
  "charset",
  "class",
  "content",
  "href",
  "http-equiv",
  "id",
  "lang",
  "name",
  "role",
  "scope",
  "tabindex",
]);
/** What the charts kit writes inside svg; its own tests hold it to this. */
const DRAWN = new Set(["svg", "title", "desc", "g", "path", "rect", "circle", "text"]);
const TARGETS =
  /^(?:#[a-z0-9_-]+|artifacts\/report_bundle\/findings(?:_1\.html|\.csv)|https:\/\/doi\.org\/10\.[^"<>\s]+|https:\/\/arxiv\.org\/abs\/[\w./-]+)$/;

const PLAIN = render("plain");
const RUNS = { numRuns: 60 };

Deno.test("report.html has the same elements whatever plugins and data hold", () => {
  const expected = tagsOf(PLAIN.get("report.html")!);
  fc.assert(
    fc.property(hostileText(1), (payload) => {
      const page = render(payload).get("report.html")!;
      assert.deepEqual(tagsOf(page), expected);
      assert.deepEqual(commentsOf(page), []);
    }),
    RUNS,
  );
});

Deno.test("report.html has only known attributes, anchors that exist and known addresses", () => {
  fc.assert(
    fc.property(hostileText(1), (payload) => {
      const elements = elementsOf(render(payload).get("report.html")!);
      const ids = elements.flatMap((e) =>
        e.attrs.filter((a) => a.name === "id").map((a) => a.value)
      );
      assert.equal(new Set(ids).size, ids.length, "an id is there twice");
      for (const { attrs, tagName } of elements) {
        for (const { name, value } of attrs) {
          assert.ok(ATTRIBUTES.has(name) || DRAWN.has(tagName), `${tagName} ${name}`);
          assert.doesNotMatch(name, /^on|^style$|href.+/);
          if (name === "href") assert.match(value, TARGETS);
          if (name === "href" && value.startsWith("#")) {
            assert.ok(ids.includes(value.slice(1)), value);
          }
        }
      }
    }),
    RUNS,
  );
});

Deno.test("report.md has the same elements whatever plugins and data hold, but for code", () => {
  const structure = (markdown: string) =>
    tagsOf(markdownToHtml(markdown)).filter((tag) => tag !== "code");
  const expected = structure(PLAIN.get("report.md")!);
  fc.assert(
    fc.property(hostileText(1), (payload) => {
      assert.deepEqual(structure(render(payload).get("report.md")!), expected);
    }),
    RUNS,
  );
});

Deno.test("no file holds a character that controls or reorders", () => {
  fc.assert(
    fc.property(hostileText(1), (payload) => {
      for (const [name, content] of render(payload)) {
        const kept = content.replace(/[\n\u200C\u200D]/g, "").replaceAll(
          "\r",
          name.endsWith(".csv") ? "" : "\r",
        );
        assert.doesNotMatch(kept, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, name);
      }
    }),
    RUNS,
  );
});

Deno.test("findings.csv starts no cell with a formula and keeps negative numbers", () => {
  const report = poisoned("=cmd|'/c calc'!A1");
  const scan = report.plugins.analysis_scan_statistics!;
  const findings = scan.findings.map((finding) => ({ ...finding, score: -1.5 }));
  const csv = renderReport(
    { ...report, plugins: { analysis_scan_statistics: { ...scan, findings } } },
    { top_findings: 20, findings_per_plugin: 50 },
  ).find((file) => file.name === "findings.csv")!.content;
  const rows: string[][] = parse(csv);
  assert.equal(rows.length, 4);
  for (const row of rows) {
    assert.equal(row.length, rows[0]!.length);
    for (const cell of row) assert.doesNotMatch(cell, /^(?:[=+@\t\r]|-(?!1\.5$))/);
  }
  assert.deepEqual(
    rows.slice(1).map((row) => row[rows[0]!.indexOf("score")]),
    Array(3).fill("-1.5"),
  );
});

Deno.test("a style sheet, title or table cannot be ended from outside", () => {
  const page = render("</style></title></table><script>alert(1)</script>").get("report.html")!;
  assert.equal(page.match(/<script/gi), null);
  assert.equal(page.match(/<\/style>/g)!.length, 1);
  assert.ok(textOf(page).includes("</style></title></table><script>alert(1)</script>"));
});
