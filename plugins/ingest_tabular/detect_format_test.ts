import { strict as assert } from "node:assert";
import { detectContainer } from "./detect_format.ts";
import { memorySource } from "./testing/memory_source.ts";

const detect = (latin1: string) =>
  detectContainer(memorySource(Uint8Array.from(latin1, (c) => c.charCodeAt(0)), 3));

Deno.test("detectContainer() goes by the first bytes", () => {
  assert.equal(detect("a,b\n"), "text");
  assert.equal(detect("PK"), "text");
  assert.equal(detect("PK\x03\x04\x14\0"), "zip");
  assert.throws(() => detect(""), { code: "E_INGEST_EMPTY" });
});

Deno.test("detectContainer() refuses known binary files by name", () => {
  const files: Record<string, RegExp> = {
    "\x1f\x8b\x08": /gzip/,
    "%PDF-1.7": /PDF/,
    "SQLite format 3\0": /SQLite/,
    "PAR1\x15": /Parquet/,
    "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0": /\.xls/,
  };
  for (const [head, message] of Object.entries(files)) {
    assert.throws(() => detect(head), { code: "E_INGEST_BINARY", message });
  }
});
