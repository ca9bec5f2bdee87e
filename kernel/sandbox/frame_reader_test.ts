import assert from "node:assert/strict";
import { encodeFrame, FRAME_KIND, MAX_CHUNK_BYTES, MAX_MESSAGE_BYTES } from "../contract/frame.ts";
import { FrameReader } from "./frame_reader.ts";

const UTF8 = new TextEncoder();

function header(kind: number, length: number): Uint8Array {
  const bytes = new Uint8Array(5);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes[4] = kind;
  return bytes;
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function readAll(reader: FrameReader, chunks: Iterable<Uint8Array>): [string, string][] {
  const frames: [string, string][] = [];
  for (const chunk of chunks) {
    for (const { kind, body } of reader.push(chunk)) {
      frames.push([kind, new TextDecoder().decode(body)]);
    }
  }
  return frames;
}

Deno.test("FrameReader finds the same frames wherever the stream is cut", () => {
  const stream = join(
    encodeFrame("log", UTF8.encode('{"a":1}')),
    encodeFrame("artifact_chunk", new Uint8Array(0)),
    encodeFrame("column_chunk", UTF8.encode("0123456789abcdef")),
    encodeFrame("result", UTF8.encode("null")),
  );
  const expected = [
    ["log", '{"a":1}'],
    ["artifact_chunk", ""],
    ["column_chunk", "0123456789abcdef"],
    ["result", "null"],
  ];
  for (let size = 1; size <= stream.length; size++) {
    const chunks = [];
    for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
    const reader = new FrameReader(1);
    assert.deepEqual(readAll(reader, chunks), expected, `pieces of ${size}`);
    assert.equal(reader.atBoundary, true);
  }
});

Deno.test("FrameReader is not at a boundary inside a header or a body", () => {
  const frame = encodeFrame("log", UTF8.encode("{}"));
  for (let length = 1; length < frame.length; length++) {
    const reader = new FrameReader(1);
    readAll(reader, [frame.subarray(0, length)]);
    assert.equal(reader.atBoundary, false, `after ${length} bytes`);
  }
});

for (const kind of [0, FRAME_KIND.request, 10, 255]) {
  Deno.test(`FrameReader refuses kind ${kind}`, () => {
    assert.throws(() => readAll(new FrameReader(1), [header(kind, 0)]), { code: "E_FRAME_KIND" });
  });
}

Deno.test("FrameReader refuses a length over the kind's limit before any of the body", () => {
  const cases = [
    [FRAME_KIND.log, MAX_MESSAGE_BYTES + 1],
    [FRAME_KIND.result, 0xffffffff],
    [FRAME_KIND.artifact_chunk, MAX_CHUNK_BYTES + 1],
    [FRAME_KIND.column_chunk, 0x80000000],
  ] as const;
  for (const [kind, length] of cases) {
    const push = () => readAll(new FrameReader(64), [header(kind, length)]);
    assert.throws(push, { code: "E_FRAME_LENGTH" }, `kind ${kind}, ${length} bytes`);
  }
});

Deno.test("FrameReader refuses a byte after a result or a failure, in the same piece or a later one", () => {
  for (const kind of ["result", "failure"] as const) {
    const last = encodeFrame(kind, UTF8.encode("{}"));
    const later = [last, new Uint8Array(1)];
    const together = [join(last, new Uint8Array(1))];
    for (const chunks of [later, together]) {
      assert.throws(() => readAll(new FrameReader(1), chunks), { code: "E_FRAME_AFTER_RESULT" });
    }
  }
});

Deno.test("FrameReader counts all but artifact contents against the output limit", () => {
  const chunk = new Uint8Array(MAX_CHUNK_BYTES - 16);
  const contents = encodeFrame("artifact_chunk", chunk);
  assert.equal(readAll(new FrameReader(1), [contents, contents, contents]).length, 3);
  const columns = encodeFrame("column_chunk", chunk);
  assert.throws(() => readAll(new FrameReader(1), [columns, columns]), { code: "E_OUTPUT_LIMIT" });
});

Deno.test("FrameReader ends a flood of empty frames by their headers", () => {
  const headers = new Uint8Array(5 * 1024);
  for (let i = 4; i < headers.length; i += 5) headers[i] = FRAME_KIND.artifact_chunk;
  const reader = new FrameReader(1);
  assert.throws(() => {
    for (let i = 0; i < 1024; i++) readAll(reader, [headers]);
  }, { code: "E_OUTPUT_LIMIT" });
});
