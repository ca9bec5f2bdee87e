import { strict as assert } from "node:assert";
import type { CodedError } from "harness/sdk";
import type { ByteSource } from "./byte_source.ts";
import { ingestCsv } from "./ingest_csv.ts";
import { ingestJson } from "./ingest_json.ts";
import { DEFAULT_SETTINGS, readCsv, readJson } from "./testing/read_csv.ts";
import { RecordedTable } from "./testing/recorded_table.ts";

/** A file of `size` bytes: `head`, then one byte over and over; it lies in no memory. */
function endless(head: string, byte: string, size: number): ByteSource {
  const start = new TextEncoder().encode(head);
  return {
    size,
    readSync(buffer, position) {
      const length = Math.max(0, Math.min(buffer.length, size - position));
      buffer.fill(byte.charCodeAt(0), 0, length);
      if (position < start.length) buffer.set(start.subarray(position, position + length));
      return length;
    },
  };
}

const GIB = 1024 ** 3;

Deno.test("a line of a gigabyte is refused after 32 MiB", async () => {
  const read = () => ingestCsv(endless("a,b\n1,", "x", GIB), DEFAULT_SETTINGS, new RecordedTable());
  await assert.rejects(read, {
    code: "E_CSV_RECORD_TOO_LARGE",
    message: /line 2 \(byte 4\) is longer than 32 MiB/,
  });
});

Deno.test("a quote that is never closed in a gigabyte is refused after 32 MiB, and named", async () => {
  const read = () =>
    ingestCsv(endless('a,b\n1,"', "\n", GIB), DEFAULT_SETTINGS, new RecordedTable());
  await assert.rejects(read, {
    code: "E_CSV_RECORD_TOO_LARGE",
    message: /a quote in it is never closed/,
  });
});

Deno.test("a first line of a gigabyte of delimiters is refused", async () => {
  const read = () => ingestCsv(endless("a", ",", GIB), DEFAULT_SETTINGS, new RecordedTable());
  await assert.rejects(read, { code: "E_CSV_RECORD_TOO_LARGE" });
});

Deno.test("a gigabyte of NUL bytes is refused at its first", async () => {
  const read = () => ingestCsv(endless("", "\0", GIB), DEFAULT_SETTINGS, new RecordedTable());
  await assert.rejects(read, { code: "E_INGEST_BINARY", message: /byte 0/ });
});

Deno.test("a million columns are refused, fifty thousand are read", async () => {
  const wide = (columns: number) =>
    `${Array.from({ length: columns }, (_, c) => `c${c}`).join(",")}\n` +
    `${new Array(columns).fill("7").join(",")}\n`;
  await assert.rejects(() => readCsv(wide(1_000_000)), { code: "E_INGEST_COLUMNS" });
  await assert.rejects(() => readCsv(wide(50_001)), { code: "E_INGEST_COLUMNS" });
  const { columns } = await readCsv(wide(50_000));
  assert.equal(columns.length, 50_000);
  assert.deepEqual(columns[49_999], ["c49999", "int64", 7n]);
});

Deno.test("names of columns that have more than 7 MiB together are refused before the rows are read", async () => {
  const header = Array.from({ length: 9000 }, (_, c) => `${"é".repeat(500)}${c}`).join(",");
  await assert.rejects(() => readCsv(`${header}\n`), {
    code: "E_INGEST_COLUMNS",
    message: /names of the 9000 columns .* 7 MiB/,
  });
  // What a name costs when it is written as JSON counts: six bytes for a control character.
  const controls = Array.from({ length: 2000 }, (_, c) => `a${"\u0001".repeat(900)}${c}`).join(",");
  await assert.rejects(() => readCsv(`${controls}\n`), { code: "E_INGEST_COLUMNS" });
});

Deno.test("padding does not widen a table beyond the bound", async () => {
  const file = `a,b\n1,2\n${",".repeat(100_000)}\n`;
  await assert.rejects(() => readCsv(file, { ragged: "pad" }), { code: "E_INGEST_COLUMNS" });
});

