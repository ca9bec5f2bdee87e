/** Pages as a browser shows them: reports and the UI, in light, dark, narrow, on paper, unscripted. */
import assert from "node:assert/strict";
import { renderReport } from "../../plugins/report_bundle/render_report.ts";
import { largeReport } from "../../plugins/report_bundle/testing/large_report.ts";
import { plainHtml } from "../../kernel/pipeline/plain_report.ts";
import { appdataLayout } from "../../kernel/store/appdata.ts";
import { openState } from "../../kernel/store/state_store.ts";
import { createUi } from "../../ui/server.ts";
import {
  findBrowser,
  lookAtPages,
  ORDINARY,
  type PageOrder,
  type SeenPage,
} from "../browser/look_at_pages.ts";
import { everyKindReport } from "../browser/every_kind_report.ts";
import { PROJECT, runJson } from "../run_harness.ts";

const browser = await findBrowser();
if (browser.problem !== null) {
  console.log(`No test of pages in a browser: ${browser.problem}`);
}
const folder = await Deno.makeTempDir({ prefix: "harness_browser_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const OPTIONS = { top_findings: 20, findings_per_plugin: 50 };
/** Much more than any machine needs: how long it takes is for `deno task bench browser`. */
const LATEST_PAINT_MS = 3000;
const SMALLEST_TEXT_PX = 10;

/** Every way of looking at a page; what axe-core finds is asked for where it can differ. */
const VIEWS: readonly Partial<PageOrder>[] = [
  { width: 1440, axe: true },
  { width: 375, height: 800, scheme: "dark", axe: true, open_details: true },
  { width: 375, height: 800 },
  { width: 794, media: "print" },
  { javascript: false },
];

function pageTest(name: string, work: () => Promise<void>): void {
  Deno.test({ name, ignore: browser.problem !== null, fn: work });
}

function write(name: string, content: string): string {
  Deno.writeTextFileSync(`${folder}/${name}`, content);
  return `file://${folder}/${name}`;
}

function orders(
  url: string,
  views: readonly Partial<PageOrder>[] = VIEWS,
): PageOrder[] {
  return views.map((view) => ({ ...ORDINARY, url, ...view }));
}

/** What is wrong with a page, in words; nothing when it is as it should be. */
function wrong(page: SeenPage, order: PageOrder): string[] {
  const how = `${order.width} px, ${order.scheme}, ${order.media}`;
  const late = page.first_paint_ms === null ||
    page.first_paint_ms > LATEST_PAINT_MS;
  return [
    ...page.requests.map((url) => `asks for ${url}`),
    ...page.complaints.map((text) => `console: ${text}`),
    ...page.violations.map(({ id, impact, where }) => `${impact} ${id}: ${where.join(" ")}`),
    ...page.clipped.map((text) => `sticks out of its drawing: ${text}`),
    ...(page.overflow_px > 0 ? [`${page.overflow_px} px wider than the window`] : []),
    ...(late ? [`first paint after ${page.first_paint_ms} ms`] : []),
    ...(page.smallest_text_px < SMALLEST_TEXT_PX
      ? [`text of ${page.smallest_text_px} px: ${page.smallest_text}`]
      : []),
  ].map((text) => `${how}: ${text}`);
}

async function checkPages(all: readonly PageOrder[]): Promise<void> {
  const seen = await lookAtPages(all);
  assert.equal(seen.length, all.length);
  assert.deepEqual(seen.flatMap((page, i) => wrong(page, all[i]!)), []);
}

pageTest(
  "the report of demo.csv and the pages of the UI are in order in a browser",
  async () => {
    const appdata = `${folder}/appdata`;
    const demo = `${PROJECT}/fixtures/demo.csv`;
    const { json, stderr } = await runJson([demo, "--appdata", appdata]);
    assert.equal(json.exit_code, 0, stderr);
    const layout = appdataLayout(appdata);
    const state = await openState(layout);
    const controller = new AbortController();
    let port = 0;
    const server = Deno.serve(
      {
        hostname: "127.0.0.1",
        port: 0,
        signal: controller.signal,
        onListen: (at) => port = at.port,
      },
      (request) => createUi({ state, appdata: layout, port }).fetch(request),
    );
    try {
      const site = `http://127.0.0.1:${port}`;
      await checkPages([
        ...orders(`file://${json.report_json.replace(/json$/, "html")}`),
        ...orders(`${site}/`),
        ...orders(`${site}/runs/${json.run_id}`),
        ...orders(`${site}/runs/${json.run_id}/report.html`, [{}]),
      ]);
    } finally {
      controller.abort();
      await server.finished;
      state.close();
    }
  },
);

pageTest(
  "a report with every kind of finding and chart is in order in a browser",
  async () => {
    const { report, charts } = everyKindReport();
    const files = renderReport(report, OPTIONS, charts);
    const page = files.find(({ name }) => name === "report.html")!;
    await checkPages(orders(write("every_kind.html", page.content)));
  },
);

pageTest("the kernel's own plain report is in order in a browser", async () => {
  const { report } = everyKindReport();
  await checkPages(
    orders(write("plain.html", plainHtml(report, "no report plugin made it"))),
  );
});

for (const findings of [1000, 10_000]) {
  pageTest(
    `a report with ${findings} findings is in order in a browser`,
    async () => {
      const files = renderReport(largeReport(findings / 2), OPTIONS);
      const html = files.filter(({ name }) => name.endsWith(".html"));
      assert.ok(html.length > 1, "the rest is in pages");
      const [report, first] = html.map(({ name, content }) =>
        orders(write(`${findings}_${name}`, content), VIEWS.slice(1, 3))
      );
      // A thousand rows under axe-core take seconds: one look at a page of findings is enough.
      await checkPages([...report!, ...first!.slice(1)]);
    },
  );
}
