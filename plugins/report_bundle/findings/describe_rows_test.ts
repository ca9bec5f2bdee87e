import assert from "node:assert/strict";
import { describeRows } from "./describe_rows.ts";

const BASE = { dataset_version_id: "0123456789abcdef", columns: [], query: "" };

const CASES: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ["a range", { row_ranges: [{ start: 28, end: 100 }] }, "rows 28–99 (72 rows)"],
  ["a range of one", { row_ranges: [{ start: 28, end: 29 }] }, "row 28"],
  [
    "two ranges",
    { row_ranges: [{ start: 0, end: 2 }, { start: 5, end: 6 }] },
    "rows 0–1, 5 (3 rows)",
  ],
  ["one row", { row_ids: [7] }, "row 7"],
  ["some rows", { row_ids: [3, 7, 12] }, "rows 3, 7, 12"],
  ["many rows", { row_ids: [1, 2, 3, 4, 5, 6, 7, 8] }, "rows 1, 2, 3, 4, 5, 6, … (8 rows)"],
  ["no rows", { row_ids: [] }, "no rows"],
  ["an empty range", { row_ranges: [{ start: 5, end: 5 }] }, "no rows"],
  ["whole columns", {}, "all rows"],
];

for (const [what, about, expected] of CASES) {
  Deno.test(`describeRows() of ${what}`, () => {
    assert.equal(describeRows({ ...BASE, ...about }), expected);
  });
}
