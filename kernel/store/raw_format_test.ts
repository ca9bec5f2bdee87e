import assert from "node:assert/strict";
import type { ColumnType } from "../contract/dataset.ts";
import { rawFormat } from "./raw_format.ts";

type Columns = readonly (readonly [name: string, type: ColumnType])[];

function fingerprint(columns: Columns): string {
  return rawFormat(columns.map(([name, type]) => ({ name, type }))).fingerprint;
}

const ONE: Columns = [["Unit Price (€)", "float64"], ["Größe", "text"], ["id", "int64"]];

/** Tables of the same form as ONE. */
const SAME: readonly (readonly [why: string, columns: Columns])[] = [
  ["the order of columns", [ONE[2]!, ONE[0]!, ONE[1]!]],
  ["letter case", [["UNIT PRICE (€)", "float64"], ["GRÖßE", "text"], ["Id", "int64"]]],
  ["white space and marks", [["unit_price", "float64"], [" größe ", "text"], ["id:", "int64"]]],
  ["how a letter is composed", [ONE[0]!, ["Gro\u0308ße", "text"], ["ｉｄ", "int64"]]],
];

/** Tables of other forms. */
const OTHER: readonly (readonly [why: string, columns: Columns])[] = [
  ["a type", [ONE[0]!, ONE[1]!, ["id", "text"]]],
  ["a name", [ONE[0]!, ONE[1]!, ["ids", "int64"]]],
  ["one column more", [...ONE, ["x", "text"]]],
  ["one column less", ONE.slice(1)],
  ["a column twice", [...ONE, ["ID", "int64"]]],
  ["types that change places", [["Unit Price (€)", "text"], ["Größe", "float64"], ONE[2]!]],
  ["an accent", [ONE[0]!, ["Grosse", "text"], ONE[2]!]],
];

for (const [why, columns] of SAME) {
  Deno.test(`rawFormat() does not depend on ${why}`, () => {
    assert.equal(fingerprint(columns), fingerprint(ONE));
  });
}

for (const [why, columns] of OTHER) {
  Deno.test(`rawFormat() depends on ${why}`, () => {
    assert.notEqual(fingerprint(columns), fingerprint(ONE));
  });
}

Deno.test("rawFormat() names no two lists of columns alike by joining their parts", () => {
  assert.notEqual(
    fingerprint([["a", "text"], ["b", "text"]]),
    fingerprint([["a text b", "text"]]),
  );
});
