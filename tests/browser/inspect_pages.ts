/**
 * Opens pages in a headless browser and says what it saw: a process of its own, because its
 * packages are installed beside it and nowhere else. Reads {@link PageOrder}s as JSON on standard
 * input, writes {@link SeenPage}s as JSON on standard output.
 */
import type { PageOrder, SeenPage, Violation } from "./look_at_pages.ts";
import { type Browser, type BrowserPage, launchBrowser, moduleOf } from "./launch_browser.ts";
import { FIRST_PAINT, MEASURE_PAGE, SHOW_ALL } from "./measure_page.ts";

const orders = JSON.parse(
  await new Response(Deno.stdin.readable).text(),
) as PageOrder[];
const axe = (await moduleOf("axe-core") as { default: { source: string } }).default
  .source;
const browser = await launchBrowser();
try {
  const seen: SeenPage[] = [];
  for (const order of orders) seen.push(await look(browser, order));
  console.log(JSON.stringify({ browser: browser.version(), seen }));
} finally {
  await browser.close();
}

async function look(browser: Browser, order: PageOrder): Promise<SeenPage> {
  const context = await browser.newContext({
    viewport: { width: order.width, height: order.height },
    colorScheme: order.scheme,
    javaScriptEnabled: order.javascript,
    serviceWorkers: "block",
  });
  try {
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    await page.route("**/*", (route) => {
      const url = route.request().url();
      if (url === order.url) return route.continue();
      requests.push(url);
      return route.abort();
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(order.url, { waitUntil: "load" });
    const first_paint_ms = await firstPaint(page);
    // What a reader has yet to scroll to is laid out too, so that it is looked at.
    await page.evaluate(SHOW_ALL);
    await page.emulateMedia({ media: order.media });
    if (order.open_details) {
      await page.evaluate(
        "document.querySelectorAll('details').forEach((d) => { d.open = true; })",
      );
    }
    const measured = await page.evaluate(MEASURE_PAGE) as Omit<
      SeenPage,
      "first_paint_ms" | "requests" | "complaints" | "violations"
    >;
    const violations = order.axe ? await audit(page) : [];
    if (order.screenshot !== null) {
      await page.screenshot({
        path: order.screenshot,
        fullPage: order.whole_page,
      });
    }
    return { ...measured, first_paint_ms, requests, complaints, violations };
  } finally {
    await context.close();
  }
}

async function firstPaint(page: BrowserPage): Promise<number | null> {
  for (let tries = 0; tries < 100; tries++) {
    const at = await page.evaluate(FIRST_PAINT) as number | null;
    if (at !== null) return at;
    await new Promise((done) => setTimeout(done, 30));
  }
  return null;
}

/** Every rule of axe-core, its best practices too. */
async function audit(page: BrowserPage): Promise<Violation[]> {
  await page.evaluate(axe);
  return await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then((result) =>
    result.violations.map(({ id, impact, help, nodes }) => ({
      id, impact, help, where: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
    })))`,
  ) as Violation[];
}
