import type { Report } from "harness/sdk";
import { paragraph } from "../document/blocks.ts";
import type { Block, Table } from "../document/document.ts";
import { prose } from "../document/show_value.ts";
import { writeHtml } from "../html/write_html.ts";
import type { RenderedFile } from "../render_report.ts";
import { findingRow } from "./plugin_sections.ts";
import { pluginAnchor } from "./anchors.ts";
import { stepsOf } from "./report_facts.ts";
import { reportTitle } from "./verdict.ts";

const ROWS_PER_PAGE = 1000;
/** Beyond these, findings are in findings.csv and report.json only. */
const MOST_PAGES = 20;

/**
 * Pages of all findings, plugin by plugin: findings_1.html, findings_2.html, …
 * @param report
 */
export function findingPages(report: Report): RenderedFile[] {
  const rows = stepsOf(report).flatMap(([id, plugin]) =>
    plugin.findings.map((finding) => ({ id, plugin, finding }))
  );
  const pages = Math.min(MOST_PAGES, Math.ceil(rows.length / ROWS_PER_PAGE));
  const out: RenderedFile[] = [];
  for (let page = 1; page <= pages; page++) {
    const part = rows.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE);
    const ids = [...new Set(part.map((row) => row.id))];
    const content = writeHtml({
      title: [...reportTitle(report), `: findings, page ${page} of ${pages}`],
      notices: [],
      verdict: [turn(page, pages)],
      sections: ids.map((id) => {
        const mine = part.filter((row) => row.id === id);
        return {
          id: pluginAnchor(id),
          title: [prose(mine[0]!.plugin.name, 120)],
          blocks: [table(mine.map((row) => findingRow(row.finding, false)))],
        };
      }),
      footer: [`${rows.length} findings in all; findings.csv has every one.`],
    });
    out.push({
      name: `findings_${page}.html`,
      media_type: "text/html; charset=utf-8",
      description: `All findings, page ${page} of ${pages}`,
      content,
    });
  }
  return out;
}

function turn(page: number, pages: number): Block {
  const links = [{ link: "The report", href: "../../report.html" }];
  if (page > 1) links.push({ link: "Previous page", href: `findings_${page - 1}.html` });
  if (page < pages) links.push({ link: "Next page", href: `findings_${page + 1}.html` });
  return paragraph(links.flatMap((link, i) => i === 0 ? [link] : [" · ", link]));
}

function table(rows: Table["rows"]): Table {
  return {
    type: "table",
    caption: "Findings",
    head: [
      { label: "Finding" },
      { label: "Rows" },
      { label: "Evidence" },
      { label: "Score", numeric: true },
      { label: "Id" },
    ],
    rows,
    total: rows.length,
  };
}
