import assert from "node:assert/strict";
import { type Cell, type TypedCells, validatedPlugin } from "../_sdk/testing/mod.ts";
import plugin from "./plugin.ts";

const profile = validatedPlugin(import.meta.dirname!, plugin);

function repeat<T>(count: number, value: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => value(i));
}

const integers = (values: number[]): TypedCells => ({ type: "int64", values });
const phone = (i: number) => 4_155_550_000 + (i * 7919) % 10_000;

const CASES: readonly (readonly [why: string, string, TypedCells | Cell[], tags: string[]])[] = [
  ["addresses under another name", "notes", repeat(9, (i) => `user${i}@example.org`), ["email"]],
  ["no addresses under their name", "email", repeat(9, (i) => `none ${i}`), []],
  ["no telephone numbers under their name", "phone", repeat(9, (i) => `model ${i}`), []],
  ["bare digits named as telephone numbers", "mobile", repeat(9, (i) => `0${phone(i)}`), ["phone"]],
  ["bare digits under another name", "code", repeat(9, (i) => `0${phone(i)}`), []],
  ["integers named as telephone numbers", "cell_number", integers(repeat(9, phone)), ["phone"]],
  ["large integers under another name", "views", integers(repeat(9, phone)), []],
  ["counts of cells", "cell_number", integers(repeat(50, (i) => 100 + (i * 7919) % 900)), []],
  ["counts named as a network's addresses", "ip", integers(repeat(9, (i) => i * 3)), []],
  ["versions", "release", repeat(9, (i) => `1.${i}.0`), []],
  ["network addresses", "host", repeat(9, (i) => `192.0.2.${i}`), ["ip"]],
];

for (const [why, name, cells, tags] of CASES) {
  Deno.test(`a column of ${why} has the tags [${tags}]`, async () => {
    const { result } = await profile.run({ table: { [name]: cells } });
    const found = result.columns![0]!.tags.filter((tag) => tag.startsWith("pii:"));
    assert.deepEqual(found, tags.map((tag) => `pii:${tag}`));
  });
}