Deno.test("numbers of a hundred thousand digits stay text, each of them", async () => {
  const digits = "7".repeat(100_000);
  const cells = [digits, `0.${digits}`, `1e${digits}`, `-${digits}`, `1${"0".repeat(100_000)}`];
  const { columns } = await readCsv(`a,b\n${cells.map((cell) => `${cell},1`).join("\n")}\n`);
  assert.deepEqual(columns[0], ["a", "text", ...cells]);
  for (const cell of cells) {
    assert.equal((await readCsv(`a,b\n1,1\n2.5,1\n${cell},1\n`)).columns[0]![1], "text");
  }
});

Deno.test("names and settings that are names of object properties do no harm", async () => {
  const types = JSON.parse('{"__proto__": "text", "constructor": "float64"}');
  const { columns } = await readCsv("__proto__,constructor,toString\n1,2,3\n", { types });
  assert.deepEqual(columns, [
    ["__proto__", "text", "1"],
    ["constructor", "float64", 2],
    ["toString", "int64", 3n],
  ]);
  await assert.rejects(
    () => readCsv("a,b\n1,2\n", { types: JSON.parse('{"__proto__": "text"}') }),
    {
      code: "E_INGEST_UNKNOWN_COLUMN",
    },
  );
});

Deno.test("messages show hostile names and cells escaped and cut", async () => {
  const cell = "\u001b[31m\u202e\u0000".replace("\0", "") + "x".repeat(10_000);
  await assert.rejects(
    () => readCsv(`a,b\n"${cell}",1\n`, { types: { a: "int64" } }),
    ({ message }: Error) => {
      assert.ok(message.length < 400);
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(message, /[\u0000-\u001f\u202e]/);
      return true;
    },
  );
});

Deno.test("a file that changes between the passes is refused", async () => {
  const files = ["a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4\n", "a,b\n1,2\n,4\n", "a,b\n1,2\n"];
  for (const after of files.slice(2)) {
    let read = 0;
    const source: ByteSource = {
      size: files[0]!.length,
      readSync(buffer, position) {
        // For the mark, the sample, the first record twice and the first pass; then the file is another.
        if (position === 0) read++;
        const bytes = new TextEncoder().encode(read <= 5 ? files[0]! : after);
        const piece = bytes.subarray(position, position + buffer.length);
        buffer.set(piece);
        return piece.length;
      },
    };
    await assert.rejects(() => ingestCsv(source, DEFAULT_SETTINGS, new RecordedTable()), {
      code: "E_INGEST_CHANGED",
    });
  }
});

Deno.test("a JSON string, number and line of a gigabyte are refused after 32 MiB", async () => {
  for (const [head, byte] of [['[{"a":"', "x"], ['[{"a":1', "0"], ['{"a":"x","b":[1', ","]]) {
    const read = ingestJson(endless(head!, byte!, GIB), DEFAULT_SETTINGS, new RecordedTable());
    await assert.rejects(read, (error: CodedError) => {
      // A row of commas is no JSON at all.
      const code = byte === "," ? "E_JSON_SYNTAX" : "E_JSON_RECORD_TOO_LARGE";
      assert.equal(error.code, code);
      return true;
    });
  }
});

Deno.test("JSON of a million keys or elements is refused, of fifty thousand is read", async () => {
  const keys = (n: number) => `{${Array.from({ length: n }, (_, k) => `"k${k}":${k}`).join(",")}}`;
  const cells = (n: number) => `[[${new Array(n).fill("1").join(",")}]]`;
  await assert.rejects(readJson(keys(50_001)), { code: "E_INGEST_COLUMNS" });
  await assert.rejects(readJson(cells(1_000_000)), { code: "E_INGEST_COLUMNS" });
  const { columns } = await readJson(keys(50_000));
  assert.deepEqual(columns[49_999], ["k49999", "int64", 49_999n]);
});

Deno.test("JSON numbers of a hundred thousand digits stay text", async () => {
  const digits = "7".repeat(100_000);
  const { columns } = await readJson(`[{"a":${digits}},{"a":0.${digits}},{"a":1e${digits}}]`);
  assert.deepEqual(columns[0], ["a", "text", digits, `0.${digits}`, `1e${digits}`]);
});
