import { type RankedFinding, rankReport, type Report, type ReportPlugin } from "harness/sdk";
import { type ChartsByPlugin, type Figures, placeFigures } from "./figures.ts";
import type { Caps } from "./report_options.ts";

/** A report, and what every section asks of it, computed once. */
export interface ReportFacts {
  readonly report: Report;
  /** Findings of analyses and transforms by the ranking rule. */
  readonly found: readonly RankedFinding[];
  /** Findings of the steps that look at the data's quality. */
  readonly quality: readonly RankedFinding[];
  /** Steps by what became of them, each sorted by plugin id. */
  readonly failed: readonly Step[];
  readonly skipped: readonly Step[];
  /** Ids of findings that have a card of their own, and so an anchor. */
  readonly carded: ReadonlySet<string>;
  readonly figures: Figures;
  readonly charts: ChartsByPlugin;
}

export type Step = readonly [plugin_id: string, plugin: ReportPlugin];

/**
 * @param report
 * @param charts what the plugins drew, by plugin id
 * @param caps how much of it is shown
 */
export function reportFacts(report: Report, charts: ChartsByPlugin, caps: Caps): ReportFacts {
  const steps = stepsOf(report);
  const { found, quality } = rankReport(report);
  return {
    report,
    found,
    quality,
    failed: steps.filter(([, plugin]) => plugin.status !== "ok" && plugin.status !== "skipped"),
    skipped: steps.filter(([, plugin]) => plugin.status === "skipped"),
    carded: new Set(
      [found, quality].flatMap((list) => list.slice(0, caps.top_findings)).map((r) => r.finding.id),
    ),
    figures: placeFigures(found.slice(0, caps.top_findings), charts, caps),
    charts,
  };
}

/** Steps of a report sorted by plugin id. */
export function stepsOf(report: Report): Step[] {
  return Object.keys(report.plugins).sort().map((id) => [id, report.plugins[id]!]);
}
