import assert from "node:assert/strict";
import type { Upstream } from "../../kernel/contract/request.ts";
import type { Role } from "../../kernel/contract/result.ts";
import { numericColumns } from "./numeric_columns.ts";
import { roleOf } from "./role_of.ts";
import { tableOf } from "./testing/mod.ts";

const TABLE = tableOf({
  id: { type: "int64", values: [10, 30, 20, 50, 40] },
  price: [1.5, 2.5, 3.5, 4.5, 5.5],
  count: { type: "int64", values: [1, 1, 2, null, 3] },
  name: ["a", "b", "c", "d", "e"],
  sold: { type: "boolean", values: [true, false, true, true, false] },
  day: { type: "date", values: [1, 2, 3, 4, 5] },
  weight: [1, NaN, 1, 2, 3],
});

function upstreamOf(...profiles: Record<string, Role>[]): Upstream {
  const entries = profiles.map((roles, i) => {
    const columns = Object.entries(roles).map(([name, role]) => ({ name, role, tags: [`t${i}`] }));
    const base = { status: "ok" as const, summary: "", metrics: {}, findings: [], artifacts: [] };
    return [`profile_${i}`, { ...base, columns }];
  });
  return Object.fromEntries(entries);
}

Deno.test("numericColumns() takes every number but integers that are all different", () => {
  const { selected, left_out } = numericColumns(TABLE, {}, { columns: null, max_columns: 20 });
  assert.deepEqual(selected, ["price", "count", "weight"]);
  assert.deepEqual(left_out.map((one) => one.name), ["id"]);
});

Deno.test("numericColumns() leaves out ids and times by role, and says so", () => {
  const upstream = upstreamOf({ price: "id", weight: "timestamp", count: "measure" });
  const { selected, left_out } = numericColumns(TABLE, upstream, { columns: null, max_columns: 9 });
  assert.deepEqual(selected, ["count"]);
  assert.deepEqual(left_out.map((one) => one.name), ["id", "price", "weight"]);
  assert.match(left_out[1]!.reason, /role is id/);
});

Deno.test("numericColumns() stops at max_columns in dataset order and names the rest", () => {
  const { selected, left_out } = numericColumns(TABLE, {}, { columns: null, max_columns: 1 });
  assert.deepEqual(selected, ["price"]);
  assert.deepEqual(left_out.filter((one) => /max_columns/.test(one.reason)).map((o) => o.name), [
    "count",
    "weight",
  ]);
});

Deno.test("numericColumns() takes named columns as named, ids, dates and booleans too", () => {
  const choice = { columns: ["day", "id", "sold", "id"], max_columns: 1 };
  assert.deepEqual(numericColumns(TABLE, upstreamOf({ id: "id" }), choice), {
    selected: ["day", "id", "sold"],
    left_out: [],
  });
});

Deno.test("numericColumns() refuses a named column that is unknown or text", () => {
  const choose = (...columns: string[]) => () =>
    numericColumns(TABLE, {}, { columns, max_columns: 9 });
  assert.throws(choose("price", "prize"), { code: "E_COLUMN_UNKNOWN" });
  assert.throws(choose("name"), { code: "E_COLUMN_TYPE" });
});

Deno.test("numericColumns() sees a late repeat, and that none is there beyond 2^53", () => {
  const rows = 10_000;
  const far = Array.from({ length: rows }, (_, i) => 2n ** 60n + BigInt(i * 3));
  const repeat = far.with(9_000, far[5_000]!);
  const table = tableOf({
    far: { type: "int64", values: far },
    repeat: { type: "int64", values: repeat },
  });
  const { selected } = numericColumns(table, {}, { columns: null, max_columns: 20 });
  assert.deepEqual(selected, ["repeat"]);
});

Deno.test("roleOf() prefers the more specific role and joins the tags", () => {
  const upstream = upstreamOf({ a: "id", b: "measure" }, { a: "case_id", b: "category" });
  assert.deepEqual(roleOf(upstream, "a"), { name: "a", role: "case_id", tags: ["t0", "t1"] });
  assert.deepEqual(roleOf(upstream, "b"), { name: "b", role: "measure", tags: ["t0", "t1"] });
  assert.equal(roleOf(upstream, "c"), undefined);
});
