import assert from "node:assert/strict";
import type { PackColumn } from "../contract/dataset.ts";
import { chosenColumns } from "./chosen_columns.ts";

const COLUMNS = ["a", "b, c", 'say "x"', "__proto__"].map((name): PackColumn => ({
  name,
  type: "int64",
  encoding: "plain",
  null_count: 0,
  min: null,
  max: null,
  buffers: [],
}));

function names(option: string | undefined): readonly string[] {
  return chosenColumns(COLUMNS, option).map(({ name }) => name);
}

Deno.test("chosenColumns() gives the columns named, in that order, or all", () => {
  assert.deepEqual(names(undefined), COLUMNS.map(({ name }) => name));
  assert.deepEqual(names("__proto__,a"), ["__proto__", "a"]);
  assert.deepEqual(names('"b, c","say ""x""",a'), ["b, c", 'say "x"', "a"]);
});

Deno.test("chosenColumns() refuses what is no list of columns, and columns that are not there", () => {
  for (const option of ["a,a", '"a', 'a"b"', '"a"b']) {
    assert.throws(() => names(option), { code: "E_USAGE_OPTION" }, option);
  }
  for (const option of ["", "A", "toString", "a,,b"]) {
    assert.throws(() => names(option), { code: "E_DATASET_COLUMN" }, option);
  }
});
