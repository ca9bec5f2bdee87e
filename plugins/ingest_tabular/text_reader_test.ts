import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { detectEncoding } from "./detect_format.ts";
import { memorySource } from "./testing/memory_source.ts";
import { type Encoding, TextReader } from "./text_reader.ts";

/** A text in some encoding, by means of its own. */
function encode(text: string, encoding: Encoding): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  if (encoding === "latin1") return Uint8Array.from(text, (c) => c.charCodeAt(0));
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) {
    view.setUint16(2 * i, text.charCodeAt(i), encoding === "utf-16le");
  }
  return bytes;
}

function readAll(reader: TextReader, room: number): string {
  const target = new Uint8Array(room + 1);
  const pieces: number[] = [];
  for (let read = reader.read(target, 1, room + 1); read > 0;) {
    pieces.push(...target.subarray(1, 1 + read));
    read = reader.read(target, 1, room + 1);
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(pieces));
}

Deno.test("TextReader gives the same text in every encoding, whatever the size of its reads", () => {
  const unit = fc.constantFrom("a", "\n", "é", "ÿ", "€", "日", "\ufffd", "😀", "\u{10ffff}");
  fc.assert(
    fc.property(
      fc.string({ unit, maxLength: 40 }),
      fc.constantFrom<Encoding>("utf-8", "utf-16le", "utf-16be"),
      fc.integer({ min: 4, max: 30 }),
      fc.integer({ min: 1, max: 9 }),
      (text, encoding, room, most) => {
        const reader = new TextReader(memorySource(encode(text, encoding), most), encoding, 0);
        assert.equal(readAll(reader, room), text);
        reader.rewind();
        assert.equal(readAll(reader, room), text);
      },
    ),
    { numRuns: 1000, seed: 1 },
  );
});

Deno.test("TextReader reads all of latin1 but NUL, and windows-1252 as the platform does", () => {
  const all = Uint8Array.from({ length: 255 }, (_, i) => i + 1);
  const latin1 = new TextReader(memorySource(all), "latin1", 0);
  assert.equal(readAll(latin1, 64), String.fromCharCode(...all));
  const defined = all.filter((b) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(b));
  const windows = new TextReader(memorySource(defined), "windows-1252", 0);
  assert.equal(readAll(windows, 64), new TextDecoder("windows-1252").decode(defined));
  for (const b of [0x81, 0x8d, 0x8f, 0x90, 0x9d]) {
    const reader = new TextReader(memorySource(Uint8Array.of(65, b)), "windows-1252", 0);
    assert.throws(() => readAll(reader, 64), { code: "E_CSV_ENCODING" });
  }
});

Deno.test("TextReader.locate() gives the byte in the file and the line in every encoding", () => {
  const text = "é😀\r\nx\r€\n日z";
  const at = text.indexOf("z");
  const before = new TextEncoder().encode(text.slice(0, at)).length;
  for (const encoding of ["utf-8", "utf-16le", "utf-16be"] as const) {
    const bytes = encode(`\ufeff${text}`, encoding);
    const source = memorySource(bytes);
    const detected = detectEncoding(source, "auto");
    assert.equal(detected.encoding, encoding);
    const { offset, line } = new TextReader(source, encoding, detected.start).locate(before);
    assert.equal(line, 4);
    assert.equal(bytes[encoding === "utf-16be" ? offset + 1 : offset], "z".charCodeAt(0));
  }
  const latin1 = new TextReader(memorySource(encode("éé\nz", "latin1")), "latin1", 0);
  assert.deepEqual(latin1.locate(5), { offset: 3, line: 2 });
});

Deno.test("detectEncoding() follows the byte order mark, and a setting over UTF-8", () => {
  const of = (bytes: number[], asked: Encoding | "auto" = "auto") =>
    detectEncoding(memorySource(Uint8Array.from(bytes)), asked);
  assert.deepEqual(of([65]), { encoding: "utf-8", start: 0 });
  assert.deepEqual(of([0xef, 0xbb, 0xbf]), { encoding: "utf-8", start: 3 });
  assert.deepEqual(of([0xff, 0xfe, 65, 0]), { encoding: "utf-16le", start: 2 });
  assert.deepEqual(of([0xfe, 0xff, 0, 65]), { encoding: "utf-16be", start: 2 });
  assert.deepEqual(of([0xff, 0xfe, 65, 0], "latin1"), { encoding: "latin1", start: 0 });
  assert.deepEqual(of([65, 0], "utf-16le"), { encoding: "utf-16le", start: 0 });
  assert.deepEqual(of([0xff, 0xfe, 65, 0], "utf-16le"), { encoding: "utf-16le", start: 2 });
});
