import assert from "node:assert/strict";
import { rowNumbers } from "./row_numbers.ts";

Deno.test("rowNumbers() keeps the order given and means both ends of a range", () => {
  assert.deepEqual(rowNumbers("5, 17,0-2,9-9", 18), [
    { start: 5, end: 6 },
    { start: 17, end: 18 },
    { start: 0, end: 3 },
    { start: 9, end: 10 },
  ]);
});

for (const text of ["", "a", "-1", "1-", "3-2", "1,,2", "1.5", "1e3", "0x1", "9".repeat(16)]) {
  Deno.test(`rowNumbers() refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => rowNumbers(text, 100), { code: "E_USAGE_OPTION" });
  });
}

Deno.test("rowNumbers() refuses rows that are not there", () => {
  assert.throws(() => rowNumbers("4", 4), { code: "E_DATASET_ROW" });
  assert.throws(() => rowNumbers("0-99999", 4), { code: "E_DATASET_ROW" });
  assert.throws(() => rowNumbers("0", 0), { code: "E_DATASET_ROW" });
});
