import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { columnNames } from "./column_names.ts";

const names = (header: string[], columns = header.length) => columnNames(header, columns).names;

Deno.test("columnNames() keeps names that are fine and mends the others", () => {
  assert.deepEqual(names(["a", "B", "a b", "ä"]), ["a", "B", "a b", "ä"]);
  assert.deepEqual(names(["", " \t", "x"]), ["column_1", "column_2", "x"]);
  assert.deepEqual(names([" a ", "a\n"]), ["a", "a_2"]);
  assert.deepEqual(names(["p", "p", "p_2", "p"]), ["p", "p_3", "p_2", "p_4"]);
  assert.deepEqual(names(["", "column_1"]), ["column_1_2", "column_1"]);
  assert.deepEqual(names(["a"], 3), ["a", "column_2", "column_3"]);
  assert.deepEqual(names(["__proto__", "__proto__", "toString"]), [
    "__proto__",
    "__proto___2",
    "toString",
  ]);
});

Deno.test("columnNames() cuts long names between characters and keeps them apart", () => {
  const long = "é".repeat(600);
  const [first, second] = names([long, long + "x"]);
  assert.equal(first, "é".repeat(512));
  assert.equal(second, "é".repeat(511) + "_2");
  assert.equal(columnNames(["😀".repeat(300)], 1).renamed[0]!.reason, "too_long");
});

Deno.test("columnNames() always gives unique, non-empty names of at most 1024 bytes", () => {
  const name = fc.oneof(
    fc.constantFrom("", "a", "a_2", "a_3", "column_1", "column_2", " a", "é".repeat(700)),
    fc.string({ unit: "binary", maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), fc.nat(3), (header, more) => {
      const { names, renamed } = columnNames(header, header.length + more);
      assert.equal(names.length, header.length + more);
      assert.equal(new Set(names).size, names.length);
      for (const each of names) {
        const { length } = new TextEncoder().encode(each);
        assert.ok(length > 0 && length <= 1024);
      }
      const same = names.filter((each, c) => each === (header[c] ?? "").trim()).length;
      assert.equal(same + renamed.length, names.length);
    }),
    { numRuns: 500, seed: 1 },
  );
});

Deno.test("columnNames() is quick on a hundred thousand equal names", () => {
  const { names } = columnNames(new Array(100_000).fill("x"), 100_000);
  assert.equal(names.at(-1), "x_100000");
});
