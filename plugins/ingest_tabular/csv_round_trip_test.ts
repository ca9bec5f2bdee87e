import { strict as assert } from "node:assert";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { sha256Hex } from "harness/sdk";
import { readCsv } from "./testing/read_csv.ts";
import type { TestCell } from "./testing/recorded_table.ts";

/** A value of a generated table: text, a double, an integer, a boolean, or nothing. */
type Value = string | number | bigint | boolean | null;

interface Style {
  readonly delimiter: string;
  readonly line_end: string;
  readonly quote_all: boolean;
  readonly last_line_end: boolean;
}

/** Writes a table by RFC 4180; shares no code with the reader. */
function writeCsv(rows: readonly (readonly Value[])[], style: Style): string {
  const lines = rows.map((row) =>
    row.map((value) => {
      const text = value === null ? "" : Object.is(value, -0) ? "-0.0" : String(value);
      const alone = row.length === 1 && text === "";
      const special = text.includes(style.delimiter) || /["\r\n]/.test(text) || alone;
      return style.quote_all || special ? `"${text.replaceAll('"', '""')}"` : text;
    }).join(style.delimiter)
  );
  return lines.join(style.line_end) + (style.last_line_end ? style.line_end : "");
}

const style: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  line_end: fc.constantFrom("\n", "\r\n", "\r"),
  quote_all: fc.boolean(),
  last_line_end: fc.boolean(),
});

/** Text that is never a value of another type, never missing, and full of what needs quoting. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(",", ";", "\t", "|", '"', '""', "\n", "\r", "\r\n", " ", "é", "日本", "😀"),
    fc.string({ unit: "binary", maxLength: 2 }),
  ),
  maxLength: 6,
}).map((each) => `x${each.replaceAll("\0", "")}`);

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const integer = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
const columnKinds: readonly fc.Arbitrary<Value>[] = [text, number, integer, fc.boolean()];

const table = fc.record({
  columns: fc.array(fc.nat(columnKinds.length - 1), { minLength: 1, maxLength: 6 }),
  rows: fc.integer({ min: 1, max: 12 }),
}).chain(({ columns, rows }) =>
  fc.tuple(
    ...columns.map((kind) =>
      fc.array(fc.option(columnKinds[kind]!, { freq: 6 }), { minLength: rows, maxLength: rows })
    ),
  )
);

/** What a column of values must be read as; a column of doubles may hold only integers. */
function expectedCells(values: readonly Value[]): TestCell[] {
  const doubles = values.filter((value) => typeof value === "number");
  if (doubles.length === 0) return [...values];
  // `String` prints doubles from 1e21 on with an exponent, below it as integers.
  const literals = doubles.map((value) => Object.is(value, -0) ? "-0.0" : String(value));
  const whole = literals.every((literal) => /^-?[0-9]+$/.test(literal));
  if (!whole) return [...values];
  const integers = literals.map(BigInt);
  const within = integers.every((n) => n >= -(1n << 63n) && n < 1n << 63n);
  return values.map((value) => {
    if (typeof value !== "number") return value;
    return within ? BigInt(String(value)) : String(value);
  });
}

Deno.test("ingestCsv() reads back, cell for cell, any table that an independent writer wrote", async () => {
  await fc.assert(
    fc.asyncProperty(table, style, async (columns, written) => {
      const names = columns.map((_, c) => `name ${c}`);
      const rows = columns[0]!.map((_, r) => columns.map((column) => column[r]!));
      const file = writeCsv([names, ...rows], written);
      const read = await readCsv(file, { delimiter: written.delimiter });
      assert.deepEqual(
        read.columns.map(([name, , ...cells]) => [name, ...cells]),
        columns.map((column, c) => [names[c], ...expectedCells(column)]),
      );
    }),
    { numRuns: 3000, seed: 1 },
  );
});

