import { count, type Report } from "harness/sdk";
import type { ReportDocument } from "./document/document.ts";
import type { Sentence } from "./document/inline.ts";
import { writeFindingsCsv } from "./findings/write_findings_csv.ts";
import { writeHtml } from "./html/write_html.ts";
import { writeMarkdown } from "./markdown/write_markdown.ts";
import { dataQualitySection } from "./sections/data_quality.ts";
import { errorsSection } from "./sections/errors_section.ts";
import { type ChartsByPlugin, NO_CHARTS } from "./sections/figures.ts";
import { findingPages } from "./sections/finding_pages.ts";
import { foundSection } from "./sections/found.ts";
import { planSection } from "./sections/plan.ts";
import { pluginsSection } from "./sections/plugin_sections.ts";
import { provenanceSection } from "./sections/provenance.ts";
import { reportFacts } from "./sections/report_facts.ts";
import type { Caps, ReportOptions } from "./sections/report_options.ts";
import { notices, reportTitle, verdict } from "./sections/verdict.ts";

/** One file that the report plugin hands over. */
export interface RenderedFile {
  readonly name: string;
  readonly media_type: string;
  readonly description: string;
  readonly content: string;
}

/** Where the kernel puts this plugin's files, seen from report.html in the run's folder. */
const FOLDER = "artifacts/report_bundle";

/** Largest report.html, in bytes. */
export const MAX_HTML_BYTES = 1_000_000;

/** Each cap is tried in turn until the page is small enough; the last always is. */
const SHRINK = [1, 0.5, 0.2, 0.05, 0] as const;
const TABLE_ROWS = 200;
const CHARTS = 16;

/**
 * Renders a report: report.md and report.html, which say the same, findings.csv with all findings,
 * and, when the report could not show them all, pages of them.
 * @param report
 * @param options
 * @param charts what the plugins drew, by plugin id
 */
export function renderReport(
  report: Report,
  options: ReportOptions,
  charts: ChartsByPlugin = NO_CHARTS,
): RenderedFile[] {
  const total = totalFindings(report);
  const files: RenderedFile[] = [];
  for (const share of SHRINK) {
    const caps = shrink(options, share);
    const document = reportDocument(report, charts, caps, total);
    const page = writeHtml(document);
    if (share > 0 && new TextEncoder().encode(page).byteLength > MAX_HTML_BYTES) continue;
    files.push(
      file("report.md", "text/markdown", "The report as Markdown", writeMarkdown(document)),
      file("report.html", "text/html", "The report as one page", page),
    );
    if (total > 0) {
      files.push(file("findings.csv", "text/csv", "All findings", writeFindingsCsv(report)));
    }
    if (needsPages(report, caps)) files.push(...findingPages(report));
    break;
  }
  return files;
}

/**
 * The report as a document, before it is Markdown or HTML.
 * @param report
 * @param charts what the plugins drew, by plugin id
 * @param caps how much of it to show
 * @param total number of findings of all steps
 */
export function reportDocument(
  report: Report,
  charts: ChartsByPlugin,
  caps: Caps,
  total: number,
): ReportDocument {
  const about = reportFacts(report, charts, caps);
  const rest = restSentence(total, needsPages(report, caps));
  return {
    title: reportTitle(report),
    notices: notices(about),
    verdict: verdict(about),
    sections: [
      foundSection(about, caps, rest),
      pluginsSection(about, caps, rest),
      dataQualitySection(about, caps),
      planSection(report, caps),
      provenanceSection(report, caps),
      errorsSection(report, caps),
    ],
    footer: [
      "Made on this computer from report.json, which holds every number in full. ",
      "Nothing was sent anywhere to make it.",
    ],
  };
}

function restSentence(total: number, paged: boolean): Sentence {
  if (total === 0) return [];
  const csv = { link: `${FOLDER}/findings.csv`, href: `${FOLDER}/findings.csv` };
  const head = `All ${count(total, "finding")} of this run are in `;
  if (!paged) return [head, csv, "."];
  return [head, csv, " and, to read, from ", {
    link: `${FOLDER}/findings_1.html`,
    href: `${FOLDER}/findings_1.html`,
  }, " on."];
}

/** True when some plugin has more findings than its table shows. */
function needsPages(report: Report, caps: Caps): boolean {
  return Object.values(report.plugins).some((plugin) =>
    plugin.findings.length > caps.findings_per_plugin
  );
}

/** Number of findings of all steps. */
export function totalFindings(report: Report): number {
  return Object.values(report.plugins).reduce((sum, plugin) => sum + plugin.findings.length, 0);
}

function shrink(options: ReportOptions, share: number): Caps {
  return {
    top_findings: Math.floor(options.top_findings * share),
    findings_per_plugin: Math.floor(options.findings_per_plugin * share),
    table_rows: Math.floor(TABLE_ROWS * share),
    charts: Math.floor(CHARTS * share),
  };
}

function file(name: string, type: string, description: string, content: string): RenderedFile {
  return { name, media_type: `${type}; charset=utf-8`, description, content };
}
