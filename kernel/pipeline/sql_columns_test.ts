import assert from "node:assert/strict";
import { quoteIdentifier, sqlColumnNames } from "./sql_columns.ts";

Deno.test("sqlColumnNames() keeps names apart that differ only by ASCII case", () => {
  assert.deepEqual(sqlColumnNames(["a", "A", "a_2", "É", "é"]), ["a", "A_3", "a_2", "É", "é"]);
});

Deno.test("sqlColumnNames() never gives a column the name row_index", () => {
  assert.deepEqual(sqlColumnNames(["ROW_INDEX", "row_index_2"]), ["ROW_INDEX_3", "row_index_2"]);
});

Deno.test("quoteIdentifier() leaves no way out of the quotes", () => {
  assert.equal(
    quoteIdentifier('a" FROM data; DROP TABLE x; --'),
    '"a"" FROM data; DROP TABLE x; --"',
  );
});