Deno.test("ingestCsv() finds the delimiter of such a table by itself", async () => {
  const words = fc.array(fc.constantFrom("a", "b c", "d,e", "f;g", "1,5", "h\ti", 'j"k'), {
    minLength: 3,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(words, { minLength: 3, maxLength: 10 }),
      style,
      async (rows, written) => {
        const file = writeCsv([["one", "two", "three"], ...rows], { ...written, quote_all: true });
        assert.equal((await readCsv(file)).outcome.metrics["delimiter"], written.delimiter);
      },
    ),
    { numRuns: 500, seed: 2 },
  );
});

/** Files made of the characters that matter, most of them no proper table. */
const scribble = fc.string({
  unit: fc.constantFrom(...'ab,,\n\n""', "\r\n", " ", "é", "1"),
  minLength: 1,
  maxLength: 40,
});

Deno.test("ingestCsv() agrees with csv-parse on scribbled files that both accept", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(scribble, async (body) => {
      const file = `a,b\n${body}`;
      let expected: string[][];
      try {
        expected = parse(file, {
          record_delimiter: ["\r\n", "\n", "\r"],
          skip_empty_lines: true,
        });
      } catch {
        return;
      }
      if (expected.length < 2) return;
      const settings = { delimiter: ",", missing_values: [], types: { a: "text", b: "text" } };
      const { columns } = await readCsv(file, settings as Parameters<typeof readCsv>[1]);
      const read = columns[0]!.slice(2).map((a, r) => [a, columns[1]![r + 2]]);
      assert.deepEqual(read, expected.slice(1));
      compared++;
    }),
    { numRuns: 10_000, seed: 3 },
  );
  assert.ok(compared > 300, `${compared} compared`);
});

/** Hash of every buffer of a table, or the error's code and message. */
async function fingerprint(
  file: Uint8Array,
  how: Parameters<typeof readCsv>[2],
): Promise<string> {
  try {
    const { recorded, outcome } = await readCsv(file, {}, how);
    const buffers = Object.entries(recorded.everything()).map(([name, bytes]) =>
      `${name} ${sha256Hex(bytes)}`
    );
    const { findings, metrics } = outcome;
    return JSON.stringify([recorded.announced, buffers, findings, metrics]);
  } catch (error) {
    return `${error}`;
  }
}

Deno.test("ingestCsv() gives the same bytes in reads of 1, 7 and 64k and in buffers of any size", async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      style,
      scribble,
      fc.boolean(),
      async (columns, written, junk, broken) => {
        const rows = columns[0]!.map((_, r) => columns.map((column) => column[r]!));
        const names = columns.map((_, c) => (c % 3 === 0 ? "n" : `é${c}`));
        const text = writeCsv([names, ...rows], written) + (broken ? junk : "");
        const file = new TextEncoder().encode(text);
        const whole = await fingerprint(file, {});
        for (const readBytes of [1, 7, 65_536]) {
          for (const blockBytes of [8, 31, 256]) {
            assert.equal(await fingerprint(file, { readBytes, blockBytes }), whole);
          }
        }
      },
    ),
    { numRuns: 400, seed: 4 },
  );
});

Deno.test("ingestCsv() gives the same bytes for a file of many blocks, however it is read", async () => {
  const lines = ["id,day,text,late,mixed"];
  for (let i = 0; i < 20_000; i++) {
    const day = new Date(i * 86_400_000).toISOString().slice(0, 10);
    const late = i < 19_000 ? i : `"l,${i}"`;
    lines.push(`${i},${day},"t ""${i % 97}""\n",${late},${i % 3 === 0 ? "" : (i / 7)}`);
  }
  const file = new TextEncoder().encode(lines.join("\n"));
  const whole = await fingerprint(file, {});
  assert.match(whole, /"name":"late","type":"text"/);
  assert.equal(await fingerprint(file, { readBytes: 7 }), whole);
  assert.equal(await fingerprint(file, { readBytes: 65_536, blockBytes: 1000 }), whole);
  assert.equal(await fingerprint(file, { readBytes: 1, blockBytes: 1 << 20 }), whole);
});
