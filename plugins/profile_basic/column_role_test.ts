import assert from "node:assert/strict";
import type { Role } from "harness/sdk";
import { type Cell, type TypedCells, validatedPlugin } from "../_sdk/testing/mod.ts";
import plugin from "./plugin.ts";

const profile = validatedPlugin(import.meta.dirname!, plugin);

function int64(values: number[]): TypedCells {
  return { type: "int64", values };
}

function repeat<T>(count: number, value: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => value(i));
}

/** Scattered integers, all different, never one apart. */
const scattered = (i: number) => (i * 7919) % 100_003;

const CASES: readonly (readonly [why: string, name: string, cells: TypedCells | Cell[], Role])[] = [
  ["a date", "x", { type: "date", values: [1, 2, 3] }, "timestamp"],
  ["a moment", "x", { type: "timestamp", values: [1, 2, 3] }, "timestamp"],
  ["booleans", "x", [true, false, true], "category"],
  ["years in order", "Year", int64(repeat(100, (i) => 1871 + i)), "timestamp"],
  ["years out of order", "model_year", int64(repeat(60, (i) => 1990 + (i * 7) % 31)), "measure"],
  ["seconds since 1970", "created_at", int64(repeat(9, (i) => 1.7e9 + scattered(i))), "timestamp"],
  [
    "large numbers, not named as a time",
    "views",
    int64(repeat(9, (i) => 1.7e9 + scattered(i))),
    "measure",
  ],
  ["a count from one", "n", int64(repeat(30, (i) => i + 1)), "id"],
  ["a count down", "n", int64(repeat(30, (i) => 30 - i)), "id"],
  ["two numbers one apart", "n", int64([1, 2]), "measure"],
  ["all different, no id by name", "income", int64(repeat(50, scattered)), "measure"],
  ["all different, an id by name", "customerID", int64(repeat(50, scattered)), "id"],
  ["an order's number", "order_no", int64(repeat(50, (i) => 2e5 + scattered(i))), "id"],
  [
    "counts of those who do not",
    "smoker_no",
    int64(repeat(8, (i) => scattered(i * 31))),
    "measure",
  ],
  ["rising numbers of orders", "order_no", int64([1001, 1002, 1003, 1005, 1009]), "id"],
  ["a rising index", "price_index", int64([100, 101, 103, 105, 107]), "measure"],
  ["an identifier", "Identifier", int64(repeat(50, scattered)), "id"],
  [
    "days in digits",
    "date",
    int64(repeat(50, (i) => 20240101 + i % 28 + 100 * (i % 12))),
    "timestamp",
  ],
  ["days in digits, not named so", "lot", int64(repeat(9, (i) => 20240101 + i * 2)), "measure"],
  ["a flag as decimals", "censored", repeat(40, (i) => (i % 3 === 0 ? 1 : 0)), "category"],
  [
    "quarters, all different",
    "period",
    repeat(40, (i) => `${1974 + (i >> 2)}Q${i % 4 + 1}`),
    "text",
  ],
  ["codes of capitals", "country", ["NOR", "ITA", "DEU", "FRA"], "id"],
  ["a few things by id", "station_id", int64(repeat(100, (i) => scattered(i % 5))), "category"],
  ["many things by id", "user_id", int64(repeat(6000, (i) => scattered(i % 2500))), "id"],
  ["a key in another table", "user_key", int64(repeat(50, scattered)), "id"],
  ["an index of prices", "price_index", int64(repeat(60, (i) => 90 + (i * 17) % 61)), "measure"],
  [
    "an index of prices, repeated",
    "price_index",
    int64(repeat(90, (i) => (i * i) % 41)),
    "measure",
  ],
  [
    "counts of cells",
    "cell_number",
    int64(repeat(50, (i) => 1000 + scattered(i) % 8999)),
    "measure",
  ],
  ["a central bank's rate", "key_rate_bp", int64(repeat(40, (i) => 25 * (i % 23))), "measure"],
  ["a rate, all different", "key_rate_bp", int64(repeat(40, scattered)), "measure"],
  ["how hot it feels", "heat_index", int64(repeat(90, (i) => 70 + (i * i) % 37)), "measure"],
  ["numbers of orders", "order_number", int64(repeat(50, (i) => 4e5 + scattered(i))), "id"],
  ["shuffled rows", "row_index", int64(repeat(50, (i) => (i * 7) % 50)), "id"],
  ["changes under an id's name", "id", int64(repeat(50, (i) => (i * 7) % 50 - 25)), "measure"],
  ["keys of music", "key", int64(repeat(240, (i) => (i * i * 7) % 12)), "parameter"],
  ["how many ids", "id_count", int64(repeat(50, (i) => i % 9)), "parameter"],
  ["prices as text, all different", "price", repeat(30, (i) => `$ ${i + 1}.50`), "text"],
  ["a flag", "smoker", int64(repeat(40, (i) => (i % 3 === 0 ? 1 : 0))), "category"],
  ["balanced levels", "dose", int64(repeat(60, (i) => [10, 20, 50][i % 3]!)), "parameter"],
  ["balanced set points", "temperature", repeat(60, (i) => [20.5, 40, 60][i % 3]!), "parameter"],
  [
    "counts with rare large ones",
    "children",
    int64(repeat(200, (i) => (i % 50 === 0 ? 6 : i % 3))),
    "measure",
  ],
  ["a float that is all different", "height", repeat(60, (i) => Math.sin(i)), "measure"],
  ["a float that counts up", "height", repeat(60, (i) => i), "measure"],
  ["words that repeat", "city", repeat(30, (i) => ["Oslo", "Rome", "Bonn"][i % 3]!), "category"],
  ["two cities of three", "city", ["Oslo", "Oslo", "Rome"], "category"],
  ["names that hardly repeat", "name", ["Ann Li", "Bo Ek", "Cy Yu", "Di Ng", "Ann Li"], "text"],
  ["codes, all different", "sku", repeat(30, (i) => `A-${scattered(i)}`), "id"],
  ["words, all different", "remark", repeat(30, (i) => `note ${"x".repeat(i)}`), "text"],
  ["words, all different, an id by name", "user_key", repeat(30, (i) => "k".repeat(i + 1)), "id"],
  ["long texts that repeat", "remark", repeat(30, (i) => "word ".repeat(20 + i % 2)), "text"],
  ["many categories", "postcode", repeat(900, (i) => `0${1000 + i % 100}`), "category"],
  ["nothing but gaps", "x", [null, null, null], "measure"],
  ["no text at all", "x", { type: "text", values: [null, null] }, "text"],
  ["e-mail addresses", "mail", ["a@b.co", "c@d.co", "e@f.co", "a@b.co", "g@h.co"], "text"],
];

for (const [why, name, cells, role] of CASES) {
  Deno.test(`the role of a column of ${why} is ${role}`, async () => {
    const { result } = await profile.run({ table: { [name]: cells } });
    assert.equal(result.columns![0]!.role, role);
  });
}
