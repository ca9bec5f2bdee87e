import assert from "node:assert/strict";
import { mentionedColumns } from "./mentioned_columns.ts";

const NAMES = ["a", "b", "Größe", "two words", 'say "x"', "select", "1st", "c.d"];
const ALL = NAMES.map((_, place) => place);

const QUERIES: readonly (readonly [sql: string, places: readonly number[]])[] = [
  ["SELECT a FROM data", [0]],
  ["SELECT A, max(B) FROM data", [0, 1]],
  ["SELECT data.b FROM data", [1]],
  ["SELECT count(*) FROM data", []],
  ["SELECT a*2, 3 * b FROM data", [0, 1]],
  ["SELECT (a)*b FROM data", [0, 1]],
  ["SELECT row_index FROM data WHERE Größe > 1", [2]],
  ['SELECT "two words", [c.d] FROM data', [3, 7]],
  ['SELECT "say ""x""" FROM data', [4]],
  ['SELECT `select`, "1st" FROM data', [5, 6]],
  ["SELECT a -- b\nFROM data /* [c.d] */", [0]],
  ["SELECT row_index FROM data WHERE a = 'b, *'", [0]],
  ["SELECT * FROM data", ALL],
  ["select\n/* all */ *\nfrom data", ALL],
  ["SELECT DISTINCT * FROM data", ALL],
  ["SELECT a, * FROM data", ALL],
  ["SELECT d.* FROM data d", ALL],
  ["SELECT count(*) FROM data NATURAL JOIN data AS other", ALL],
  ["SELECT name FROM pragma_table_info('data')", ALL],
  ["SELECT sql FROM sqlite_schema", ALL],
  // What SQLite will not take is left to it.
  ["SELECT 'a", []],
  ["", []],
];

for (const [sql, places] of QUERIES) {
  Deno.test(`mentionedColumns() of ${JSON.stringify(sql)}`, () => {
    // "select" is a column's name here, and every query has that word.
    const expected = sql === "" || places === ALL ? places : [...new Set([...places, 5])].sort();
    assert.deepEqual(mentionedColumns(sql, NAMES), expected);
  });
}
