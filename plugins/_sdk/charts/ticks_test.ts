import assert from "node:assert/strict";
import fc from "fast-check";
import { axisText } from "./axis_text.ts";
import type { AxisUnit } from "./chart.ts";
import { ticks } from "./ticks.ts";

const DAY = 86_400_000_000;

const CASES: readonly (readonly [string, number, number, AxisUnit, readonly string[]])[] = [
  ["tenths without rounding errors", 0, 0.5, "number", ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]],
  ["round hundreds", 690, 1205, "number", ["700", "800", "900", "1000", "1100", "1200"]],
  ["both sides of zero", -2.2, 2.2, "number", ["−2", "−1", "0", "1", "2"]],
  ["whole rows only", 0, 2, "row", ["0", "1", "2"]],
  ["shares as percent", 0, 1, "share", ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]],
  ["days", 19000, 19005, "date", [
    "2022-01-08",
    "2022-01-09",
    "2022-01-10",
    "2022-01-11",
    "2022-01-12",
    "2022-01-13",
  ]],
  ["first days of quarters", 18993, 19358, "date", [
    "2022-01-01",
    "2022-04-01",
    "2022-07-01",
    "2022-10-01",
    "2023-01-01",
  ]],
  ["years before 1970", -36159, -3500, "date", [
    "1880-01-01",
    "1900-01-01",
    "1920-01-01",
    "1940-01-01",
    "1960-01-01",
  ]],
  ["hours", 19000 * DAY, 19001 * DAY, "timestamp", [
    "2022-01-08",
    "2022-01-08 06:00",
    "2022-01-08 12:00",
    "2022-01-08 18:00",
    "2022-01-09",
  ]],
  ["one value", 5, 5, "number", ["5"]],
];

for (const [what, low, high, unit, expected] of CASES) {
  Deno.test(`ticks() gives ${what}`, () => {
    assert.deepEqual(ticks(low, high, 5, unit).map((value) => axisText(value, unit)), expected);
  });
}

Deno.test("ticks() are few, ascending, finite and inside, whatever the interval", () => {
  const units = fc.constantFrom<AxisUnit>("number", "row", "share", "date", "timestamp");
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
  fc.assert(
    fc.property(value, value, units, (a, b, unit) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      const found = ticks(low, high, 5, unit);
      assert.ok(found.length <= 100);
      const room = (high - low) * 1e-6;
      found.forEach((tick, i) => {
        assert.ok(Number.isFinite(tick));
        assert.ok(tick >= low - room && tick <= high + room);
        assert.ok(i === 0 || tick >= found[i - 1]!);
        assert.equal(typeof axisText(tick, unit), "string");
      });
    }),
    { numRuns: 2000 },
  );
});
