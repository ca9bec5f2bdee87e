import assert from "node:assert/strict";
import { parseFigures, ProcessMeter } from "./process_meter.ts";

const STAT = (name: string) =>
  `123 (${name}) S 1 123 123 0 -1 4194304 100 0 0 0 250 31 0 0 20 0 5 0 99 1000 200 18446744073709551615\n`;
const STATUS = "Name:\tdeno\nVmPeak:\t  999999 kB\nVmHWM:\t   38016 kB\nVmRSS:\t   37000 kB\n";

Deno.test("parseFigures() reads ticks of ten milliseconds and the peak in KiB", () => {
  const figures = { cpu_user_ms: 2500, cpu_system_ms: 310, max_rss_kb: 38016 };
  assert.deepEqual(parseFigures(STAT("deno") + STATUS, "deno"), figures);
});

Deno.test("parseFigures() is not misled by a name with parentheses", () => {
  const name = "a) R 1 (b";
  assert.equal(parseFigures(STAT(name) + STATUS, name)?.cpu_user_ms, 2500);
});

Deno.test("parseFigures() leaves out other programs and processes that have gone", () => {
  assert.equal(parseFigures(STAT("bwrap") + STATUS, "deno"), null);
  assert.equal(parseFigures(STAT("deno") + "Name:\tdeno\nState:\tZ (zombie)\n", "deno"), null);
  assert.equal(parseFigures("", "deno"), null);
});

Deno.test("ProcessMeter keeps what it saw when it can read no more", async () => {
  const none = new ProcessMeter(null, 1, 0, "deno");
  assert.deepEqual(await none.sample(), { cpu_user_ms: 0, cpu_system_ms: 0, max_rss_kb: 0 });
  const missing = new ProcessMeter("/nonexistent/cat", 1, 2, "deno");
  assert.deepEqual(await missing.sample(), { cpu_user_ms: 0, cpu_system_ms: 0, max_rss_kb: 0 });
});
