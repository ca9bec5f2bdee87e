import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { citedRanges, evidenceQuery } from "./evidence_query.ts";
import { quoteIdentifier } from "./sql_columns.ts";

Deno.test("citedRanges() sorts, removes repeats and joins neighbours", () => {
  assert.deepEqual(citedRanges([7, 3, 4, 3], [{ start: 5, end: 7 }, { start: 20, end: 22 }]), [
    { start: 3, end: 8 },
    { start: 20, end: 22 },
  ]);
  assert.deepEqual(citedRanges([], []), []);
});

Deno.test("evidenceQuery() run by SQLite returns exactly the cited rows, whatever the names", () => {
  const names = ['a "quoted" name', "select", "x'; --"];
  const database = new DatabaseSync(":memory:");
  try {
    database.exec(`CREATE TABLE data (row_index INTEGER, ${names.map(quoteIdentifier).join(",")})`);
    const insert = database.prepare("INSERT INTO data VALUES (?, ?, ?, ?)");
    for (let row = 0; row < 60; row++) insert.run(row, row * 2, "s", null);
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 12 });
    fc.assert(
      fc.property(ids, fc.nat(58), fc.integer({ min: 1, max: 9 }), (rows, start, length) => {
        const range = { start, end: Math.min(60, start + length) };
        const wanted = new Set(rows);
        for (let row = range.start; row < range.end; row++) wanted.add(row);
        const query = evidenceQuery(citedRanges(rows, [range]), names);
        const got = database.prepare(query).all().map((row) => row.row_index);
        assert.deepEqual(got, [...wanted].sort((a, b) => a - b));
      }),
    );
    assert.deepEqual(database.prepare(evidenceQuery([], names)).all(), []);
  } finally {
    database.close();
  }
});
