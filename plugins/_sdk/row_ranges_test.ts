import assert from "node:assert/strict";
import { MAX_RANGES, rowRanges } from "./row_ranges.ts";

Deno.test("rowRanges() joins consecutive rows, end exclusive", () => {
  assert.deepEqual(rowRanges(Int32Array.of(3)), [{ start: 3, end: 4 }]);
  assert.deepEqual(rowRanges(Int32Array.of(0, 1, 2, 5, 7, 8)), [
    { start: 0, end: 3 },
    { start: 5, end: 6 },
    { start: 7, end: 9 },
  ]);
});

Deno.test("rowRanges() gives the range around all rows when there would be too many", () => {
  const every = (ranges: number) => Int32Array.from({ length: ranges }, (_, i) => 2 * i);
  assert.equal(rowRanges(every(MAX_RANGES)).length, MAX_RANGES);
  assert.deepEqual(rowRanges(every(MAX_RANGES + 1)), [{ start: 0, end: 2 * MAX_RANGES + 1 }]);
});
