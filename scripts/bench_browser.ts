import { renderReport } from "../plugins/report_bundle/render_report.ts";
import { largeReport } from "../plugins/report_bundle/testing/large_report.ts";
import { lookAtPages, ORDINARY } from "../tests/browser/look_at_pages.ts";
import type { BenchCase } from "./measure_in_turn.ts";

const OPTIONS = { top_findings: 20, findings_per_plugin: 50 };

/**
 * How long after the navigation began a report is first painted, each time in a new browser; the
 * aim is 300 ms with 10,000 findings. Compared to a page with one word, which is the browser alone.
 * @param folder for the pages
 */
export async function browserCases(folder: string): Promise<BenchCase[]> {
  const pages: readonly [name: string, html: string][] = [
    ["a page with one word", "<!doctype html><title>One</title><p>word"],
    ...[100, 1000, 10_000].map((findings): [string, string] => [
      `report.html of ${findings} findings`,
      renderReport(largeReport(findings / 2), OPTIONS)
        .find(({ name }) => name === "report.html")!.content,
    ]),
  ];
  return await Promise.all(pages.map(async ([name, html], i) => {
    const path = `${folder}/page_${i}.html`;
    await Deno.writeTextFile(path, html);
    return { name: `first paint of ${name}`, run: () => firstPaint(`file://${path}`) };
  }));
}

async function firstPaint(url: string): Promise<{ readonly wall_ms: number }> {
  const [page] = await lookAtPages([{ ...ORDINARY, url }]);
  return { wall_ms: page!.first_paint_ms ?? NaN };
}
