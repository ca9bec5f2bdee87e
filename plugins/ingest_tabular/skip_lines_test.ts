import { strict as assert } from "node:assert";
import { readCsv } from "./testing/read_csv.ts";

const TABLE = [["x", "int64", 1n, 2n], ["y", "text", "p", "q"]];

for (const [name, end] of [["LF", "\n"], ["CRLF", "\r\n"], ["CR", "\r"]] as const) {
  Deno.test(`lines above the table are left out, ended by ${name}`, async () => {
    const lines = ['# "Source, of all this', "", "x,y", "1,p", "2,q", ""].join(end);
    const { columns } = await readCsv(lines, { skip_lines: 2 });
    assert.deepEqual(columns, TABLE);
  });
}

Deno.test("lines above the table are left out of UTF-16 and behind a byte order mark", async () => {
  const text = "\ufeff# Größe 📏\r\nx,y\r\n1,p\r\n2,q\r\n";
  const wide = new Uint8Array(text.length * 2);
  const view = new DataView(wide.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), true);
  for (const file of [wide, text]) {
    assert.deepEqual((await readCsv(file, { skip_lines: 1 })).columns, TABLE);
  }
});

Deno.test("a line above the table may end anywhere in a buffer", async () => {
  for (const title of [65_534, 65_535, 65_536, 65_537]) {
    const file = "t".repeat(title) + "\r\nx,y\r\n1,p\r\n2,q\r\n";
    assert.deepEqual((await readCsv(file, { skip_lines: 1 })).columns, TABLE, `${title} bytes`);
  }
});

Deno.test("messages count the lines and bytes of the file, also those left out", async () => {
  await assert.rejects(() => readCsv("a title\nx,y\n1,p\n2\n", { skip_lines: 1 }), {
    code: "E_CSV_RAGGED",
    message: /Line 4 \(row 1, byte 16\)/,
  });
});

Deno.test("a title that was not left out is met with the setting that leaves it out", async () => {
  await assert.rejects(() => readCsv("a title\nx,y\n1,p\n"), {
    code: "E_CSV_RAGGED",
    next: /set skip_lines/,
  });
});

Deno.test("as many lines left out as the file has leave no table", async () => {
  for (const skip_lines of [2, 3, 10_000]) {
    await assert.rejects(() => readCsv("x,y\n1,p\n", { skip_lines }), {
      code: "E_INGEST_SETTING",
    });
  }
});
