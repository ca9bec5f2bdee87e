import assert from "node:assert/strict";
import {
  decodeArtifact,
  decodeColumnChunk,
  decodeFailure,
  decodeLog,
  decodeProgress,
  decodeSchema,
} from "./decode_frame.ts";

const FIELD = { code: "E_FRAME_FIELD" };

Deno.test("decodeLog() takes known levels only, cuts long messages and mends lone surrogates", () => {
  assert.deepEqual(decodeLog({ level: "info", message: "a\ud800" }), {
    level: "info",
    message: "a\ufffd",
  });
  assert.equal(decodeLog({ level: "debug", message: "x".repeat(100_000) }).message.length, 8192);
  for (const bad of [null, [], "x", 1, {}, { level: "fatal" }, { level: "info", message: 1 }]) {
    assert.throws(() => decodeLog(bad), FIELD, JSON.stringify(bad));
  }
});

Deno.test("decoders read own fields only, whatever the prototype says", () => {
  const log = JSON.parse('{"__proto__":{"level":"info"},"message":"m"}');
  assert.throws(() => decodeLog(log), FIELD);
  const failure = decodeFailure(JSON.parse('{"message":"m","__proto__":{"allocation":true}}'));
  assert.equal(failure.allocation, false);
});

Deno.test("decodeProgress() wants 0 ≤ done ≤ total, finite", () => {
  assert.deepEqual(decodeProgress({ done: 1, total: 2 }), { done: 1, total: 2, note: "" });
  const bad = [[3, 2], [-1, 2], [null, 2], [0, null], ["1", 2], [0, -1], [0, 1e999], [NaN, 1]];
  for (const [done, total] of bad) assert.throws(() => decodeProgress({ done, total }), FIELD);
});

const ARTIFACT = { name: "a.csv", media_type: "text/csv", description: "d", bytes: 3 };

Deno.test("decodeArtifact() takes one plain segment as a name and nothing else", () => {
  assert.deepEqual(decodeArtifact(ARTIFACT), ARTIFACT);
  const names = ["", "..", ".", "../a", "a/b", "/a", "a\\b", "a\0b", "A.csv", ".a", "a.", "a..b"];
  names.push(
    "con",
    "nul.txt",
    "com1",
    "lpt9.a.b",
    "aux.tar.gz",
    "é",
    "a b",
    "a\n",
    "x".repeat(101),
  );
  names.push("c:a", "a:b", "~", "a%2fb", "a.b.c.d.e", "-a", "a\u202etxt");
  for (const name of names) {
    assert.throws(() => decodeArtifact({ ...ARTIFACT, name }), { code: "E_ARTIFACT_NAME" }, name);
  }
  for (const name of ["console.txt", "a-b_c.1.json", "0", "com10", "nul1"]) {
    assert.equal(decodeArtifact({ ...ARTIFACT, name }).name, name);
  }
  assert.throws(() => decodeArtifact({ ...ARTIFACT, name: 1 }), FIELD);
});

Deno.test("decodeArtifact() wants a byte count and a media type", () => {
  for (const bytes of [-1, 1.5, 2 ** 53, NaN, "3", null, undefined]) {
    assert.throws(() => decodeArtifact({ ...ARTIFACT, bytes }), FIELD, String(bytes));
  }
  for (const media_type of ["", "text", "text/html\r\nx: y", "TEXT/HTML", 'a/"b"', 1]) {
    assert.throws(() => decodeArtifact({ ...ARTIFACT, media_type }), FIELD, String(media_type));
  }
});

Deno.test("decodeFailure() replaces a code that is not one", () => {
  const failure = { code: "E_CSV_RAGGED", message: "m", next: "n", allocation: true };
  assert.deepEqual(decodeFailure(failure), failure);
  for (const code of ["ENOENT", "E_", "E_lower", 5, undefined, "E_A\n"]) {
    assert.equal(decodeFailure({ ...failure, code }).code, "E_PLUGIN_THREW");
  }
});

const COLUMN = {
  name: "x",
  type: "int64",
  encoding: "plain",
  null_count: 0,
  buffers: { values: 8 },
};

Deno.test("decodeSchema() copies what it knows and refuses the rest", () => {
  const schema = { rows: 1, columns: [COLUMN] };
  assert.deepEqual(decodeSchema({ ...schema, extra: 1 }), schema);
  const columns = [
    { ...COLUMN, type: "int32" },
    { ...COLUMN, encoding: "gzip" },
    { ...COLUMN, null_count: 2 },
    { ...COLUMN, null_count: -1 },
    { ...COLUMN, name: "\ud800" },
    { ...COLUMN, name: "é".repeat(513) },
    { ...COLUMN, buffers: { heap: 1 } },
    { ...COLUMN, buffers: { values: 1.5 } },
    { ...COLUMN, buffers: { values: -8 } },
    { ...COLUMN, buffers: null },
    null,
  ];
  for (const column of columns) {
    assert.throws(() => decodeSchema({ rows: 1, columns: [column] }), FIELD);
  }
  for (const rows of [-1, 0.5, 2 ** 31, "1", null]) {
    assert.throws(() => decodeSchema({ rows, columns: [] }), FIELD);
  }
  assert.throws(() => decodeSchema({ rows: 1, columns: {} }), FIELD);
  assert.throws(() => decodeSchema({ rows: 1, columns: new Array(100_001).fill(COLUMN) }), FIELD);
});

Deno.test("decodeColumnChunk() takes the header apart and checks it", () => {
  const chunk = (column: number, buffer: number, offset: bigint, extra = 2) => {
    const body = new Uint8Array(16 + extra).fill(9, 16);
    const view = new DataView(body.buffer);
    view.setUint32(0, column, true);
    view.setUint32(4, buffer, true);
    view.setBigUint64(8, offset, true);
    return body;
  };
  assert.deepEqual(decodeColumnChunk(chunk(1, 3, 2n ** 40n), 2), {
    column: 1,
    buffer: "data",
    offset: 2 ** 40,
    bytes: Uint8Array.of(9, 9),
  });
  for (
    const body of [
      chunk(2, 0, 0n),
      chunk(0, 6, 0n),
      chunk(0, 0, 2n ** 53n),
      chunk(0, 0, 2n ** 64n - 1n),
    ]
  ) {
    assert.throws(() => decodeColumnChunk(body, 2), FIELD);
  }
  assert.throws(() => decodeColumnChunk(new Uint8Array(15), 2), FIELD);
});
