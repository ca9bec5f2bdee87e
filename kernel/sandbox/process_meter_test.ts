import assert from "node:assert/strict";
import { findDescendant, parseFigures, ProcessMeter } from "./process_meter.ts";

const stat = (pid: number, name: string, parent: number, user = 250) =>
  `${pid} (${name}) S ${parent} 123 123 0 -1 4194304 100 0 0 0 ${user} 31 0 0 20 0 5 0 99 1000 200\n`;
const status = (peak: number) =>
  `Name:\tdeno\nVmPeak:\t  999999 kB\nVmHWM:\t   ${peak} kB\nVmRSS:\t   37000 kB\n`;

Deno.test("parseFigures() reads ticks of ten milliseconds and the peak in KiB", () => {
  const figures = { cpu_user_ms: 2500, cpu_system_ms: 310, max_rss_kb: 38016 };
  assert.deepEqual(parseFigures(stat(9, "deno", 1) + status(38016), 9), figures);
});

Deno.test("parseFigures() finds one process among several, and its own peak", () => {
  const text = stat(8, "bwrap", 1) + status(1) + stat(9, "deno", 8, 7) + status(2) +
    stat(10, "deno", 1) + status(3);
  const figures = { cpu_user_ms: 70, cpu_system_ms: 310, max_rss_kb: 2 };
  assert.deepEqual(parseFigures(text, 9), figures);
});

Deno.test("parseFigures() is misled by no name that a process gives itself", () => {
  for (
    const name of ["a) R 1 (b", "x) R 1 1\nevil", "a\n9 (b) R 1 1", "a\nName:\tb", "", "prlimit"]
  ) {
    const figures = { cpu_user_ms: 2500, cpu_system_ms: 310, max_rss_kb: 7 };
    const other = stat(8, "a\n9 (a) R 1 1 1", 1, 99) + status(1);
    assert.deepEqual(parseFigures(other + stat(9, name, 1) + status(7), 9), figures, name);
  }
});

Deno.test("parseFigures() leaves out other processes and those that have gone", () => {
  const zombie = stat(9, "deno", 1) + "Name:\tdeno\nState:\tZ (zombie)\n";
  assert.equal(parseFigures(zombie, 9), null);
  assert.equal(parseFigures(zombie + stat(10, "deno", 1) + status(5), 9), null);
  assert.equal(parseFigures("", 9), null);
});

Deno.test("findDescendant() follows parents, not neighbours or names", () => {
  const chain = stat(101, "bwrap", 100) + status(1) + stat(102, "deno", 101) + status(2);
  assert.equal(findDescendant(chain, 100, 2), 102);
  assert.equal(
    findDescendant(stat(102, "deno", 55) + stat(101, "bwrap", 100), 100, 2),
    null,
  );
  const renamed = stat(101, "bwrap", 100) + status(1) + stat(102, "x) R 1 1\nbwrap", 101);
  assert.equal(findDescendant(renamed, 100, 2), 102);
  assert.equal(findDescendant("", 100, 2), null);
});

Deno.test("ProcessMeter keeps what it saw when it can read no more", async () => {
  const none = new ProcessMeter(null, 1, 0);
  assert.deepEqual(await none.sample(), { cpu_user_ms: 0, cpu_system_ms: 0, max_rss_kb: 0 });
  const missing = new ProcessMeter("/nonexistent/cat", 1, 2);
  assert.deepEqual(await missing.sample(), { cpu_user_ms: 0, cpu_system_ms: 0, max_rss_kb: 0 });
});
